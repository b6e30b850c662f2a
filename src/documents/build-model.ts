import { type Caller, clouds, type Settings } from '../config/index.ts';
import { applicationDisplayName, consentConnector } from '../connectors/index.ts';
import type { ClientModel } from './caller/client-model.ts';
import type { AnswerDispositions, ConsentApplication, ConsentConnector, ConsentModel, SourceFacts } from './model.ts';
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

/** The connectors of a settings file, as consent sees them. @param dispositions what leaves, by connector, where it is known */
export const consentConnectors = (
  settings: Settings,
  sources: readonly SourceFacts[],
  dispositions: ReadonlyMap<string, readonly AnswerDispositions[]> = new Map(),
): readonly ConsentConnector[] =>
  settings.connectors.map((connector) => {
    const source = sources.find(({ id }) => id === connector.source);
    if (source === undefined) throw new Error(`no source ${connector.source}`);
    return consentConnector(source, connector, dispositions.get(connector.name));
  });

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
