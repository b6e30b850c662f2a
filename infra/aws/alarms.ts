import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js';
import { Construct } from 'constructs';
import {
  type AlarmThresholds,
  functionName,
  type MetricName,
  metricNamespace,
  type Settings,
} from '../../src/config/index.ts';
import { withAddress } from '../with-address.ts';

export type ConnectorAlarmsProps = {
  readonly settings: Settings;
  readonly connector: string;
  readonly thresholds: AlarmThresholds;
};

type Watch = Pick<CloudwatchMetricAlarmConfig, 'namespace' | 'metricName' | 'dimensions' | 'threshold'> &
  ({ readonly statistic: 'Sum' } | { readonly extendedStatistic: 'p99' }) & {
    readonly id: string;
    readonly says: string;
    readonly periods: number;
  };

/** Alarms on the function's metrics, and one for calls that ended before the function could write any metrics. */
export class ConnectorAlarms extends Construct {
  constructor(scope: Construct, id: string, props: ConnectorAlarmsProps) {
    super(scope, id);
    const { settings, connector } = props;
    const topics = [...settings.notify];
    for (const { id: watch, says, periods, ...metric } of watches(props))
      withAddress(
        `${connector}-${watch}`,
        new CloudwatchMetricAlarm(this, watch, {
          alarmName: `${functionName(settings.environment, connector)}-${watch}`,
          alarmDescription: says,
          comparisonOperator: 'GreaterThanOrEqualToThreshold',
          evaluationPeriods: periods,
          period: 300,
          treatMissingData: 'notBreaching',
          alarmActions: topics,
          okActions: topics,
          tags: { Connector: connector },
          ...metric,
        }),
      );
  }
}

const watches = ({ settings, connector, thresholds }: ConnectorAlarmsProps): readonly Watch[] => {
  const own = (metricName: MetricName) => ({
    namespace: metricNamespace,
    metricName,
    dimensions: { Environment: settings.environment, Connector: connector },
  });
  return [
    {
      id: 'faults',
      says: `Connector ${connector} answered calls with 5xx. The log line has the code; docs/reference/problems.md has the fix.`,
      ...own('Faults'),
      statistic: 'Sum',
      threshold: thresholds.errors,
      periods: 1,
    },
    {
      id: 'crashes',
      says: `Calls of connector ${connector} ended without a reply: timeouts or crashes.`,
      namespace: 'AWS/Lambda',
      metricName: 'Errors',
      dimensions: { FunctionName: functionName(settings.environment, connector) },
      statistic: 'Sum',
      threshold: thresholds.errors,
      periods: 1,
    },
    {
      id: 'throttles',
      says: `Microsoft Graph throttles connector ${connector} (429). Reduce the number of concurrent calls.`,
      ...own('Throttles'),
      statistic: 'Sum',
      threshold: thresholds.throttles,
      periods: 1,
    },
    {
      id: 'refused',
      says: `Connector ${connector} refused calls (4xx). A tool asks for more than the rules allow, or somebody tries. The log line has the code.`,
      ...own('Refusals'),
      statistic: 'Sum',
      threshold: thresholds.refusals,
      periods: 1,
    },
    {
      id: 'unmapped',
      says: `No endpoint of connector ${connector} covers calls, or links in Graph's answers. Run: graphveil explain`,
      ...own('Unmapped'),
      statistic: 'Sum',
      threshold: thresholds.unmapped,
      periods: 1,
    },
    {
      id: 'consent-missing',
      says: `An administrator’s consent is missing for connector ${connector}. Run: graphveil consent verify`,
      ...own('ConsentMissing'),
      statistic: 'Sum',
      threshold: 1,
      periods: 1,
    },
    {
      id: 'slow',
      says: `1 of 100 calls of connector ${connector} takes ${thresholds.p99Seconds} seconds or longer.`,
      ...own('Duration'),
      extendedStatistic: 'p99',
      threshold: thresholds.p99Seconds * 1000,
      periods: 3,
    },
  ];
};
