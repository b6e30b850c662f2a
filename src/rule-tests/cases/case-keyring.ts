import { createHash } from 'node:crypto';
import { type Keyring, openKeyring } from '../../pseudonyms/index.ts';

const created = new Date(0).toISOString();

const rootFrom = (seed: string): string => createHash('sha256').update(`graphveil cases: ${seed}`).digest('base64url');

/**
 * The keyring of all cases, created from text in this file. It protects nothing and gives the same tokens everywhere.
 */
export const caseKeyring = (): Keyring =>
  openKeyring({
    version: 1,
    protection: 'none',
    series: [
      {
        id: 'cases',
        scheme: 'v1',
        created,
        plusTags: 'drop',
        root: rootFrom('series'),
        epochs: [{ number: 1, created, root: rootFrom('epoch 1') }],
      },
    ],
  });
