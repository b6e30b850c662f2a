/**
 * Metrics that functions write and alarms read. A single list ensures that no alarm watches a metric that nobody
 * writes.
 */
export const metricNamespace = 'Graphveil';

/** In this order. Every metric has both. */
export const metricDimensions = ['Environment', 'Connector'] as const;

export const metricUnits = {
  Calls: 'Count',
  /** Replies with a status of 500 and above: faults and outages. */
  Faults: 'Count',
  /** Refusals by the rules. */
  Refusals: 'Count',
  /** Calls, and links of Graph, that no endpoint of the rules covers. */
  Unmapped: 'Count',
  /** 429 responses of Graph. */
  Throttles: 'Count',
  ConsentMissing: 'Count',
  Duration: 'Milliseconds',
  UpstreamDuration: 'Milliseconds',
  UpstreamBytes: 'Bytes',
  ReplyBytes: 'Bytes',
  /** Values dropped by the rules. */
  Dropped: 'Count',
  Retries: 'Count',
} as const;

/** Metrics of the token service, the console and the access check, with the dimension `Environment` only. */
export const accessMetrics = {
  /** Claim codes that somebody used again after they were redeemed, or tried to guess. */
  claimReuses: 'ClaimReuses',
  /** Access checks that finished. */
  accessChecks: 'AccessChecks',
  /** Groups that an access check couldn't read. */
  failedGroups: 'FailedGroups',
  /** Grants that an access check suspended. */
  suspendedGrants: 'SuspendedGrants',
  /** Reviews that were due when the access check ran. */
  dueReviews: 'DueReviews',
} as const;

export type MetricName = keyof typeof metricUnits;
