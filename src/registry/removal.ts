import { createHash, timingSafeEqual } from 'node:crypto';
import { dropConnector } from '../access/index.ts';
import { clientSubject, type StoredGrant } from '../access/verify/index.ts';
import { deployCommand } from './change/settings-lines.ts';
import { findConnector } from './connectors.ts';
import type { RegistryPorts } from './ports.ts';
import {
  isoOf,
  readRecord,
  recordDecision,
  refuse,
  secondsOf,
  type VersionedConnector,
  writeRecord,
} from './record.ts';
import type { RegistryResult, RemovalPlan } from './registry.ts';
import { type AllAccess, connectorOf, readAccess, usesConnector, usesOf } from './uses.ts';

const confirmSeconds = 600;

const isOnlyOf = ({ permissions }: StoredGrant, connector: string): boolean =>
  permissions.every(({ name }) => connectorOf(name) === connector);

/** The state that a confirmation is about, in 43 characters. */
const digestOf = (name: string, { version }: VersionedConnector, grants: readonly StoredGrant[]): string => {
  const state = grants.map(({ client, id, epoch, permissions }) => [
    client,
    id,
    epoch,
    permissions.map((one) => one.name),
  ]);
  return createHash('sha256')
    .update(JSON.stringify([name, version, state]))
    .digest('base64url');
};

const confirmFor = async ({ access: { macs } }: RegistryPorts, digest: string, until: number): Promise<string> => {
  const mac = await macs.make(`graphveil/registry/v1/removal/${until}/${digest}`);
  return `${until}.${Buffer.from(mac).toString('base64url')}`;
};

const equal = (one: string, other: string): boolean => {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer];
  return timingSafeEqual(a, b);
};

type Planned = {
  readonly plan: RemovalPlan;
  readonly digest: string;
  readonly record: VersionedConnector;
  readonly all: AllAccess;
};

const refreshTokensOf = async (
  { access: { records } }: RegistryPorts,
  grants: readonly StoredGrant[],
): Promise<number> => {
  const found = await Promise.all(
    [...new Set(grants.map(({ client }) => client))].map((client) => records.find('subject', clientSubject(client))),
  );
  return found.flat().filter(({ kind, body }) => kind === 'refresh' && grants.some(({ id }) => id === body['grant']))
    .length;
};

const planned = async (ports: RegistryPorts, name: string): Promise<RegistryResult<Planned>> => {
  const { described } = ports;
  const found = findConnector(described, name);
  if (!found.ok) return found;
  const [record, all] = await Promise.all([readRecord(ports, name), readAccess(ports)]);
  const own = all.grants.filter((grant) => usesConnector(grant, name));
  const ending = own.filter((grant) => isOnlyOf(grant, name));
  const { clients, groups, people, callers } = await usesOf(ports, found.connector, all);
  const digest = digestOf(name, record, own);
  const until = secondsOf(ports) + confirmSeconds;
  const plan: RemovalPlan = {
    connector: name,
    version: record.version,
    clients,
    grants: ending.length,
    narrowedGrants: own.length - ending.length,
    refreshTokens: await refreshTokensOf(ports, ending),
    groups,
    people,
    callers,
    lines: `sources:\n  ${name}:  # remove this entry\n`,
    command: deployCommand,
    confirm: await confirmFor(ports, digest, until),
    confirmUntil: isoOf(until),
  };
  return { ok: true, plan, digest, record, all };
};

/** Counts the clients, grants and tokens of a removal. The confirmation counts for this state only. */
export const planRemoval = async (
  ports: RegistryPorts,
  name: string,
): Promise<RegistryResult<{ readonly plan: RemovalPlan }>> => {
  const found = await planned(ports, name);
  return found.ok ? { ok: true, plan: found.plan } : found;
};

/**
 * Deletes a connector: first the mark that refuses every call, then its grants and refresh tokens. The ledger stays. A
 * deletion that was interrupted is repeated with a new plan.
 */
export const removeConnector = async (
  ports: RegistryPorts,
  name: string,
  { by, confirm }: { readonly by: string; readonly confirm: string },
): Promise<RegistryResult<{ readonly removed: RemovalPlan }>> => {
  const found = await planned(ports, name);
  if (!found.ok) return found;
  const { plan, digest, record, all } = found;
  const until = Number(/^\d{1,12}(?=\.)/.exec(confirm)?.[0] ?? 0);
  if (until < secondsOf(ports) || !equal(confirm, await confirmFor(ports, digest, until)))
    return refuse('Registry.ConfirmationInvalid');
  const { epoch } = record.stored;
  const cleared = { tenantId: undefined, clientId: undefined, paused: undefined };
  const deleted = record.stored.deleted ?? { by, at: secondsOf(ports) };
  const fields = ['deleted'];
  if (!(await writeRecord(ports, record, { ...cleared, deleted, epoch: epoch + 1 }, { by, fields })))
    return refuse('Registry.ConfirmationInvalid');
  const { clients, grants, narrowedGrants, refreshTokens, groups } = plan;
  await recordDecision(ports, {
    verb: 'connector.delete',
    by,
    connector: name,
    details: { clients: clients.length, grants, narrowedGrants, refreshTokens, groups: groups.length },
  });
  await dropConnector(ports.access, { clients: all.clients.map(({ id }) => id), connector: name, by });
  return { ok: true, removed: plan };
};
