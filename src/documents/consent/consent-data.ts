import { functionRoleName, roleArn } from '../../config/index.ts';
import { graphApplicationId, graphPermissions } from '../../graph-types/index.ts';
import { isLimited } from '../caller-people.ts';
import { portalLinks } from '../links.ts';
import type { ConsentApplication, ConsentModel } from './consent-model.ts';

/** One application, as JSON that scripts and ticket systems can read. */
export const applicationData = (model: ConsentModel, application: ConsentApplication) => {
  const { clientId, objectId, servicePrincipalObjectId, displayName, connectors } = application;
  return {
    displayName,
    clientId,
    objectId,
    servicePrincipalObjectId,
    links: portalLinks(model.cloud, model.tenantId, clientId, servicePrincipalObjectId),
    signIn: {
      passwords: 0,
      certificates: 0,
      federatedCredentials: connectors.map(({ name }) => ({
        issuer: model.tokenIssuer,
        audience: model.cloud.tokenExchangeAudience,
        subject: roleArn(model.aws, functionRoleName(model.environment, name)),
      })),
    },
    connectors: connectors.map((connector) => ({
      name: connector.name,
      source: connector.source,
      title: connector.title,
      availability: connector.availability,
      variants: connector.variants,
      extras: connector.extras,
      ...(connector.acceptUnproven !== undefined && { acceptUnproven: connector.acceptUnproven }),
      permissions: connector.permissions.map(({ name, grantedIn, reason, endpoints }) => ({
        name,
        appRoleId: graphPermissions[name]?.id,
        resourceAppId: graphApplicationId,
        grantedIn,
        reason: reason.trim(),
        endpoints,
      })),
      narrowed: connector.narrowed.map(({ instead, use, loses, removed }) => ({
        instead,
        use,
        loses: loses.trim(),
        notServed: removed,
      })),
      administratorSteps: connector.administratorSteps,
      whatLeaves: connector.dispositions,
    })),
  };
};

/** Limited callers, and whose data they get; nothing if everybody's data is for all callers. */
const callersData = ({ callers, leastGroupSize, applications }: ConsentModel, connector: string | undefined) => {
  const names = applications.flatMap(({ connectors }) => connectors.map(({ name }) => name));
  const those = connector === undefined ? names : [connector];
  const found = callers.filter(({ connectors }) => connectors.some((name) => those.includes(name)));
  if (!found.some(isLimited)) return {};
  return { leastGroupSize, callers: found.map(({ name, groups, counterparts }) => ({ name, groups, counterparts })) };
};

/** The consent documents' content as plain data: everything, or the application of one connector. */
export const consentData = (model: ConsentModel, connector?: string) => ({
  product: 'graphveil',
  environment: model.environment,
  tenantId: model.tenantId,
  request: model.request,
  ...callersData(model, connector),
  ...(model.tools && { registeredTools: model.tools }),
  applications: model.applications
    .filter(({ connectors }) => connector === undefined || connectors.some(({ name }) => name === connector))
    .map((application) => applicationData(model, application)),
});
