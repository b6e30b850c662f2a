import { consoleName, type Settings } from '../../config/index.ts';
import type { KeyringStore } from '../../ports/index.ts';
import { awsErrorName, awsFailure } from '../shared/aws-failure.ts';
import type { DeployedConnector } from '../shared/deployed-connectors.ts';
import type { DeployedConsole } from '../shared/deployed-console.ts';
import { type DeployedHash, olderSettings } from '../shared/deployed-settings.ts';
import { CliError } from '../shared/exit.ts';
import { type Finding, failed, notChecked, wrong } from '../shared/finding.ts';
import { networkFailure } from '../shared/network-failure.ts';
import { stateOf } from '../shared/show-keyring.ts';
import type { ConnectorStatus, ConsoleStatus, DeploymentStatus } from './deployment-status.ts';
import { judgeAccessAlarm, judgeConnector, judgeKeyring, judgeMissingCheck } from './judge.ts';
import { readHealth } from './read-health.ts';
import { type Calls, ofNoConnector } from './read-metrics.ts';

/** Access to a deployment. Each function rejects with the error of its service. */
export type StatusWorld = {
  readonly keyring: Pick<KeyringStore, 'read' | 'place'>;
  readonly calls: () => Promise<ReadonlyMap<string, Calls>>;
  readonly alarms: () => Promise<ReadonlyMap<string, readonly string[]>>;
  /** Undefined if the connector isn't deployed. */
  readonly connector: (name: string) => Promise<DeployedConnector | undefined>;
  /** The hash of the settings that a connector's function was deployed with. */
  readonly deployedHash: (name: string) => Promise<DeployedHash>;
  /** Undefined if it isn't deployed. */
  readonly console: () => Promise<DeployedConsole | undefined>;
  /** When an access check finished last; undefined if none did. */
  readonly accessCheck: () => Promise<Date | undefined>;
  /** The hash of the settings at hand, by connector; a connector whose rules don't compile has none. */
  readonly hashes: ReadonlyMap<string, string>;
};

type Read<Value> = { readonly value?: Value; readonly findings: readonly Finding[] };

/** Reads a part of the status; a failure becomes a finding. @param service as in "CloudWatch"; @param right that it needs */
const part = async <Value>(
  check: string,
  [service, right]: readonly [service: string, right: string],
  read: () => Promise<Value>,
): Promise<Read<Value>> => {
  try {
    return { value: await read(), findings: [] };
  } catch (error) {
    const failure = error instanceof CliError ? error : awsFailure(error, service);
    if (failure !== undefined) return { findings: [failed(check, failure)] };
    return { findings: [notChecked(check, `${service} gave no answer (${awsErrorName(error)}); it needs ${right}`)] };
  }
};

/** Reports a function that was deployed with other settings. */
const settingsFindings = async (name: string, { deployedHash, hashes }: StatusWorld): Promise<readonly Finding[]> => {
  const expected = hashes.get(name);
  if (expected === undefined) return [];
  const { value, findings } = await part(name, ['Lambda', 'lambda:GetFunctionConfiguration'], () => deployedHash(name));
  if (value === undefined || value === 'missing' || value.hash === expected) return findings;
  return [olderSettings(name, 'its function was')];
};

const connectorStatus = async (
  { name, enabled }: Settings['connectors'][number],
  world: StatusWorld,
): Promise<Read<Pick<ConnectorStatus, 'name' | 'enabled' | 'endpoint' | 'health'>>> => {
  const bare = { name, enabled };
  const found = await part(name, ['Lambda', 'lambda:GetFunctionUrlConfig'], () => world.connector(name));
  if (found.value === undefined) {
    const absent = wrong(name, "its function isn't deployed", 'npm run deploy');
    return { value: bare, findings: found.findings.length > 0 ? found.findings : [absent] };
  }
  const { endpoint, send } = found.value;
  const changed = await settingsFindings(name, world);
  if (!enabled) return { value: { ...bare, endpoint }, findings: changed };
  try {
    return { value: { ...bare, endpoint, health: await readHealth(endpoint, send) }, findings: changed };
  } catch (error) {
    const failure = error instanceof CliError ? error : networkFailure(error, new URL(endpoint).host);
    if (failure === undefined) throw error;
    return { value: { ...bare, endpoint }, findings: [...changed, failed(name, failure)] };
  }
};

/** Reads where the console is and when the access check ran. Nothing without a console in the settings. */
const consoleStatus = async (
  settings: Settings,
  world: StatusWorld,
): Promise<Read<Pick<ConsoleStatus, 'url' | 'accessCheck'>>> => {
  if (settings.console === undefined) return { findings: [] };
  const found = await part(consoleName, ['Lambda', 'lambda:GetFunctionConfiguration'], world.console);
  if (found.findings.length > 0) return { findings: found.findings };
  if (found.value === undefined)
    return { findings: [wrong(consoleName, "its function isn't deployed", 'npm run deploy')] };
  const checked = await part('access check', ['CloudWatch', 'cloudwatch:GetMetricData'], world.accessCheck);
  const { url } = found.value;
  const isMissing = checked.findings.length === 0 && checked.value === undefined;
  return {
    value: { url, accessCheck: checked.value },
    findings: isMissing ? [judgeMissingCheck(settings)] : checked.findings,
  };
};

/** Reads the state of a deployment: its keyring, the console, and health, calls and alarms of every connector. */
export const collectStatus = async (settings: Settings, world: StatusWorld, now: Date): Promise<DeploymentStatus> => {
  const [keyring, calls, alarms, console, ...connectors] = await Promise.all([
    part('keyring', ['SSM', 'ssm:GetParameter'], async () => stateOf(world.keyring.place, await world.keyring.read())),
    part('calls', ['CloudWatch', 'cloudwatch:GetMetricData'], world.calls),
    part('alarms', ['CloudWatch', 'cloudwatch:DescribeAlarms'], world.alarms),
    consoleStatus(settings, world),
    ...settings.connectors.map((connector) => connectorStatus(connector, world)),
  ]);
  const statuses = connectors.flatMap(({ value }) => {
    if (value === undefined) return [];
    const [ofCalls, ofAlarms] = [calls.value?.get(value.name), alarms.value?.get(value.name)];
    return [{ ...value, ...(ofCalls && { calls: ofCalls }), ...(ofAlarms && { alarms: ofAlarms }) }];
  });
  const ofAccess = settings.clients === undefined ? [] : (alarms.value?.get(ofNoConnector) ?? []);
  return {
    at: now,
    environment: settings.environment,
    region: settings.aws.region,
    ...(keyring.value !== undefined && { keyring: keyring.value }),
    connectors: statuses,
    ...(console.value !== undefined && { console: { ...console.value, alarms: ofAccess } }),
    findings: [
      ...[keyring, calls, alarms, console, ...connectors].flatMap(({ findings }) => findings),
      ...(keyring.value === undefined ? [] : judgeKeyring(keyring.value, settings)),
      ...statuses.flatMap((status) => judgeConnector(status, settings)),
      ...ofAccess.map((alarm) => judgeAccessAlarm(alarm, settings)),
    ],
  };
};
