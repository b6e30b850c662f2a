import { openKeyring } from './open-keyring.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/** 32 zero bytes: the keys of this keyring protect nothing. */
const root = 'A'.repeat(43);
const created = new Date(0).toISOString();

/** Returns fixed pseudonyms for the examples in tests and reference pages. */
export const documentationPseudonyms = (): Pseudonyms =>
  openKeyring({
    version: 1,
    protection: 'none',
    series: [
      { id: 'documentation', scheme: 'v1', created, plusTags: 'drop', root, epochs: [{ number: 1, created, root }] },
    ],
  }).pseudonyms;
