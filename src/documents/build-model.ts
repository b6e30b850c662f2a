import { type Caller, clouds, type Settings } from '../config/index.ts';
import type { ClientModel } from './caller/client-model.ts';
import type { ConsentApplication, ConsentConnector, ConsentModel } from './model.ts';
import type { RequestModel } from './request/request-document.ts';

/** Ids of an Entra application. */
export type ApplicationIds = Pick<ConsentApplication, 'clientId' | 'objectId' | 'servicePrincipalObjectId'>;

/** A deployment as its settings describe it, with what its sources say. */
export type Described = {
  readonly settings: Settings;
  readonly connectors: readonly ConsentConnector[];
  /** Graphveil's own. */
  readonly version: string;
};

/** Returns the name of an application in Entra: one connector's, or the one that all share. */
export const applicationDisplayName = (
  environment: string,
  connector?: Pick<ConsentConnector, 'name' | 'source' | 'title'>,
): string => {
  if (connector === undefined) return `Graphveil ${environment}`;
  const own = connector.name === connector.source ? '' : ` (${connector.name})`;
  return `Graphveil ${environment}: ${connector.title}${own}`;
};

/** What the consent documents are rendered from. @param ids of the applications, by connector */
export const buildConsentModel = (
  { settings, connectors, version }: Described,
  ids: ReadonlyMap<string, ApplicationIds>,
): ConsentModel => {
  const { environment, tenant, aws, sharedApplication } = settings;
  const idsOf = (name: string): ApplicationIds => {
    const found = ids.get(name);
    if (found === undefined) throw new Error(`no Entra application is known for connector ${name}`);
    return found;
  };
  const [first] = connectors;
  const applications =
    sharedApplication !== undefined && first !== undefined
      ? [{ displayName: applicationDisplayName(environment), ...idsOf(first.name), connectors }]
      : connectors.map((connector) => ({
          displayName: applicationDisplayName(environment, connector),
          ...idsOf(connector.name),
          connectors: [connector],
        }));
  return {
    environment,
    version,
    tenantId: tenant.id,
    cloud: clouds[tenant.cloud],
    tokenIssuer: aws.tokenIssuer,
    aws: { account: aws.account, partition: aws.partition },
    applications,
  };
};

/** What one caller is told. @param endpoints of connectors, by name */
export const buildClientModel = (
  { settings, connectors, version }: Described,
  caller: Caller,
  roleArn: string,
  endpoints: ReadonlyMap<string, string>,
): ClientModel => ({
  environment: settings.environment,
  version,
  caller: caller.name,
  roleArn,
  externalId: caller.externalId,
  region: settings.aws.region,
  service: settings.exposure === 'http-api' ? 'execute-api' : 'lambda',
  google: caller.googleServiceAccounts.length > 0 ? { audience: caller.googleAudience } : undefined,
  connectors: connectors
    .filter(({ name }) => caller.connectors.includes(name))
    .map(({ name, title, summary, exampleCalls }) => ({
      name,
      title,
      summary,
      endpoint: endpoints.get(name) ?? '',
      exampleCalls,
    })),
});

/**
 * The applications that a colleague is asked to create before the first apply, at the addresses where Terraform will take
 * them over. @param owner object id of who deploys
 */
export const buildRequestModel = (
  { settings, connectors, version }: Described,
  owner: string | undefined,
): RequestModel => ({
  environment: settings.environment,
  version,
  tenantId: settings.tenant.id,
  cloud: clouds[settings.tenant.cloud],
  owner: owner ?? settings.owners[0],
  applications:
    settings.sharedApplication === undefined
      ? connectors.map((connector) => ({
          connector: connector.name,
          displayName: applicationDisplayName(settings.environment, connector),
          address: applicationAddress(connector.name),
        }))
      : [
          {
            connector: undefined,
            displayName: applicationDisplayName(settings.environment),
            address: applicationAddress(sharedAddress),
          },
        ],
});

/** Last part of the Terraform address of the application that all connectors share. */
export const sharedAddress = 'shared';

const applicationAddress = (name: string): string => `azuread_application.${name}`;
