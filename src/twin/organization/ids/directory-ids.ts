import { createHash } from 'node:crypto';

/** Returns the directory's security identifier: the object id as four little-endian numbers. */
export const securityIdentifier = (objectId: string): string => {
  const hex = objectId.replaceAll('-', '');
  const bytes = Buffer.from(
    `${hex.slice(6, 8)}${hex.slice(4, 6)}${hex.slice(2, 4)}${hex.slice(0, 2)}${hex.slice(10, 12)}${hex.slice(8, 10)}${hex.slice(14, 16)}${hex.slice(12, 14)}${hex.slice(16)}`,
    'hex',
  );
  return `S-1-12-1-${[0, 4, 8, 12].map((offset) => bytes.readUInt32LE(offset)).join('-')}`;
};

/**
 * Returns a person's immutable anchor in the on-premises directory, as written by synchronization: sixteen bytes in
 * base64.
 */
export const immutableAnchor = (objectId: string): string =>
  createHash('sha256').update(`anchor ${objectId}`).digest().subarray(0, 16).toString('base64');
