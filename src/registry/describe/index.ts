/** Describes a deployment for the registry when it is built or a command begins: reads rules, sources and settings. */
import { clouds, type Settings } from '../../config/index.ts';
import type { ResolvedConnector } from '../../connectors/index.ts';
import type { Source } from '../../sources/index.ts';
import type { ComingSoon, Described, DescribedConnector } from '../described.ts';
import { describeConnector, describeSource, federatedValues } from './describe-connector.ts';

export { catalogJson, catalogJsonSchema } from './catalog-json.ts';
export { readComingSoon } from './coming-soon.ts';
export { type ConnectorPlace, describeConnector } from './describe-connector.ts';
export { dictionaryOf } from './dictionary.ts';

type Common = {
  readonly version: string;
  readonly sources: readonly Source[];
  readonly comingSoon: readonly ComingSoon[];
};

type Rest = Pick<Described, 'environment' | 'contact' | 'place' | 'settingsFile' | 'connectors'>;

/** Puts a description together. */
export const describeAll = ({ version, sources, comingSoon }: Common, rest: Rest): Described => ({
  ...rest,
  version,
  sources: sources.map(describeSource),
  comingSoon,
  logos: Object.fromEntries([
    ...sources.flatMap(({ id, logo }) => (logo === undefined ? [] : [[id, logo.text]])),
    ...comingSoon.map(({ id, logo }) => [id, logo]),
  ]),
});

/** Describes the deployment of a settings file. `clientIds`: of the applications that exist, by connector. */
export const describeDeployment = (
  settings: Settings,
  connectors: readonly ResolvedConnector[],
  given: Common & { readonly settingsFile: string; readonly clientIds?: ReadonlyMap<string, string> },
): Described => {
  const { tenant, environment, request, callers } = settings;
  const audience = clouds[tenant.cloud].tokenExchangeAudience;
  const described = connectors.map((connector): DescribedConnector => {
    const of = settings.connectors.find(({ name }) => name === connector.name);
    return describeConnector(connector, {
      of,
      tenantId: tenant.id,
      clientId: given.clientIds?.get(connector.name),
      cloud: tenant.cloud,
      application: of?.application.kind ?? 'own',
      federated: federatedValues(settings, connector.name, audience),
      callers: callers.filter((caller) => caller.connectors.includes(connector.name)).map(({ name }) => name),
    });
  });
  return describeAll(given, {
    environment,
    contact: request.contact,
    place: 'deployed',
    settingsFile: given.settingsFile,
    connectors: described,
  });
};
