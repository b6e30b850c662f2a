import { functionRoleName, roleArn, type Settings } from '../../config/index.ts';
import { grantedByExchange, narrowerPermissions, type ResolvedConnector } from '../../connectors/index.ts';
import { overlaySummary, type Source } from '../../sources/index.ts';
import type { ConnectorSettings, DescribedConnector, DescribedSource, FederatedValues } from '../described.ts';

/** Describes a source as data. */
export const describeSource = (source: Source): DescribedSource => {
  const { id, title, summary, services, availability, permissions, variants, extras } = source;
  const narrower = narrowerPermissions(source);
  const names = [
    ...[...permissions, ...extras.flatMap((extra) => extra.permissions)].map(({ name }) => name),
    ...narrower.map(({ use }) => use),
  ];
  return {
    id,
    title,
    summary,
    services: services.length > 0 ? services : [title],
    availability,
    permissions,
    variants: [...variants].map(([name, text]) => ({ name, summary: overlaySummary(text) })),
    extras: extras.map((extra) => ({
      id: extra.id,
      title: extra.title,
      summary: extra.summary,
      permissions: extra.permissions,
    })),
    narrower,
    inExchange: [...new Set(names)].filter(grantedByExchange),
  };
};

/** A call that names nobody, and so needs no person of the tenant. */
const tryCallOf = ({ exampleCalls, rules: { plan } }: ResolvedConnector): string | undefined => {
  const free = exampleCalls.map(({ path }) => path).find((path) => !path.includes('{'));
  if (free !== undefined) return free;
  return plan?.endpoints.map(({ pathTemplate }) => pathTemplate).find((template) => !template.includes('{'));
};

export type ConnectorPlace = Pick<ConnectorSettings, 'tenantId' | 'clientId' | 'cloud' | 'application'> & {
  readonly federated: FederatedValues;
  readonly callers?: readonly string[];
  /** The connector of the settings, if there are settings. */
  readonly of?: Settings['connectors'][number] | undefined;
};

/** Describes a resolved connector. Compiles its rules. */
export const describeConnector = (connector: ResolvedConnector, place: ConnectorPlace): DescribedConnector => {
  const { name, source, variants, extras, narrow = [], mailboxAccess, permissions, acceptUnproven } = connector;
  const { of, tenantId, clientId, cloud, application, federated, callers = [] } = place;
  return {
    name,
    source: source.id,
    settings: {
      tenantId,
      ...(clientId !== undefined && { clientId }),
      cloud,
      application,
      enabled: of?.enabled ?? true,
      rules: of?.rules ?? 'source',
      ...(acceptUnproven !== undefined && { acceptUnproven }),
      variants,
      extras,
      narrow,
      mailboxAccess,
      memory: of?.memory ?? 512,
      timeout: of?.timeout ?? 60,
      ...(of?.reservedConcurrency !== undefined && { reservedConcurrency: of.reservedConcurrency }),
      ...(of?.publicUrl !== undefined && { publicUrl: of.publicUrl }),
    },
    federated,
    permissions: permissions.map((permission) => ({ ...permission, inToken: permission.grantedIn === 'entra' })),
    endpoints: [...new Set((connector.rules.plan?.endpoints ?? []).map(({ pathTemplate }) => pathTemplate))],
    tryCall: tryCallOf(connector),
    callers,
  };
};

/** Returns the federated credential of a connector's application in Entra. */
export const federatedValues = (
  { aws, environment }: Pick<Settings, 'aws' | 'environment'>,
  name: string,
  audience: string,
): FederatedValues => ({
  issuer: aws.tokenIssuer,
  subject: roleArn(aws, functionRoleName(environment, name)),
  audience,
});
