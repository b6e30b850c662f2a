import { clouds, type Settings } from '../../src/config/index.ts';
import { applicationDisplayName, type ConsentApplication, type ConsentModel } from '../../src/consent/index.ts';
import type { ApplicationIds, Deployment } from '../deployment.ts';

const modelOf = (
  { environment, tenant, aws }: Settings,
  version: string,
  applications: readonly ConsentApplication[],
): ConsentModel => ({
  environment,
  version,
  tenantId: tenant.id,
  cloud: clouds[tenant.cloud],
  tokenIssuer: aws.tokenIssuer,
  aws: { account: aws.account, partition: aws.partition },
  applications,
});

/** What the consent documents are rendered from. @param ids of the applications, by connector */
export const consentModel = (deployment: Deployment, ids: ReadonlyMap<string, ApplicationIds>): ConsentModel => {
  const { settings, connectors, version } = deployment;
  const { environment } = settings;
  const idsOf = (name: string): ApplicationIds => {
    const found = ids.get(name);
    if (found === undefined) throw new Error(`no Entra application is known for connector ${name}`);
    return found;
  };
  const all = connectors.map(({ consent }) => consent);
  const [first] = connectors;
  if (settings.sharedApplication !== undefined && first !== undefined)
    return modelOf(settings, version, [
      { displayName: applicationDisplayName(environment), ...idsOf(first.name), connectors: all },
    ]);
  return modelOf(
    settings,
    version,
    all.map((consent) => ({
      displayName: applicationDisplayName(environment, consent),
      ...idsOf(consent.name),
      connectors: [consent],
    })),
  );
};
