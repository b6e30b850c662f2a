import { clouds, keyringKeyAlias, keyringParameterName, type Settings } from '../../config/index.ts';
import { type Overlays, type ReadyConnector, resolveSettings } from '../../connectors/index.ts';
import { type ReportDeployment, registeredTools } from '../../documents/index.ts';
import { readyOrEnd, readySources } from '../shared/choose-rules.ts';
import { readSettings } from '../shared/read-settings.ts';

/** The subject of a report. */
export type Reported = {
  readonly connectors: readonly ReadyConnector[];
  readonly deployment?: ReportDeployment | undefined;
};

/** Sources with their defaults, or one of them with overlays. */
export const reportedSources = (names: readonly string[] | undefined, overlays: Overlays): Reported => ({
  connectors: readySources(names, overlays),
});

const deploymentOf = (settings: Settings): ReportDeployment => {
  const { environment, tenant, aws, callers, leastGroupSize } = settings;
  return {
    environment,
    tenantId: tenant.id,
    cloud: clouds[tenant.cloud].title,
    minimumTls: tenant.minimumTls,
    account: aws.account,
    region: aws.region,
    keyring: keyringParameterName(environment),
    key: aws.kmsKeys.keyring ?? keyringKeyAlias(environment),
    keysRole: aws.keysRole,
    callers: callers.map(({ name, groups, counterparts }) => ({ name, groups, counterparts })),
    leastGroupSize,
    logRetentionDays: aws.logRetentionDays,
    tools: registeredTools(settings),
  };
};

/** The connectors of a deployment, with their own rules, variants and extras. */
export const reportedBySettings = (path: string): Reported => {
  const read = readSettings({ settings: path });
  return { connectors: readyOrEnd(resolveSettings(read)), deployment: deploymentOf(read.settings) };
};
