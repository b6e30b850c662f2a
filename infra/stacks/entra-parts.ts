import type { ConsentModel } from '../../src/consent/index.ts';
import type { ApplicationIds, Deployment } from '../deployment.ts';
import { consentModel } from '../documents/consent-model.ts';
import type { Slots } from '../documents/slots.ts';

const mapIds = (
  ids: ReadonlyMap<string, ApplicationIds>,
  change: (text: string) => string,
): ReadonlyMap<string, ApplicationIds> =>
  new Map(
    [...ids].map(([name, { clientId, objectId, servicePrincipalObjectId }]) => [
      name,
      {
        clientId: change(clientId),
        objectId: change(objectId),
        servicePrincipalObjectId: change(servicePrincipalObjectId),
      },
    ]),
  );

/** The consent model with a word in place of each id that Terraform alone will know. */
export const heldConsentModel = (
  deployment: Deployment,
  ids: ReadonlyMap<string, ApplicationIds>,
  slots: Slots,
): ConsentModel => consentModel(deployment, mapIds(ids, slots.hold));

/** What one stack hands to the other, and to `graphveil consent`: ids by connector. */
export const applicationsOutput = (
  { settings }: Deployment,
  ids: ReadonlyMap<string, ApplicationIds>,
): {
  readonly environment: string;
  readonly tenant: string;
  readonly applications: Record<string, ApplicationIds>;
} => ({
  environment: settings.environment,
  tenant: settings.tenant.id,
  applications: Object.fromEntries(ids),
});
