import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard/index.js';
import type { Construct } from 'constructs';
import { type MetricName, metricNamespace, type Settings } from '../../src/config/index.ts';
import { withAddress } from '../with-address.ts';

type Line = readonly [metric: MetricName, stat: string, label: string];

const panels: readonly { readonly title: string; readonly lines: readonly Line[] }[] = [
  {
    title: 'calls',
    lines: [
      ['Calls', 'Sum', 'calls'],
      ['Refusals', 'Sum', 'refused'],
      ['Unmapped', 'Sum', 'not in the rules'],
      ['Faults', 'Sum', 'faults'],
      ['Throttles', 'Sum', 'throttled by Graph'],
      ['ConsentMissing', 'Sum', 'consent missing'],
    ],
  },
  {
    title: 'milliseconds',
    lines: [
      ['Duration', 'p50', 'half of the calls'],
      ['Duration', 'p99', '99 of 100 calls'],
      ['UpstreamDuration', 'p50', 'of it, Graph (half)'],
    ],
  },
  {
    title: 'bytes and removed values',
    lines: [
      ['UpstreamBytes', 'Sum', 'bytes from Graph'],
      ['ReplyBytes', 'Sum', 'bytes to callers'],
      ['Dropped', 'Sum', 'values taken out'],
    ],
  },
];

const width = 24 / panels.length;
const height = 6;

/** One dashboard for the environment: a row for each connector. */
export const addDashboard = (scope: Construct, settings: Settings): CloudwatchDashboard => {
  const { environment, aws, connectors } = settings;
  const widgets = connectors.flatMap(({ name }, row) =>
    panels.map(({ title, lines }, column) => ({
      type: 'metric',
      x: column * width,
      y: row * height,
      width,
      height,
      properties: {
        title: `${name}: ${title}`,
        region: aws.region,
        view: 'timeSeries',
        stacked: false,
        period: 300,
        metrics: lines.map(([metric, stat, label]) => [
          metricNamespace,
          metric,
          'Environment',
          environment,
          'Connector',
          name,
          { stat, label },
        ]),
      },
    })),
  );
  return withAddress(
    'dashboard',
    new CloudwatchDashboard(scope, 'dashboard', {
      dashboardName: `graphveil-${environment}`,
      dashboardBody: JSON.stringify({ widgets }),
    }),
  );
};
