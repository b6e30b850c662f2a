import { choosePermissions, type Permission, permissionsOf } from '../../access/index.ts';
import { type ResolvedConnector, resolveSettings } from '../../connectors/index.ts';
import { type AccessOptions, settingsOf } from './access-options.ts';
import { chooseSources, connectorOf, endOnErrors } from './choose-rules.ts';
import { cliError } from './exit.ts';
import { readSettings } from './read-settings.ts';

const allSources = (): readonly ResolvedConnector[] =>
  chooseSources().sources.map((source) => connectorOf(source, { extras: source.extras.map(({ id }) => id) }));

/** The connectors of the settings, otherwise every source with all extras. */
const connectorsOf = (options: AccessOptions): readonly ResolvedConnector[] => {
  const settings = settingsOf(options);
  return settings === undefined ? allSources() : resolveSettings(readSettings({ settings }));
};

/** Compiles the rules of connectors; ends the command with their errors. Permissions need no proof. */
const permissionsIn = (connectors: readonly ResolvedConnector[]): readonly Permission[] =>
  permissionsOf(
    connectors.map(({ name, rules: { plan, diagnostics }, permissions }) => {
      if (plan === undefined) endOnErrors(diagnostics);
      return { name, endpoints: (plan?.endpoints ?? []).map(({ pathTemplate }) => pathTemplate), needed: permissions };
    }),
  );

/** Returns the permissions of the connectors of the settings, otherwise of every source. */
export const knownPermissions = (options: AccessOptions): readonly Permission[] => permissionsIn(connectorsOf(options));

const connectorIn = (permission: string): string => permission.replace(/:.*$/s, '');

/** Returns the named permissions; ends the command for an unknown one. Compiles only the connectors that are named. */
export const chosenPermissions = (options: AccessOptions, names: readonly string[]): readonly Permission[] => {
  const named = connectorsOf(options).filter(({ name }) => names.some((one) => connectorIn(one) === name));
  const chosen = choosePermissions(permissionsIn(named), names);
  if (!chosen.ok) throw cliError('Client.Permission', { unknown: chosen.unknown });
  return chosen.permissions;
};
