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

/** The alias of the key that protects the table. */
export const accessTableKeyAlias = (environment: string): string => `alias/graphveil-${environment}-access`;

/** The alias of the key that makes codes of secrets. */
export const accessMacKeyAlias = (environment: string): string => `alias/graphveil-${environment}-access-mac`;

/** The alias of a key that signs access tokens. Keys are numbered in the settings. */
export const accessSigningKeyAlias = (environment: string, number: number): string =>
  `alias/graphveil-${environment}-access-signing-${number}`;
