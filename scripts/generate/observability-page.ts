import { fieldMappings, metricMappings } from '../../src/adapters/log/open-telemetry.ts';
import { accessMetrics, metricNamespace, metricUnits } from '../../src/config/index.ts';
import { generatedBy, type Page, table } from './page.ts';

const introduction = `Each call of a connector writes one line of JSON, which is its log record and, in CloudWatch's embedded metric format,
its metrics. A line holds names, counts, durations and codes. It never holds a value of Microsoft 365, a path, a token or a person.

The tables map both to the semantic conventions of OpenTelemetry, for collectors that read CloudWatch (the receivers
\`awscloudwatch\` and \`awscloudwatchmetrics\`, or a metric stream in the format \`opentelemetry1.0\`). Names below \`http.\`, \`error.\`,
\`code.\` and \`deployment.\` are those of the conventions, and names below \`graphveil.\` are our own.

| CloudWatch | OpenTelemetry |
| --- | --- |
| namespace \`${metricNamespace}\` | \`service.namespace\` |
| dimension \`Environment\` | \`deployment.environment.name\` |
| dimension \`Connector\` | \`graphveil.connector\` |
| \`_aws.Timestamp\` | \`Timestamp\` |
| \`level\` (\`INFO\`, \`WARN\`, \`ERROR\`) | \`SeverityText\` |
| \`message\` | \`Body\` |`;

const code = (text: string): string => `\`${text}\``;

const metrics = table(
  ['metric', 'unit', 'OpenTelemetry', 'instrument', 'conversion'],
  Object.entries(metricMappings).map(([name, { name: other, instrument, note }]) => [
    code(name),
    metricUnits[name as keyof typeof metricUnits],
    code(other),
    instrument,
    note,
  ]),
);

const fields = table(
  ['field', 'OpenTelemetry', 'meaning'],
  Object.entries(fieldMappings).map(([name, { name: other, note }]) => [code(name), code(other), note]),
);

/** Meanings of the metrics of tokens and of the access check. */
const accessMeanings: Readonly<Record<keyof typeof accessMetrics, string>> = {
  claimReuses:
    'Claim codes that somebody used again after they were redeemed, or tried to guess. Alarm `claim-reused`.',
  accessChecks: 'Access checks that finished. Alarm `access-check-missing` if there is none for 30 hours.',
  failedGroups: 'Groups that an access check couldn’t read.',
  suspendedGrants: 'Grants that an access check suspended. Alarm `grants-suspended`.',
  dueReviews: 'Reviews that were due when the access check ran. Alarm `reviews-due`.',
};

const ofAccess = table(
  ['metric', 'OpenTelemetry', 'counts'],
  Object.entries(accessMetrics).map(([key, name]) => [
    code(name),
    code(`graphveil.access.${name.replaceAll(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase()}`),
    accessMeanings[key as keyof typeof accessMetrics],
  ]),
);

/** Maps metrics and fields of the log to OpenTelemetry's names. */
export const observabilityPage: Page = {
  path: 'docs/reference/observability.md',
  render: () =>
    [
      `${generatedBy('src/adapters/log/open-telemetry.ts')}# Observability\n\n${introduction}\n`,
      `## Metrics of a connector\n\nAll have the dimensions \`Environment\` and \`Connector\`.\n\n${metrics}`,
      `## Fields of a call’s log line\n\nA field is missing if the call never reached that step.\n\n${fields}`,
      `## Metrics of clients and grants\n\nThe token service and the access check write them, with the dimension \`Environment\`.\n\n${ofAccess}`,
      `## Other evidence\n\n\`graphveil status\` reads the metrics and alarms of a deployment. \`graphveil connectors check\` and the console keep the results of
checks with their time, \`graphveil review\` lists who has access by last use, and \`graphveil ledger\` has every decision. See
[the command line](command-line.md).\n`,
    ].join('\n'),
};
