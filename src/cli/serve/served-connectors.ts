import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type CloudName, type Connector, type MailboxAccess, readTerraformOutputs } from '../../config/index.ts';
import { expectedRoles } from '../../proxy/index.ts';
import { findSource, loadSources, permissionsOf, type Source } from '../../sources/index.ts';
import { rulesFolder } from '../rules-folder.ts';
import { CliError, exitCodes } from '../shared/exit.ts';
import { loadRules } from '../shared/load-rules.ts';
import type { LocalConnector } from '../shared/local-proxy.ts';
import { type ReadSettings, readSettings } from '../shared/read-settings.ts';
import type { ServeOptions } from './serve-options.ts';

/** A connector with the application that it signs in as. */
export type ServedConnector = LocalConnector & { readonly clientId: string };

export type Served = {
  readonly tenantId: string;
  readonly cloud: CloudName;
  readonly connectors: readonly ServedConnector[];
};

const usage = (message: string, hint: string): CliError => new CliError(exitCodes.usage, 'Usage', message, hint);

const rolesOf = (source: Source | undefined, extras: readonly string[], mailboxAccess: MailboxAccess) =>
  source === undefined ? [] : expectedRoles(permissionsOf(source, extras), mailboxAccess);

/** A name that can stand as the first segment of a path. */
const nameOfFile = (path: string): string =>
  basename(path)
    .replace(/\.[^.]*$/, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .slice(0, 64);

const fromFlags = async (options: ServeOptions): Promise<Served> => {
  const { tenant = '', clientId = '', cloud = 'global', source = [], rules, permission = [], extra = [] } = options;
  const { sources } = loadSources(rulesFolder);
  const connectors: ServedConnector[] = [];
  for (const name of source) {
    const { plan } = await loadRules({ ...options, source: name });
    const found = findSource(sources, name);
    const roles = rolesOf(found, extra, options.mailboxAccess);
    connectors.push({ name: found?.id ?? name, plan, expectedRoles: roles, clientId });
  }
  if (rules !== undefined) {
    const { plan } = await loadRules({ rules });
    connectors.push({ name: nameOfFile(rules), plan, expectedRoles: permission, clientId });
  }
  return { tenantId: tenant, cloud, connectors };
};

/** Client ids by connector, as the Entra stack wrote them down. */
const clientIds = ({ folder, settings }: ReadSettings): ReadonlyMap<string, string> => {
  const path = join(folder, settings.entraOutputs);
  const outputs = existsSync(path) ? readTerraformOutputs(readFileSync(path, 'utf8')) : undefined;
  const applications = Object.entries(outputs?.entra?.applications ?? {});
  return new Map(applications.map(([name, { clientId }]) => [name, clientId]));
};

const ofSettings = async (connector: Connector, read: ReadSettings, clientId: string): Promise<ServedConnector> => {
  const { rules, variants, extras, mailboxAccess } = connector;
  const choice =
    rules === undefined
      ? { source: connector.source, variant: variants, extra: extras }
      : { rules: join(read.folder, rules) };
  const { plan } = await loadRules(choice);
  const source = findSource(read.sources, connector.source);
  return { name: connector.name, plan, expectedRoles: rolesOf(source, extras, mailboxAccess), clientId };
};

const fromSettings = async (options: ServeOptions, path: string): Promise<Served> => {
  const read = readSettings({ settings: path });
  const { tenant, connectors: all, entraOutputs } = read.settings;
  const known = all.map(({ name }) => name);
  const unknown = options.connector?.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw usage('the settings have no connector of this name', `known are ${known.join(', ')}`);
  const ids = clientIds(read);
  const chosen = all.filter(({ name }) => options.connector?.includes(name) ?? true);
  const connectors: ServedConnector[] = [];
  for (const connector of chosen) {
    const clientId = options.clientId ?? ids.get(connector.name);
    if (clientId === undefined)
      throw usage(
        `nothing says which application ${connector.name} signs in as`,
        `apply the Entra side, which writes ${entraOutputs}, or give --client-id`,
      );
    connectors.push(await ofSettings(connector, read, clientId));
  }
  return { tenantId: options.tenant ?? tenant.id, cloud: options.cloud ?? tenant.cloud, connectors };
};

/** What is to be served, from flags or from a settings file, with its rules compiled. */
export const servedConnectors = (options: ServeOptions): Promise<Served> =>
  options.settings === undefined ? fromFlags(options) : fromSettings(options, options.settings);
