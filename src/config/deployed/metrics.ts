/** Metrics that a function writes and alarms read: one list, so that no alarm watches a name that nobody writes. */
export const metricNamespace = 'Graphveil';

/** In this order; every metric carries both. */
export const metricDimensions = ['Environment', 'Connector'] as const;

export const metricUnits = {
  Calls: 'Count',
  /** Replies with a status of 500 and above: faults and outages. */
  Faults: 'Count',
  /** Refusals by the rules. */
  Refusals: 'Count',
  /** 429 answers of Graph. */
  Throttles: 'Count',
  ConsentMissing: 'Count',
  Duration: 'Milliseconds',
  UpstreamDuration: 'Milliseconds',
  UpstreamBytes: 'Bytes',
  ReplyBytes: 'Bytes',
  /** Values that the rules took out. */
  Dropped: 'Count',
  Retries: 'Count',
} as const;

export type MetricName = keyof typeof metricUnits;
