/** What Lambda and CloudWatch know about a deployment. */
export type Operated = {
  /** Function URLs by function. */
  readonly functionUrls: Map<string, string>;
  /** Runtimes whose layers Lambda lists. */
  readonly runtimes: Set<string>;
  readonly alarms: { readonly name: string; readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' }[];
  /** Data points by connector (or environment) and metric, for example `people Calls`. */
  readonly metrics: Map<string, readonly { readonly at: Date; readonly value: number }[]>;
  /** Environment variables by function. */
  readonly variables: Map<string, Readonly<Record<string, string>>>;
  /** Concurrent executions that Lambda allows the account. */
  concurrency: number;
};

export const nothingOperated = (): Operated => ({
  functionUrls: new Map(),
  runtimes: new Set(['nodejs24.x']),
  alarms: [],
  metrics: new Map(),
  variables: new Map(),
  concurrency: 1_000,
});

type Input = Readonly<Record<string, unknown>>;

/** An answer of a REST API; undefined for operations that the stand-in doesn't have. */
export type RestAnswer = { readonly status: number; readonly body: unknown } | undefined;

/** Lambda's REST API: layers of a runtime, the account's limits, the URL and the configuration of a function. */
export const lambda = (method: string, url: URL, operated: Operated): RestAnswer => {
  const { functionUrls, runtimes, variables, concurrency } = operated;
  if (method !== 'GET') return undefined;
  if (url.pathname === '/2018-10-31/layers') {
    const known = runtimes.has(url.searchParams.get('CompatibleRuntime') ?? '');
    return known
      ? { status: 200, body: { Layers: [] } }
      : { status: 400, body: { __type: 'InvalidParameterValueException' } };
  }
  if (url.pathname === '/2016-08-19/account-settings')
    return { status: 200, body: { AccountLimit: { ConcurrentExecutions: concurrency }, AccountUsage: {} } };
  const [, configured] = /^\/2015-03-31\/functions\/([^/]+)\/configuration$/.exec(url.pathname) ?? [];
  if (configured !== undefined) {
    const Variables = variables.get(configured);
    return Variables === undefined
      ? { status: 404, body: { __type: 'ResourceNotFoundException' } }
      : { status: 200, body: { FunctionName: configured, Environment: { Variables } } };
  }
  const [, name] = /^\/2021-10-31\/functions\/([^/]+)\/url$/.exec(url.pathname) ?? [];
  if (name === undefined) return undefined;
  const found = functionUrls.get(name);
  return found === undefined
    ? { status: 404, body: { __type: 'ResourceNotFoundException' } }
    : { status: 200, body: { FunctionUrl: found, AuthType: 'AWS_IAM', FunctionArn: 'x', CreationTime: 'x' } };
};

type Query = {
  readonly Id: string;
  readonly MetricStat: {
    readonly Metric: { readonly MetricName: string; readonly Dimensions: readonly { Name: string; Value: string }[] };
  };
};

const metricData = ({ metrics }: Operated, { MetricDataQueries, StartTime }: Input): unknown => ({
  MetricDataResults: (MetricDataQueries as readonly Query[]).map(({ Id, MetricStat: { Metric } }) => {
    const dimension = (wanted: string) => Metric.Dimensions.find(({ Name }) => Name === wanted)?.Value;
    const of = dimension('Connector') ?? dimension('Environment');
    const points = (metrics.get(`${of} ${Metric.MetricName}`) ?? []).filter(
      ({ at }) => at.getTime() >= Number(StartTime) * 1000,
    );
    return {
      Id,
      Label: Metric.MetricName,
      StatusCode: 'Complete',
      Timestamps: points.map(({ at }) => at.getTime() / 1000),
      Values: points.map(({ value }) => value),
    };
  }),
});

/** Operations of CloudWatch; undefined for others. */
export const operation = (name: string, input: Input, operated: Operated): unknown => {
  switch (name) {
    case 'DescribeAlarms':
      return {
        MetricAlarms: operated.alarms
          .filter(
            ({ name: each, state }) =>
              each.startsWith(String(input['AlarmNamePrefix'])) && state === input['StateValue'],
          )
          .map(({ name: AlarmName, state: StateValue }) => ({ AlarmName, StateValue })),
      };
    case 'GetMetricData':
      return metricData(operated, input);
    default:
      return undefined;
  }
};
