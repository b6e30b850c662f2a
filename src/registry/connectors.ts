import type { CatalogEntry, CheckResult, ConnectorView, Offer } from './connector-view.ts';
import type { Described, DescribedConnector } from './described.ts';
import type { RegistryPorts } from './ports.ts';
import { isoOf, readEvidence, readRecord, refuse, secondsOf, writeEvidence } from './record.ts';
import type { RegistryResult } from './registry.ts';
import { computeStatus, missingOf, settingsNow } from './status.ts';
import { type AllAccess, readAccess, usesOf } from './uses.ts';

/** Offered as long as nobody decides otherwise. */
export const offeredByDefault: readonly Offer[] = ['tenant', 'group'];

/** Finds a connector of the settings, or returns the reason for its absence. */
export const findConnector = (
  { connectors, comingSoon, sources }: Described,
  name: string,
): RegistryResult<{ readonly connector: DescribedConnector }> => {
  const connector = connectors.find((each) => each.name === name);
  if (connector !== undefined) return { ok: true, connector };
  if (comingSoon.some(({ id }) => id === name)) return refuse('Registry.SourceNotAvailable');
  return refuse(sources.some(({ id }) => id === name) ? 'Registry.NotDeployed' : 'Registry.ConnectorUnknown');
};

const view = async (ports: RegistryPorts, connector: DescribedConnector, all: AllAccess): Promise<ConnectorView> => {
  const { described } = ports;
  const { name, source: id, permissions, federated } = connector;
  const [{ stored, version }, evidence, uses] = await Promise.all([
    readRecord(ports, name),
    readEvidence(ports, name),
    usesOf(ports, connector, all),
  ]);
  const settings = settingsNow(connector, stored);
  const input = { settings, stored, evidence, now: secondsOf(ports) };
  const status = computeStatus(input);
  const source = described.sources.find((each) => each.id === id);
  const { paused, deleted } = stored;
  const last = stored.changes.at(-1);
  return {
    name,
    source: id,
    title: source?.title ?? name,
    summary: source?.summary ?? '',
    logo: id,
    services: source?.services ?? [],
    availability: source?.availability ?? 'alpha',
    status,
    missing: missingOf(input, status, described),
    settings,
    federated,
    permissions,
    offered: (stored.offered as readonly Offer[] | undefined) ?? offeredByDefault,
    ...(paused && { paused: { ...paused, at: isoOf(paused.at) } }),
    ...(deleted && { deleted: { ...deleted, at: isoOf(deleted.at) } }),
    uses,
    version,
    ...(last && { changed: { by: last.by, at: isoOf(last.at) } }),
  };
};

export const listConnectors = async (ports: RegistryPorts): Promise<readonly ConnectorView[]> => {
  const all = await readAccess(ports);
  return Promise.all(ports.described.connectors.map((connector) => view(ports, connector, all)));
};

export const showConnector = async (ports: RegistryPorts, name: string): Promise<ConnectorView | undefined> => {
  const found = findConnector(ports.described, name);
  return found.ok ? view(ports, found.connector, await readAccess(ports)) : undefined;
};

/** Shows a connector that was just found. */
export const viewOf = async (ports: RegistryPorts, connector: DescribedConnector): Promise<ConnectorView> =>
  view(ports, connector, await readAccess(ports));

/** Checks a connector now, and keeps the results as evidence. */
export const checkConnector = async (
  ports: RegistryPorts,
  name: string,
): Promise<RegistryResult<{ readonly checks: readonly CheckResult[]; readonly connector: ConnectorView }>> => {
  const found = findConnector(ports.described, name);
  if (!found.ok) return found;
  const { stored } = await readRecord(ports, name);
  const { clientId } = settingsNow(found.connector, stored);
  const results = await ports.check(name);
  const at = isoOf(secondsOf(ports));
  const checks = results.map((result) => ({ ...result, at }));
  // Without a result, the former evidence stays.
  if (checks.some(({ state }) => state !== 'not-checked'))
    await writeEvidence(ports, name, { ...(clientId !== undefined && { clientId }), checks });
  return { ok: true, checks, connector: await viewOf(ports, found.connector) };
};

/** Lists sources with their connectors, and entries that are coming soon. */
export const catalogOf = ({ sources, connectors, comingSoon }: Described): readonly CatalogEntry[] => [
  ...sources.map(({ id, title, services, availability, summary }) => ({
    id,
    title,
    logo: id,
    services,
    availability,
    summary,
    connectors: connectors.filter(({ source }) => source === id).map(({ name }) => name),
  })),
  ...comingSoon.map(({ id, title, services, says }) => ({
    id,
    title,
    logo: id,
    services,
    availability: 'coming-soon' as const,
    summary: says,
    connectors: [],
  })),
];
