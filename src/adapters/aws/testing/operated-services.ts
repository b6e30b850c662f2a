/** What Lambda, CloudWatch and Service Quotas know about a deployment. */
export type Operated = {
  /** Function URLs by function. */
  readonly functionUrls: Map<string, string>;
  /** Runtimes whose layers Lambda lists. */
  readonly runtimes: Set<string>;
  readonly alarms: { readonly name: string; readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' }[];
  /** Data points by connector and metric, for example `people Calls`. */
  readonly metrics: Map<string, readonly { readonly at: Date; readonly value: number }[]>;
  /** Values by quota code. */
  readonly quotas: Map<string, number>;
};

export const nothingOperated = (): Operated => ({
  functionUrls: new Map(),
  runtimes: new Set(['nodejs24.x']),
  alarms: [],
  metrics: new Map(),
  quotas: new Map(),
});

type Input = Readonly<Record<string, unknown>>;

/** An answer of a REST API; undefined for operations that the stand-in doesn't have. */
export type RestAnswer = { readonly status: number; readonly body: unknown } | undefined;

/** Lambda's REST API: layers of a runtime, and the URL of a function. */
export const lambda = (method: string, url: URL, { functionUrls, runtimes }: Operated): RestAnswer => {
  if (method !== 'GET') return undefined;
  if (url.pathname === '/2018-10-31/layers') {
    const known = runtimes.has(url.searchParams.get('CompatibleRuntime') ?? '');
    return known
      ? { status: 200, body: { Layers: [] } }
      : { status: 400, body: { __type: 'InvalidParameterValueException' } };
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
    const connector = Metric.Dimensions.find(({ Name }) => Name === 'Connector')?.Value;
    const points = (metrics.get(`${connector} ${Metric.MetricName}`) ?? []).filter(
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

/** Operations of CloudWatch and Service Quotas; undefined for others. */
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
    case 'GetServiceQuota': {
      const Value = operated.quotas.get(String(input['QuotaCode']));
      return Value === undefined ? undefined : { Quota: { QuotaCode: input['QuotaCode'], Value } };
    }
    default:
      return undefined;
  }
};
