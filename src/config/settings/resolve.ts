import { partitionOf } from '../deployed/names.ts';
import type { ConnectorEntry, SettingsFile } from './schema.ts';
import type {
  AlarmThresholds,
  ApplicationChoice,
  Caller,
  Connector,
  KnownSource,
  Settings,
  StateSettings,
} from './settings.ts';

/** Finds the source for an id or alias. */
export const sourceNamed = (name: string, sources: readonly KnownSource[]): KnownSource | undefined =>
  sources.find(({ id, aliases }) => id === name || aliases.includes(name));

/** Maps a key of `sources` that is an alias to the source's id. Any other key is the connector's name. */
export const connectorName = (key: string, sources: readonly KnownSource[]): string =>
  sourceNamed(key, sources)?.id ?? key;

const defaultThresholds: AlarmThresholds = { p99Seconds: 20, errors: 5, throttles: 50, refusals: 50, unmapped: 10 };

const thresholds = (file: SettingsFile, entry: ConnectorEntry): AlarmThresholds | undefined => {
  if (!(entry.alarms.enabled ?? file.alarms.enabled ?? true)) return undefined;
  const pick = (name: keyof AlarmThresholds) => entry.alarms[name] ?? file.alarms[name] ?? defaultThresholds[name];
  return {
    p99Seconds: pick('p99Seconds'),
    errors: pick('errors'),
    throttles: pick('throttles'),
    refusals: pick('refusals'),
    unmapped: pick('unmapped'),
  };
};

const application = (file: SettingsFile, sources: readonly KnownSource[], name: string): ApplicationChoice => {
  if (file.sharedApplication !== undefined) return { kind: 'shared' };
  const given = Object.entries(file.applications).find(([key]) => connectorName(key, sources) === name);
  return given === undefined ? { kind: 'own' } : { kind: 'given', ...given[1] };
};

/** The names of the chosen narrower permissions. */
const narrowOf = ({ permissions = [] }: ConnectorEntry, source: KnownSource | undefined): readonly string[] => {
  const byDefault = (source?.narrower ?? []).flatMap(({ use, granted }) => (granted === undefined ? use : []));
  return [...new Set(permissions === 'narrow' ? byDefault : permissions)];
};

const connectors = (file: SettingsFile, sources: readonly KnownSource[]): readonly Connector[] =>
  Object.entries(file.sources).map(([key, entry]) => {
    const name = connectorName(key, sources);
    const { rules, acceptUnproven, variants, extras, memory, reservedConcurrency, publicUrl } = entry;
    return {
      name,
      source: sourceNamed(entry.source ?? key, sources)?.id ?? '',
      rules,
      enabled: entry.enabled,
      acceptUnproven: typeof acceptUnproven === 'string' ? acceptUnproven : acceptUnproven?.reason,
      acceptedUntil: typeof acceptUnproven === 'string' ? undefined : acceptUnproven?.until,
      variants,
      extras,
      narrow: narrowOf(entry, sourceNamed(entry.source ?? key, sources)),
      choices: Object.entries(entry.reasons).map(([choice, given]) => ({ name: choice, ...given })),
      memory,
      timeout: entry.timeout ?? (behindApi(file) ? 29 : 60),
      reservedConcurrency,
      mailboxAccess: entry.mailboxAccess ?? file.mailboxAccess,
      publicUrl,
      alarms: thresholds(file, entry),
      application: application(file, sources, name),
    };
  });

/** An HTTP API waits for a function at most 30 seconds. */
export const behindApi = ({
  exposure,
  clients,
}: {
  readonly exposure: SettingsFile['exposure'];
  readonly clients?: SettingsFile['clients'];
}): boolean => exposure === 'http-api' || clients !== undefined;

const callers = (file: SettingsFile, sources: readonly KnownSource[], names: readonly string[]): readonly Caller[] =>
  Object.entries(file.callers).map(([name, entry]) => ({
    name,
    awsPrincipals: entry.awsPrincipals,
    externalId: entry.externalId,
    googleServiceAccounts: entry.googleServiceAccounts,
    googleAudience: entry.googleAudience,
    connectors:
      entry.sources === undefined ? names : [...new Set(entry.sources.map((key) => connectorName(key, sources)))],
    groups: (entry.groups ?? []).map((id) => id.toLowerCase()),
    counterparts: entry.counterparts === 'pseudonym',
  }));

const stateOf = (file: SettingsFile): StateSettings => {
  const { s3, local } = file.state;
  if (s3 === undefined) return { kind: 'local', folder: local?.folder ?? '.' };
  return { kind: 's3', bucket: s3.bucket, region: s3.region ?? file.aws.region, prefix: s3.prefix, kmsKey: s3.kmsKey };
};

/** Fills in every default. Expects a checked file. */
export const resolveSettings = (file: SettingsFile, sources: readonly KnownSource[]): Settings => {
  const made = connectors(file, sources);
  const { deployRole, permissionsBoundary, vpc } = file.aws;
  return {
    environment: file.environment,
    tenant: file.tenant,
    aws: { ...file.aws, deployRole, permissionsBoundary, vpc, partition: partitionOf(file.aws.region) },
    connectors: made,
    callers: callers(
      file,
      sources,
      made.map(({ name }) => name),
    ),
    clients: file.clients,
    console: file.console,
    baseUrl: file.baseUrl && { order: file.baseUrl.order.map((key) => connectorName(key, sources)) },
    leastGroupSize: file.leastGroupSize,
    allowedSourceIps: file.allowedSourceIps,
    owners: file.owners,
    deployerOwns: file.deployerOwns,
    sharedApplication: file.sharedApplication,
    stacks: file.stacks,
    entraOutputs: file.entraOutputs,
    exposure: file.exposure,
    // Function URLs don't stream replies of functions in a VPC, and an HTTP API can't call a function that streams. Source: AWS Lambda,
    // "Response streaming".
    streaming: file.streaming && file.exposure === 'function-url' && vpc === undefined && file.clients === undefined,
    notify: file.alarms.notify,
    protectKeyring: file.protectKeyring === true,
    request: file.request,
    state: stateOf(file),
    documents: file.documents,
  };
};
