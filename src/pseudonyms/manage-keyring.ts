import { canonicalDomain } from './host-names.ts';
import {
  type EpochEntry,
  highestEpoch,
  isLive,
  type KeyringDocument,
  KeyringError,
  type Protection,
  type SeriesEntry,
  type V1SeriesEntry,
} from './keyring-document.ts';
import type { PlusTags } from './person.ts';
import { keyBytes, toBase64url } from './primitives.ts';
import type { Scheme } from './pseudonyms.ts';
import type { EmailCanonicalization } from './psoxy-email-address.ts';

export { rewrapKeyring } from './unwrap-keyring.ts';

/**
 * Functions that derive a new keyring document from an existing one. Roots, salts and keys are passed in encoded for
 * the document's protection, so that a key service can create them without exposing them; `at` is a date and time in
 * UTC. Every function throws a `KeyringError` if it can't make the change.
 */

type NewEpoch = { readonly at: string; readonly epochRoot: string };

/** Settings for reading addresses, fixed for the lifetime of a series. */
export type SeriesSettings = {
  readonly plusTags: PlusTags;
  /** The tenant's own domains, in any spelling. @default none */
  readonly ownDomains?: readonly string[];
};

type NewSeries = NewEpoch & SeriesSettings & { readonly id: string; readonly seriesRoot: string };

type PsoxyImport = NewEpoch & {
  readonly protection: Protection;
  readonly id: string;
  readonly salt: string;
  readonly encryptionKey: string;
  readonly canonicalization: EmailCanonicalization;
};

/** Creates a root key in the encoding of unprotected documents. */
export const plainRoot = (random: (bytes: number) => Uint8Array): string => toBase64url(random(keyBytes));

/** Creates a public name for a new series. */
export const newSeriesId = (random: (bytes: number) => Uint8Array): string =>
  `s-${Buffer.from(random(4)).toString('hex')}`;

const epochsOf = ({ series }: KeyringDocument): readonly EpochEntry[] =>
  series.flatMap((entry): readonly EpochEntry[] => entry.epochs);

/**
 * Returns the number above the highest one or, at the end of the range, the lowest retired number, which no longer
 * opens anything.
 */
const nextNumber = (document: KeyringDocument): number => {
  const epochs = epochsOf(document);
  const highest = Math.max(...epochs.map(({ number }) => number));
  if (highest < highestEpoch) return highest + 1;
  const free = epochs.filter(({ retired }) => retired !== undefined).map(({ number }) => number);
  if (free.length === 0)
    throw new KeyringError([`all ${highestEpoch} epochs are in use; retire those whose tokens are no longer used`]);
  return Math.min(...free);
};

const without = (entries: readonly SeriesEntry[], number: number): readonly SeriesEntry[] =>
  entries
    .map((entry) => ({ ...entry, epochs: entry.epochs.filter((epoch) => epoch.number !== number) }))
    .filter(({ epochs }) => epochs.length > 0);

/** Returns the canonical spelling of each domain, without duplicates. Throws if an entry isn't a domain name. */
const domainsOf = (written: readonly string[]): readonly string[] => {
  const domains = written.map(canonicalDomain).filter((domain) => domain !== undefined);
  if (domains.length < written.length)
    throw new KeyringError(['an own domain is not a domain name; write contoso.example, without @']);
  return [...new Set(domains)].sort();
};

const v1Series = (
  { id, at, seriesRoot, epochRoot, plusTags, ownDomains = [] }: NewSeries,
  number: number,
): SeriesEntry => ({
  id,
  scheme: 'v1',
  created: at,
  plusTags,
  ...(ownDomains.length > 0 && { ownDomains: domainsOf(ownDomains) }),
  root: seriesRoot,
  epochs: [{ number, created: at, root: epochRoot }],
});

/** Creates a first keyring: one series of scheme `v1` with its first epoch. */
export const initKeyring = (first: NewSeries & { readonly protection: Protection }): KeyringDocument => ({
  version: 1,
  protection: first.protection,
  series: [v1Series(first, 1)],
});

/** Creates a first keyring with the pseudonyms of an existing Psoxy deployment. */
export const importPsoxy = (given: PsoxyImport): KeyringDocument => ({
  version: 1,
  protection: given.protection,
  series: [
    {
      id: given.id,
      scheme: 'psoxy',
      created: given.at,
      canonicalization: given.canonicalization,
      salt: given.salt,
      encryptionKey: given.encryptionKey,
      epochs: [{ number: 1, created: given.at, root: given.epochRoot }],
    },
  ],
});

/**
 * Adds an epoch with new encryption, nonce and link keys. Pseudonyms stay the same and join; older tokens still open.
 */
export const rotateKeyring = (document: KeyringDocument, { at, epochRoot }: NewEpoch): KeyringDocument => {
  const number = nextNumber(document);
  const newest = document.series.at(-1)?.id;
  const added: EpochEntry = { number, created: at, root: epochRoot };
  return {
    ...document,
    series: without(document.series, number).map((entry) =>
      entry.id === newest ? { ...entry, epochs: [...entry.epochs, added] } : entry,
    ),
  };
};

/**
 * Adds a series of scheme `v1`. From now on, every person has a new pseudonym that doesn't join with earlier data.
 * Older reversible tokens still open.
 */
export const newSeries = (document: KeyringDocument, series: NewSeries): KeyringDocument => {
  if (document.series.some(({ id }) => id === series.id))
    throw new KeyringError(['a series with this id already exists']);
  const number = nextNumber(document);
  return { ...document, series: [...without(document.series, number), v1Series(series, number)] };
};

const retired = (entry: SeriesEntry, numbers: ReadonlySet<number>, at: string): SeriesEntry => {
  const epochs = entry.epochs.map(
    (epoch): EpochEntry =>
      numbers.has(epoch.number) ? { number: epoch.number, created: epoch.created, retired: at } : epoch,
  );
  const changed: SeriesEntry = { ...entry, epochs };
  if (isLive(changed)) return changed;
  if (changed.scheme === 'v1') {
    const { root: _, ...rest } = changed;
    return rest;
  }
  const { salt: _salt, encryptionKey: _key, ...rest } = changed;
  return rest;
};

/** Destroys the keys of epochs, and of a series with its last epoch. Their tokens and links never open again. */
export const retireEpochs = (
  document: KeyringDocument,
  { numbers, at }: { readonly numbers: readonly number[]; readonly at: string },
): KeyringDocument => {
  const epochs = epochsOf(document);
  const current = document.series.at(-1)?.epochs.at(-1)?.number;
  const problems = numbers.flatMap((number) => {
    const epoch = epochs.find((known) => known.number === number);
    if (epoch === undefined) return [`there is no epoch ${number}`];
    if (epoch.retired !== undefined) return [`epoch ${number} is retired already`];
    return number === current ? [`epoch ${number} writes new tokens; rotate before retiring it`] : [];
  });
  if (problems.length > 0) throw new KeyringError(problems);
  return { ...document, series: document.series.map((entry) => retired(entry, new Set(numbers), at)) };
};

/** `current` writes new tokens, `opens` only opens its own tokens, `retired` does neither. */
export type EpochState = 'current' | 'opens' | 'retired';

/** The public part of a keyring: everything except its secrets. */
export type KeyringSummary = {
  readonly protection: Protection;
  readonly series: readonly {
    readonly id: string;
    readonly scheme: Scheme;
    readonly created: string;
    readonly current: boolean;
    /** Settings for reading e-mail addresses: `plus tags drop`, `STRICT` and similar. */
    readonly addresses: string;
    readonly epochs: readonly {
      readonly number: number;
      readonly created: string;
      readonly state: EpochState;
      readonly retired?: string;
    }[];
  }[];
};

const readingOf = ({ plusTags, ownDomains = [] }: V1SeriesEntry): string =>
  `plus tags: ${plusTags}${ownDomains.length === 0 ? '' : `, own domains: ${ownDomains.join(', ')}`}`;

/** Returns a keyring without its secrets, for lists and status. */
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
      addresses: entry.scheme === 'v1' ? readingOf(entry) : entry.canonicalization,
      epochs: entry.epochs.map(({ number, created, retired }) => {
        if (retired !== undefined) return { number, created, state: 'retired', retired };
        return { number, created, state: number === currentNumber ? 'current' : 'opens' };
      }),
    })),
  };
};
