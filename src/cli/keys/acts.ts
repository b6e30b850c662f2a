import { randomBytes } from 'node:crypto';
import type { KeyringStore } from '../../ports/index.ts';
import { formatKeyring, type KeyringDocument, KeyringError, type PsoxySecrets } from '../../pseudonyms/index.ts';
import {
  importPsoxy,
  initKeyring,
  newSeries,
  newSeriesId,
  retireEpochs,
  rewrapKeyring,
  rotateKeyring,
  type SeriesSettings,
} from '../../pseudonyms/manage-keyring.ts';

const now = (): string => new Date().toISOString();

/** Returns the keyring of a store. Rejects with a `KeyringError` if there is none. */
export const presentKeyring = async (store: KeyringStore): Promise<KeyringDocument> => {
  const document = await store.read();
  if (document === undefined)
    throw new KeyringError([`there is no keyring at ${store.place}; run graphveil keys init`]);
  return document;
};

const refuseIfPresent = async (store: KeyringStore): Promise<void> => {
  if ((await store.read()) !== undefined)
    throw new KeyringError([`there is a keyring already at ${store.place}; it is not overwritten`]);
};

/** Asks the user to confirm an irreversible operation; rejects if they don't agree. */
export type Agree = () => Promise<void>;

/** Creates the first keyring of a store; never replaces an existing one. */
export const init = async (store: KeyringStore, settings: SeriesSettings): Promise<KeyringDocument> => {
  await refuseIfPresent(store);
  const document = initKeyring({
    protection: store.protection,
    id: newSeriesId(randomBytes),
    at: now(),
    seriesRoot: await store.newRoot(),
    epochRoot: await store.newRoot(),
    ...settings,
  });
  await store.create(document);
  return document;
};

/** Creates the first keyring of a store from a Psoxy deployment's secrets. */
export const importFromPsoxy = async (store: KeyringStore, secrets: PsoxySecrets): Promise<KeyringDocument> => {
  await refuseIfPresent(store);
  const document = importPsoxy({
    protection: store.protection,
    id: newSeriesId(randomBytes),
    at: now(),
    salt: await store.protect(secrets.salt),
    encryptionKey: await store.protect(secrets.encryptionKey),
    canonicalization: secrets.canonicalization,
    epochRoot: await store.newRoot(),
  });
  await store.create(document);
  return document;
};

/** Adds an epoch. Pseudonyms don't change. */
export const rotate = async (store: KeyringStore): Promise<KeyringDocument> => {
  const document = await presentKeyring(store);
  const next = rotateKeyring(document, { at: now(), epochRoot: await store.newRoot() });
  await store.replace(next, document);
  return next;
};

/** Adds a series, with which every pseudonym changes. */
export const startSeries = async (
  store: KeyringStore,
  settings: SeriesSettings,
  agree: Agree,
): Promise<KeyringDocument> => {
  const document = await presentKeyring(store);
  await agree();
  const next = newSeries(document, {
    id: newSeriesId(randomBytes),
    at: now(),
    seriesRoot: await store.newRoot(),
    epochRoot: await store.newRoot(),
    ...settings,
  });
  await store.replace(next, document);
  return next;
};

/** Destroys the keys of epochs. Rejects epochs that can't be retired before asking for confirmation. */
export const retire = async (
  store: KeyringStore,
  numbers: readonly number[],
  agree: Agree,
): Promise<KeyringDocument> => {
  const document = await presentKeyring(store);
  const next = retireEpochs(document, { numbers, at: now() });
  await agree();
  await store.replace(next, document);
  return next;
};

/** Copies the keyring to another store; never replaces a keyring. Returns it. */
export const backUp = async (store: KeyringStore, copy: KeyringStore): Promise<KeyringDocument> => {
  const document = await presentKeyring(store);
  await copy.create(document);
  return document;
};

const sameKeyring = (one: KeyringDocument, other: KeyringDocument): boolean =>
  formatKeyring(one) === formatKeyring(other);

/**
 * Puts a copy back. Asks for confirmation before it replaces a keyring that differs, because that one's newer epochs and
 * series go. Rejects a copy whose secrets are protected in another way than the store's.
 */
export const restore = async (store: KeyringStore, copy: KeyringStore, agree: Agree): Promise<KeyringDocument> => {
  const document = await presentKeyring(copy);
  if (document.protection !== store.protection)
    throw new KeyringError([
      `the copy at ${copy.place} has protection ${document.protection}, and ${store.place} needs ${store.protection}`,
    ]);
  const present = await store.read();
  if (present === undefined) await store.create(document);
  else if (!sameKeyring(document, present)) {
    await agree();
    await store.replace(document, present);
  }
  return document;
};

export type RewrapResult = {
  readonly document: KeyringDocument;
  /** ARNs of the keys that protected the secrets, and of the one that does now. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly secrets: number;
};

/**
 * Encrypts every secret under the store's present KMS key. KMS decrypts and encrypts inside, so nobody sees a plain key,
 * and the keyring stays the same: no pseudonym changes. Replaces the stored keyring only when every secret has moved.
 */
export const rewrap = async (store: KeyringStore): Promise<RewrapResult> => {
  const move = store.rewrap;
  if (move === undefined)
    throw new KeyringError([`the secrets at ${store.place} are plain; there is no KMS key to change, see --aws`]);
  const document = await presentKeyring(store);
  const [from, to] = [new Set<string>(), new Set<string>()];
  let secrets = 0;
  const next = await rewrapKeyring(document, async (secret) => {
    const moved = await move(secret);
    from.add(moved.from);
    to.add(moved.to);
    secrets += 1;
    return moved.secret;
  });
  await store.replace(next, document);
  return { document: next, from: [...from], to: [...to], secrets };
};
