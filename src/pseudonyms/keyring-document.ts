import type { PlusTags } from './person.ts';
import type { EmailCanonicalization } from './psoxy-email-address.ts';

/**
 * One generation of encryption keys. Numbers are 1…63 and unique in a document. A retired epoch has lost its root and
 * opens nothing.
 */
export type EpochEntry = { readonly number: number; readonly created: string } & (
  | { readonly root: string; readonly retired?: undefined }
  | { readonly retired: string; readonly root?: undefined }
);

type SeriesBase = {
  /** Public name of the series, shown in replies. */
  readonly id: string;
  readonly created: string;
  /** In order of creation. New tokens are written under the last one. */
  readonly epochs: readonly EpochEntry[];
};

/** A series whose pseudonyms join with each other. Secrets are absent once every epoch is retired. */
export type V1SeriesEntry = SeriesBase & {
  readonly scheme: 'v1';
  readonly plusTags: PlusTags;
  /** The tenant's own domains, canonical; see `ReadSettings`. @default none */
  readonly ownDomains?: readonly string[];
  readonly root?: string;
};

export type PsoxySeriesEntry = SeriesBase & {
  readonly scheme: 'psoxy';
  readonly canonicalization: EmailCanonicalization;
  readonly salt?: string;
  readonly encryptionKey?: string;
};

export type SeriesEntry = V1SeriesEntry | PsoxySeriesEntry;

/**
 * Encoding of the secrets in a document. `none`: roots as base64url of 32 bytes, salt and key as plain text. `aws-kms`:
 * each as base64 of a KMS ciphertext of those bytes.
 */
export type Protection = 'none' | 'aws-kms';

/** A keyring at rest. The last series creates new pseudonyms; earlier series only open their own tokens. */
export type KeyringDocument = {
  readonly version: 1;
  readonly protection: Protection;
  readonly series: readonly SeriesEntry[];
};

export const highestEpoch = 63;

/** A keyring that can't be read, opened or changed. Lists all problems at once, without any value of the keyring. */
export class KeyringError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('; '));
    this.name = 'KeyringError';
    this.problems = problems;
  }
}

/** True if at least one epoch of the series still opens. */
export const isLive = ({ epochs }: SeriesEntry): boolean => epochs.some(({ retired }) => retired === undefined);
