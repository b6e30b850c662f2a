import { type EpochEntry, type KeyringDocument, KeyringError, type SeriesEntry } from './keyring-document.ts';
import { fromUtf8, toBase64url } from './primitives.ts';

type Unwrap = (wrapped: string) => Promise<Uint8Array>;

const text = (bytes: Uint8Array): string => {
  const read = fromUtf8(Buffer.from(bytes));
  if (read === undefined) throw new KeyringError(['a salt or encryption key is not UTF-8 text']);
  return read;
};

const unwrapSeries = async (entry: SeriesEntry, unwrap: Unwrap): Promise<SeriesEntry> => {
  const root = async (wrapped: string): Promise<string> => toBase64url(await unwrap(wrapped));
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
    ...(salt !== undefined && { salt: text(await unwrap(salt)) }),
    ...(encryptionKey !== undefined && { encryptionKey: text(await unwrap(encryptionKey)) }),
  };
};

/**
 * Decrypts the secrets of a keyring for `openKeyring`. `unwrap` receives each secret as in the document and returns its
 * bytes. Rejects with the errors of `unwrap`.
 */
export const unwrapKeyring = async (document: KeyringDocument, unwrap: Unwrap): Promise<KeyringDocument> => ({
  ...document,
  protection: 'none',
  series: await Promise.all(document.series.map((entry) => unwrapSeries(entry, unwrap))),
});
