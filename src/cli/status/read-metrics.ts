import {
  type CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { accessMetrics, functionName, type MetricName, metricNamespace, type Settings } from '../../config/index.ts';

type CloudWatch = Pick<CloudWatchClient, 'send'>;

/** The calls of a connector in the last 24 hours. */
export type Calls = {
  readonly calls: number;
  readonly refused: number;
  readonly unmapped: number;
  readonly faults: number;
  /** Begin of the five minutes of the last call. */
  readonly last?: Date;
};

const hours24 = 86_400_000;
const periodSeconds = 300;

const counted = ['Calls', 'Refusals', 'Unmapped', 'Faults'] as const satisfies readonly MetricName[];

const sum = ({ Values = [] }: MetricDataResult): number => Values.reduce((total, value) => total + value, 0);

const lastOf = ({ Values = [], Timestamps = [] }: MetricDataResult): Date | undefined =>
  Timestamps.filter((_, index) => (Values[index] ?? 0) > 0)
    .sort((one, other) => one.getTime() - other.getTime())
    .at(-1);

/** Reads the calls of every connector. Rejects with CloudWatch's error. */
export const readCalls = async (
  cloudWatch: CloudWatch,
  { environment, connectors }: Settings,
  now: number,
): Promise<ReadonlyMap<string, Calls>> => {
  const queries = connectors.flatMap(({ name }, index) =>
    counted.map((MetricName) => ({
      Id: `${MetricName.toLowerCase()}${index}`,
      MetricStat: {
        Metric: {
          Namespace: metricNamespace,
          MetricName,
          Dimensions: [
            { Name: 'Environment', Value: environment },
            { Name: 'Connector', Value: name },
          ],
        },
        Period: periodSeconds,
        Stat: 'Sum',
      },
    })),
  );
  const results: MetricDataResult[] = [];
  let NextToken: string | undefined;
  do {
    const page = await cloudWatch.send(
      new GetMetricDataCommand({
        MetricDataQueries: queries,
        StartTime: new Date(now - hours24),
        EndTime: new Date(now),
        NextToken,
      }),
    );
    results.push(...(page.MetricDataResults ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  const of = (index: number, metric: (typeof counted)[number]): MetricDataResult => {
    const parts = results.filter(({ Id }) => Id === `${metric.toLowerCase()}${index}`);
    return {
      Values: parts.flatMap(({ Values = [] }) => Values),
      Timestamps: parts.flatMap(({ Timestamps = [] }) => Timestamps),
    };
  };
  return new Map(
    connectors.map(({ name }, index) => {
      const last = lastOf(of(index, 'Calls'));
      const calls = {
        calls: sum(of(index, 'Calls')),
        refused: sum(of(index, 'Refusals')),
        unmapped: sum(of(index, 'Unmapped')),
        faults: sum(of(index, 'Faults')),
        ...(last !== undefined && { last }),
      };
      return [name, calls];
    }),
  );
};

/** Hours in which an access check has to have finished; it runs every 24 hours. */
const checkHours = 36;

/** Returns when an access check finished last; undefined if none did in 36 hours. Rejects with CloudWatch's error. */
export const readAccessCheck = async (
  cloudWatch: CloudWatch,
  { environment }: Settings,
  now: number,
): Promise<Date | undefined> => {
  const { MetricDataResults: [found = {}] = [] } = await cloudWatch.send(
    new GetMetricDataCommand({
      MetricDataQueries: [
        {
          Id: 'checks',
          MetricStat: {
            Metric: {
              Namespace: metricNamespace,
              MetricName: accessMetrics.accessChecks,
              Dimensions: [{ Name: 'Environment', Value: environment }],
            },
            Period: 3_600,
            Stat: 'Sum',
          },
        },
      ],
      StartTime: new Date(now - checkHours * 3_600_000),
      EndTime: new Date(now),
    }),
  );
  return lastOf(found);
};

/** Alarms of an environment that aren't a connector's. */
const accessAlarms: readonly string[] = [
  'access-check-crashes',
  'access-check-failed',
  'access-check-missing',
  'claim-reused',
  'console-crashes',
  'grants-suspended',
  'reviews-due',
  'tokens-crashes',
];

/** Under which the map of alarms has those of no connector. No connector has the name. */
export const ofNoConnector = '';

/**
 * Returns the short names of alarms that are in the state ALARM, by connector, and those of the console, the access check and the
 * token service. Rejects with CloudWatch's error.
 */
export const readAlarms = async (
  cloudWatch: CloudWatch,
  { environment, connectors }: Settings,
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const ringing: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await cloudWatch.send(
      new DescribeAlarmsCommand({
        AlarmNamePrefix: functionName(environment, ''),
        StateValue: 'ALARM',
        MaxRecords: 100,
        NextToken,
      }),
    );
    ringing.push(...(page.MetricAlarms ?? []).flatMap(({ AlarmName }) => AlarmName ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  // The name of a connector can begin with that of another; the longest that fits is meant.
  const prefixes = connectors
    .map(({ name }) => ({ name, prefix: `${functionName(environment, name)}-` }))
    .sort((one, other) => other.prefix.length - one.prefix.length);
  const found = ringing.flatMap((alarm) => {
    const connector = prefixes.find(({ prefix }) => alarm.startsWith(prefix));
    return connector === undefined ? [] : [{ name: connector.name, alarm: alarm.slice(connector.prefix.length) }];
  });
  const ofAccess = accessAlarms.filter((alarm) => ringing.includes(functionName(environment, alarm)));
  return new Map([
    [ofNoConnector, ofAccess],
    ...connectors.map(
      ({ name }) => [name, found.filter((each) => each.name === name).map(({ alarm }) => alarm)] as const,
    ),
  ]);
};
