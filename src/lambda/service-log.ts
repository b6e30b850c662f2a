import { type accessMetrics, metricNamespace } from '../config/index.ts';

type Metric = (typeof accessMetrics)[keyof typeof accessMetrics];

/**
 * Adds metrics of an environment to a log line, in CloudWatch's embedded metric format. Nothing without metrics. Source:
 * Amazon CloudWatch, "Specification: Embedded metric format".
 */
export const withMetrics = (environment: string, metrics: Readonly<Partial<Record<Metric, number>>>, now: number) => {
  const names = Object.keys(metrics);
  return names.length === 0
    ? {}
    : {
        Environment: environment,
        ...metrics,
        _aws: {
          Timestamp: now,
          CloudWatchMetrics: [
            {
              Namespace: metricNamespace,
              Dimensions: [['Environment']],
              Metrics: names.map((Name) => ({ Name, Unit: 'Count' })),
            },
          ],
        },
      };
};
