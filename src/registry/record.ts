import { appendToLedger, type Decision } from '../access/index.ts';
import { connectorKey, connectorRecord, type StoredConnector } from '../access/verify/index.ts';
import { type RegistryCode, registryProblems } from '../problems/registry/index.ts';
import type { CheckResult } from './connector-view.ts';
import type { RegistryPorts } from './ports.ts';
import type { RecordedChange, RegistryRefusal } from './registry.ts';

/** Changes that a record remembers; the ledger keeps all. */
const mostChanges = 20;

export const secondsOf = ({ access: { clock } }: Pick<RegistryPorts, 'access'>): number => Math.floor(clock() / 1000);

export const isoOf = (seconds: number): string => new Date(seconds * 1000).toISOString();

export const refuse = (
  code: RegistryCode,
  more: Pick<RegistryRefusal, 'fields' | 'changes'> = {},
): RegistryRefusal => ({
  ok: false,
  status: registryProblems[code].status,
  code,
  message: registryProblems[code].message,
  ...more,
});

/** A connector's record with its version; 0 if there is none. */
export type VersionedConnector = { readonly stored: StoredConnector; readonly version: number };

/** Reads the record of a connector, consistently. */
export const readRecord = async ({ access: { records } }: RegistryPorts, name: string): Promise<VersionedConnector> => {
  const found = await records.get(connectorKey(name));
  if (found === undefined) return { stored: { name, epoch: 1, changes: [] }, version: 0 };
  return { stored: found.body as StoredConnector, version: found.version };
};

export const changesSince = ({ stored }: VersionedConnector, version: number): readonly RecordedChange[] =>
  stored.changes
    .filter((change) => change.version > version)
    .map(({ at, ...change }) => ({ ...change, at: isoOf(at) }));

/** Writes a changed record; false if somebody else was faster. */
export const writeRecord = (
  ports: RegistryPorts,
  { stored, version }: VersionedConnector,
  changed: Partial<StoredConnector>,
  given: { readonly by: string; readonly fields: readonly string[] },
): Promise<boolean> => {
  const change = { version: version + 1, by: given.by, at: secondsOf(ports), fields: given.fields };
  const changes = [...stored.changes, change].slice(-mostChanges);
  return ports.access.records.put(connectorRecord({ ...stored, ...changed, changes }), version);
};

/** Appends a decision about a connector to the ledger. */
export const recordDecision = (
  { access: { records, clock } }: RegistryPorts,
  decision: Pick<Decision, 'verb' | 'by' | 'details'> & { readonly connector: string },
): Promise<unknown> => appendToLedger(records, clock, decision);

const checkKey = (name: string) => ({ partition: `CHECK#${name}`, sort: 'META' });

/** The results of the last check, and the application that it was made with. */
export type Evidence = { readonly clientId?: string; readonly checks: readonly CheckResult[] };

export const readEvidence = async ({ access: { records } }: RegistryPorts, name: string): Promise<Evidence> =>
  ((await records.get(checkKey(name)))?.body as Evidence | undefined) ?? { checks: [] };

/** Keeps the results of a check in place of the former ones. Of two checks at once, one is kept. */
export const writeEvidence = async (ports: RegistryPorts, name: string, evidence: Evidence): Promise<void> => {
  const { records } = ports.access;
  const found = await records.get(checkKey(name));
  await records.put({ ...checkKey(name), kind: 'check', body: evidence }, found?.version ?? 0);
};
