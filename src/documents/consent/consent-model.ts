import { type Cloud, type ConsoleSettings, clouds, type RequestDetails } from '../../config/index.ts';
import type { CallerPeople } from '../caller-people.ts';
import { applicationDisplayName, type ConsentConnector, type Described } from '../model.ts';
import { type RegisteredTools, registeredTools } from '../registered-tools.ts';

/** An Entra application from an administrator's point of view. */
export type ConsentApplication = {
  readonly displayName: string;
  readonly clientId: string;
  readonly objectId: string;
  readonly servicePrincipalObjectId: string;
  /** Whether a colleague made it, perhaps for another system. */
  readonly given: boolean;
  readonly connectors: readonly ConsentConnector[];
};

/** The data of the consent documents. */
export type ConsentModel = {
  readonly environment: string;
  readonly tenantId: string;
  readonly cloud: Cloud;
  readonly tokenIssuer: string;
  readonly aws: { readonly account: string; readonly partition: string };
  /** Who asks, as the settings give it. */
  readonly request: RequestDetails;
  readonly applications: readonly ConsentApplication[];
  /** Callers with the connectors that they use. */
  readonly callers: readonly (CallerPeople & { readonly connectors: readonly string[] })[];
  /** Least number of people in a group that a caller is limited to. */
  readonly leastGroupSize: number;
  /** Undefined if there are none. */
  readonly tools: RegisteredTools | undefined;
  /** Undefined if there is no console, or its application isn't known. */
  readonly console: ConsoleConsent | undefined;
};

/** The console from an administrator's point of view. */
export type ConsoleConsent = {
  readonly ids: ApplicationIds;
  /** Origin of the console. */
  readonly url: string;
  readonly settings: ConsoleSettings;
};

/** Ids and address of the console, as its stack wrote them. */
export type ConsoleIds = ApplicationIds & { readonly url: string };

/** The applications and connectors that one document is about. */
export type ConsentScope = {
  readonly model: ConsentModel;
  readonly applications: readonly ConsentApplication[];
  /** Connectors whose data the document describes. */
  readonly connectors: readonly ConsentConnector[];
};

/** Ids of an Entra application. */
export type ApplicationIds = Pick<ConsentApplication, 'clientId' | 'objectId' | 'servicePrincipalObjectId'>;

const idsIn = ({ clientId, objectId, servicePrincipalObjectId }: ApplicationIds): ApplicationIds => ({
  clientId,
  objectId,
  servicePrincipalObjectId,
});

/** The data of the consent documents. @param ids of the applications, by connector; `console` of the console's */
export const buildConsentModel = (
  { settings, connectors }: Described,
  ids: ReadonlyMap<string, ApplicationIds>,
  console?: ConsoleIds,
): ConsentModel => {
  const { environment, tenant, aws, request, sharedApplication } = settings;
  const idsOf = (name: string): ApplicationIds => {
    const found = ids.get(name);
    if (found === undefined) throw new Error(`no Entra application is known for connector ${name}`);
    return found;
  };
  const isGiven = (name: string): boolean =>
    settings.connectors.some((connector) => connector.name === name && connector.application.kind === 'given');
  const [first] = connectors;
  const applications =
    sharedApplication !== undefined && first !== undefined
      ? [
          {
            displayName: applicationDisplayName(environment),
            ...idsOf(first.name),
            given: sharedApplication.objectId !== undefined,
            connectors,
          },
        ]
      : connectors.map((connector) => ({
          displayName: applicationDisplayName(environment, connector),
          ...idsOf(connector.name),
          given: isGiven(connector.name),
          connectors: [connector],
        }));
  return {
    environment,
    tenantId: tenant.id,
    cloud: clouds[tenant.cloud],
    tokenIssuer: aws.tokenIssuer,
    aws: { account: aws.account, partition: aws.partition },
    request,
    applications,
    callers: settings.callers.map((caller) => ({
      name: caller.name,
      groups: caller.groups,
      counterparts: caller.counterparts,
      connectors: caller.connectors,
    })),
    leastGroupSize: settings.leastGroupSize,
    tools: registeredTools(settings),
    console: settings.console && console && { ids: idsIn(console), url: console.url, settings: settings.console },
  };
};
