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
 * The same keyring with its secrets in the clear, ready for `openKeyring`; `unwrap` is handed each secret as the
 * document writes it and gives its bytes. What `unwrap` rejects with is passed on.
 */
export const unwrapKeyring = async (document: KeyringDocument, unwrap: Unwrap): Promise<KeyringDocument> => ({
  ...document,
  protection: 'none',
  series: await Promise.all(document.series.map((entry) => unwrapSeries(entry, unwrap))),
});
