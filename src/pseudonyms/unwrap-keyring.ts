import { type EpochEntry, type KeyringDocument, KeyringError, type SeriesEntry } from './keyring-document.ts';
import { fromUtf8, toBase64url } from './primitives.ts';

type Unwrap = (wrapped: string) => Promise<Uint8Array>;
type Change = (secret: string) => Promise<string>;

/** Changes the secrets of a series: its roots, and the salt and key of an imported one. */
const changeSeries = async (
  entry: SeriesEntry,
  { root, text }: { readonly root: Change; readonly text: Change },
): Promise<SeriesEntry> => {
  const epochs = await Promise.all(
    entry.epochs.map(
      async (epoch): Promise<EpochEntry> =>
        epoch.root === undefined ? epoch : { ...epoch, root: await root(epoch.root) },
    ),
  );
  if (entry.scheme === 'v1')
    return { ...entry, epochs, ...(entry.root !== undefined && { root: await root(entry.root) }) };
  const { salt, encryptionKey } = entry;
  return {
    ...entry,
    epochs,
    ...(salt !== undefined && { salt: await text(salt) }),
    ...(encryptionKey !== undefined && { encryptionKey: await text(encryptionKey) }),
  };
};

const utf8 = (bytes: Uint8Array): string => {
  const read = fromUtf8(Buffer.from(bytes));
  if (read === undefined) throw new KeyringError(['a salt or encryption key is not UTF-8 text']);
  return read;
};

/**
 * Decrypts the secrets of a keyring for `openKeyring`. `unwrap` receives each secret as in the document and returns its
 * bytes. Rejects with the errors of `unwrap`.
 */
export const unwrapKeyring = async (document: KeyringDocument, unwrap: Unwrap): Promise<KeyringDocument> => {
  const root = async (wrapped: string): Promise<string> => toBase64url(await unwrap(wrapped));
  const text = async (wrapped: string): Promise<string> => utf8(await unwrap(wrapped));
  return {
    ...document,
    protection: 'none',
    series: await Promise.all(document.series.map((entry) => changeSeries(entry, { root, text }))),
  };
};

/** Replaces each secret of a keyring by another ciphertext of it. Rejects with the errors of `rewrap`. */
export const rewrapKeyring = async (document: KeyringDocument, rewrap: Change): Promise<KeyringDocument> => ({
  ...document,
  series: await Promise.all(document.series.map((entry) => changeSeries(entry, { root: rewrap, text: rewrap }))),
});
