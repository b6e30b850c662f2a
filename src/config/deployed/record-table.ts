/** Attributes of the table of records that infrastructure has to know; the adapter for DynamoDB uses the same names. */
export const recordTable = {
  partitionKey: 'partition',
  sortKey: 'sort',
  /** Time to live, in seconds since the Unix epoch. */
  expiry: 'until',
  /** Global indexes: each has the attribute of its name as partition key and the table's partition key as sort key. */
  indexes: ['kind', 'subject'],
} as const;

/** The table of an environment's clients, grants and ledger. */
export const recordTableName = (environment: string): string => `graphveil-${environment}-access`;
