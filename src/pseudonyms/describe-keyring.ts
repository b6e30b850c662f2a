import type { KeyringDocument, Protection } from './keyring-document.ts';
import type { Scheme } from './pseudonyms.ts';

/** `current` writes new tokens, `opens` only opens what it wrote, `retired` does nothing any more. */
export type EpochState = 'current' | 'opens' | 'retired';

/** What may be shown of a keyring: everything but its secrets. */
export type KeyringSummary = {
  readonly protection: Protection;
  readonly series: readonly {
    readonly id: string;
    readonly scheme: Scheme;
    readonly created: string;
    readonly current: boolean;
    /** How e-mail addresses are read: `plus tags drop`, `STRICT` and their like. */
    readonly addresses: string;
    readonly epochs: readonly {
      readonly number: number;
      readonly created: string;
      readonly state: EpochState;
      readonly retired?: string;
    }[];
  }[];
};

/** A keyring without its secrets, for lists and status. */
export const describeKeyring = ({ protection, series }: KeyringDocument): KeyringSummary => {
  const newest = series.at(-1);
  const currentNumber = newest?.epochs.at(-1)?.number;
  return {
    protection,
    series: series.map((entry) => ({
      id: entry.id,
      scheme: entry.scheme,
      created: entry.created,
      current: entry === newest,
      addresses: entry.scheme === 'v1' ? `plus tags: ${entry.plusTags}` : entry.canonicalization,
      epochs: entry.epochs.map(({ number, created, retired }) => {
        if (retired !== undefined) return { number, created, state: 'retired', retired };
        return { number, created, state: number === currentNumber ? 'current' : 'opens' };
      }),
    })),
  };
};
