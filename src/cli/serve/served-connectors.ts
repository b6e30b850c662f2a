import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type CloudName, readTerraformOutputs } from '../../config/index.ts';
import {
  inBaseUrlOrder,
  inSettings,
  otherEndpoints,
  type ReadyConnector,
  resolveSettings,
} from '../../connectors/index.ts';
import type { MinimumTls } from '../../ports/index.ts';
import type { Source } from '../../sources/index.ts';
import { chooseSources, loadRules, readyOrEnd, readySources } from '../shared/choose-rules.ts';
import { cliError } from '../shared/exit.ts';
import type { LocalConnector } from '../shared/local-proxy.ts';
import { type ReadSettings, readSettings } from '../shared/read-settings.ts';
import type { ServeOptions } from './serve-options.ts';

/** A connector with the application that it uses to sign in. */
export type ServedConnector = LocalConnector & { readonly clientId: string };

export type Served = {
  readonly tenantId: string;
  readonly cloud: CloudName;
  readonly minimumTls: MinimumTls;
  readonly connectors: readonly ServedConnector[];
};

const servedAll = (
  connectors: readonly ReadyConnector[],
  sources: readonly Source[],
  clientIdOf: (name: string) => string,
): readonly ServedConnector[] =>
  connectors.map((connector) => ({
    name: connector.name,
    plan: connector.rules.plan,
    expectedRoles: connector.expectedRoles,
    clientId: clientIdOf(connector.name),
    elsewhere: otherEndpoints(connector, { connectors, sources, howToAdd: inSettings }),
  }));

/** Derives a name that is valid as the first segment of a path. */
const nameOfFile = (path: string): string =>
  basename(path)
    .replace(/\.[^.]*$/, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .slice(0, 64);

const fromFlags = (options: ServeOptions): Served => {
  const { tenant = '', clientId = '', cloud = 'global', source, rules, permission = [] } = options;
  const { variant: variants = [], extra: extras = [], mailboxAccess } = options;
  const common = { tenantId: tenant, cloud, minimumTls: options.minimumTls ?? '1.3' };
  if (rules === undefined) {
    const ready = readySources(source, { variants, extras, mailboxAccess });
    return { ...common, connectors: servedAll(ready, chooseSources().sources, () => clientId) };
  }
  const { plan } = loadRules({ rules });
  return { ...common, connectors: [{ name: nameOfFile(rules), plan, expectedRoles: permission, clientId }] };
};

/** Returns client ids by connector from the outputs of the Entra stack. */
const clientIds = ({ folder, settings }: ReadSettings): ReadonlyMap<string, string> => {
  const path = join(folder, settings.entraOutputs);
  const outputs = existsSync(path) ? readTerraformOutputs(readFileSync(path, 'utf8')) : undefined;
  const applications = Object.entries(outputs?.entra?.applications ?? {});
  return new Map(applications.map(([name, { clientId }]) => [name, clientId]));
};

const fromSettings = (options: ServeOptions, path: string): Served => {
  const read = readSettings({ settings: path });
  const { tenant, entraOutputs } = read.settings;
  const known = read.settings.connectors.map(({ name }) => name);
  const unknown = options.connector?.find((name) => !known.includes(name));
  if (unknown !== undefined) throw cliError('Usage:connector', { known });
  const ids = clientIds(read);
  const connectors = read.settings.connectors.filter(({ name }) => options.connector?.includes(name) ?? true);
  const chosen = resolveSettings({ ...read, settings: { ...read.settings, connectors } });
  const clientIdOf = (name: string): string => {
    const clientId = options.clientId ?? ids.get(name);
    if (clientId !== undefined) return clientId;
    throw cliError('Usage:client-id', { name, outputs: entraOutputs });
  };
  const clientIdsOfChosen = new Map(chosen.map(({ name }) => [name, clientIdOf(name)]));
  return {
    tenantId: options.tenant ?? tenant.id,
    cloud: options.cloud ?? tenant.cloud,
    minimumTls: options.minimumTls ?? tenant.minimumTls,
    connectors: servedAll(
      inBaseUrlOrder(readyOrEnd(chosen), read.settings),
      read.sources,
      (name) => clientIdsOfChosen.get(name) ?? '',
    ),
  };
};

/** The connectors to serve, from flags or from a settings file, with their rules compiled. */
export const servedConnectors = (options: ServeOptions): Served =>
  options.settings === undefined ? fromFlags(options) : fromSettings(options, options.settings);
