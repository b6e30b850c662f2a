import { buildConsentModel, type ConsentModel } from '../../src/documents/index.ts';
import { type ApplicationIds, type Deployment, described } from '../deployment.ts';
import type { Slots } from '../documents/placeholders.ts';
import type { EntraResources } from '../entra/entra-resources.ts';

/** The consent model with a word in place of each id that Terraform alone will know. */
export const heldConsentModel = (
  deployment: Deployment,
  ids: ReadonlyMap<string, ApplicationIds>,
  { hold }: Slots,
): ConsentModel =>
  buildConsentModel(
    described(deployment),
    new Map(
      [...ids].map(([name, { clientId, objectId, servicePrincipalObjectId }]) => [
        name,
        {
          clientId: hold(clientId),
          objectId: hold(objectId),
          servicePrincipalObjectId: hold(servicePrincipalObjectId),
        },
      ]),
    ),
  );

/** What one stack hands to the other, and to `graphveil consent`: ids and trusted roles by connector. */
export const applicationsOutput = ({ settings }: Deployment, { applications, subjects }: EntraResources) => ({
  environment: settings.environment,
  tenant: settings.tenant.id,
  applications: Object.fromEntries(applications),
  subjects: Object.fromEntries(subjects),
});
