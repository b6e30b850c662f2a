import { buildConsentModel, type ConsentModel } from '../../src/documents/index.ts';
import { type ApplicationIds, type Deployment, described } from '../deployment.ts';
import type { Placeholders } from '../documents/placeholders.ts';
import type { EntraResources } from '../entra/entra-resources.ts';

/** The consent model, with a placeholder for each id that only Terraform will know. */
export const consentModelWithPlaceholders = (
  deployment: Deployment,
  ids: ReadonlyMap<string, ApplicationIds>,
  { placeholderFor }: Placeholders,
): ConsentModel =>
  buildConsentModel(
    described(deployment),
    new Map(
      [...ids].map(([name, { clientId, objectId, servicePrincipalObjectId }]) => [
        name,
        {
          clientId: placeholderFor(clientId),
          objectId: placeholderFor(objectId),
          servicePrincipalObjectId: placeholderFor(servicePrincipalObjectId),
        },
      ]),
    ),
  );

/** The outputs for the other stack and for `graphveil consent`: ids and trusted roles by connector. */
export const applicationsOutput = ({ settings }: Deployment, { applications, subjects }: EntraResources) => ({
  environment: settings.environment,
  tenant: settings.tenant.id,
  applications: Object.fromEntries(applications),
  subjects: Object.fromEntries(subjects),
});
