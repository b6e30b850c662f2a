import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTerraformOutputs } from '../../config/index.ts';
import { type ReadyConnector, type ResolvedConnector, resolveSettings } from '../../connectors/index.ts';
import { describeAll, describeConnector, describeDeployment, readComingSoon } from '../../registry/describe/index.ts';
import type { Described } from '../../registry/index.ts';
import { rulesFolder } from '../rules-folder.ts';
import { type AccessOptions, settingsOf } from './access-options.ts';
import { chooseSources, connectorOf } from './choose-rules.ts';
import { type ReadSettings, readSettings } from './read-settings.ts';
import { defaultSettingsFile } from './settings-option.ts';
import { version } from './version.ts';

/** Connectors with their description. */
export type DescribedHere = {
  readonly described: Described;
  readonly connectors: readonly ResolvedConnector[];
  /** Undefined if there are no settings, and every source is a connector of this machine. */
  readonly read?: ReadSettings;
};

const ready = (connectors: readonly ResolvedConnector[]): readonly ReadyConnector[] =>
  connectors.filter((connector): connector is ReadyConnector => connector.rules.plan !== undefined);

/** Client ids of the applications that a deployment made, from the file that apply writes beside the settings. */
const deployedClientIds = ({ settings, folder }: ReadSettings): ReadonlyMap<string, string> => {
  const path = join(folder, settings.entraOutputs);
  const outputs = existsSync(path) ? readTerraformOutputs(readFileSync(path, 'utf8')) : undefined;
  const { applications = {} } = outputs?.entra ?? {};
  return new Map(Object.entries(applications).map(([name, { clientId }]) => [name, clientId]));
};

const ofThisMachine = (): DescribedHere => {
  const { sources } = chooseSources();
  const connectors = sources.map((source) => connectorOf(source, { extras: source.extras.map(({ id }) => id) }));
  const federated = { issuer: 'this machine', subject: 'this machine', audience: 'api://AzureADTokenExchange' };
  const described = describeAll(
    { version, sources, comingSoon: readComingSoon(rulesFolder) },
    {
      environment: 'local',
      place: 'local',
      settingsFile: defaultSettingsFile,
      connectors: connectors.map((connector) =>
        describeConnector(connector, { cloud: 'global', application: 'own', federated }),
      ),
    },
  );
  return { described, connectors };
};

/** Describes the connectors of the settings, otherwise every source with all extras. */
export const describedHere = (options: AccessOptions): DescribedHere => {
  const settings = settingsOf(options);
  if (settings === undefined) return ofThisMachine();
  const read = readSettings({ settings });
  const connectors = resolveSettings(read);
  const common = { version, sources: read.sources, comingSoon: readComingSoon(rulesFolder), settingsFile: settings };
  const described = describeDeployment(read.settings, connectors, { ...common, clientIds: deployedClientIds(read) });
  return { described, connectors, read };
};

/** Finds a connector whose rules compile. */
export const readyConnector = ({ connectors }: DescribedHere, name: string): ReadyConnector | undefined =>
  ready(connectors.filter((connector) => connector.name === name))[0];
