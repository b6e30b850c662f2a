import {
  type EpochEntry,
  isLive,
  type KeyringDocument,
  KeyringError,
  type PsoxySeriesEntry,
  type V1SeriesEntry,
} from './keyring-document.ts';
import { createLinkBox, type LinkKeys } from './link-box.ts';
import { deriveKey, fromBase64url, keyBytes } from './primitives.ts';
import type { Keyring, Opened, Pseudonyms } from './pseudonyms.ts';
import { psoxyPseudonyms } from './psoxy-tokens.ts';
import type { V1Epoch, V1Series } from './v1-epoch.ts';
import { openV1, v1Pseudonyms } from './v1-tokens.ts';

type LiveEpoch = { readonly number: number; readonly root: Buffer };

const rootOf = (text: string | undefined, place: string): Buffer => {
  const root = text === undefined ? undefined : fromBase64url(text);
  if (root?.length !== keyBytes) throw new KeyringError([`${place}: expected ${keyBytes} bytes in base64url`]);
  return root;
};

const liveEpochs = (epochs: readonly EpochEntry[]): readonly LiveEpoch[] =>
  epochs
    .filter((epoch) => epoch.retired === undefined)
    .map(({ number, root }) => ({ number, root: rootOf(root, `root of epoch ${number}`) }));

const v1Series = ({ id, root, plusTags, ownDomains = [] }: V1SeriesEntry): V1Series => {
  const key = rootOf(root, `root of series ${id}`);
  return {
    pseudonymKey: deriveKey(key, 'pseudonym'),
    domainKey: deriveKey(key, 'domain'),
    settings: { plusTags, ownDomains: new Set(ownDomains) },
  };
};

const v1Epoch = (series: V1Series, { number, root }: LiveEpoch): V1Epoch => ({
  number,
  series,
  nonceKey: deriveKey(root, 'nonce'),
  encryptionKey: deriveKey(root, 'encryption'),
});

const v1Epochs = (entry: V1SeriesEntry): readonly V1Epoch[] => {
  const series = v1Series(entry);
  return liveEpochs(entry.epochs).map((epoch) => v1Epoch(series, epoch));
};

const linkKeys = ({ root }: LiveEpoch): LinkKeys => ({
  link: deriveKey(root, 'link'),
  nonce: deriveKey(root, 'link-nonce'),
});

const psoxySeries = ({ id, salt, encryptionKey, canonicalization }: PsoxySeriesEntry): Pseudonyms => {
  if (salt === undefined || encryptionKey === undefined)
    throw new KeyringError([`series ${id}: salt and encryption key are missing`]);
  return psoxyPseudonyms({ salt, encryptionKey, canonicalization });
};

/**
 * Returns the first success. If no series opens the token, reports an unknown epoch in preference to an invalid token,
 * because a newer keyring may have that epoch.
 */
const firstOpened =
  (openers: readonly Pseudonyms['open'][]): Pseudonyms['open'] =>
  (token) => {
    let answer: Opened = { ok: false, reason: 'invalid' };
    for (const open of openers) {
      const opened = open(token);
      if (opened.ok) return opened;
      if (opened.reason === 'unknown-epoch') answer = opened;
    }
    return answer;
  };

/**
 * Prepares a keyring. The document's secrets must be plain (`protection: none`); run `unwrapKeyring` first if a key
 * service protects them. Throws a `KeyringError` if keys are missing or have the wrong length.
 */
export const openKeyring = (document: KeyringDocument): Keyring => {
  if (document.protection !== 'none')
    throw new KeyringError(['its secrets are still encrypted; unwrap them before opening']);
  const newest = document.series.at(-1);
  const epoch = newest?.epochs.at(-1);
  if (newest === undefined || epoch === undefined || epoch.retired !== undefined)
    throw new KeyringError(['it has no epoch to write new tokens under']);

  const current = { number: epoch.number, root: rootOf(epoch.root, `root of epoch ${epoch.number}`) };
  const live = document.series.filter(isLive);
  const epochs = new Map(
    live.flatMap((entry) => (entry.scheme === 'v1' ? v1Epochs(entry) : [])).map((v1) => [v1.number, v1]),
  );
  const keysOfLinks = new Map(
    live.flatMap((entry) => liveEpochs(entry.epochs)).map((live) => [live.number, linkKeys(live)]),
  );
  const making =
    newest.scheme === 'psoxy' ? psoxySeries(newest) : v1Pseudonyms(v1Epoch(v1Series(newest), current), epochs);
  const former = live.flatMap((entry) => (entry.scheme === 'psoxy' && entry !== newest ? [psoxySeries(entry)] : []));
  const openers = [making.open, ...former.map(({ open }) => open), (token: string) => openV1(token, epochs)];
  return {
    series: newest.id,
    epoch: epoch.number,
    pseudonyms: { ...making, open: firstOpened(openers) },
    links: createLinkBox(current.number, linkKeys(current), keysOfLinks),
  };
};
