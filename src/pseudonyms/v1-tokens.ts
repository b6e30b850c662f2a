import { createCipheriv, createDecipheriv } from 'node:crypto';
import { isCarriable } from './canonical-text.ts';
import { type Identity, identify } from './identity.ts';
import { memoizedPseudonymize, memoizedTokenize } from './memo.ts';
import { equalBytes, fromBase64url, fromUtf8, hmacSha256, toBase64url } from './primitives.ts';
import type { DomainHandling, Opened, Pseudonym, Pseudonyms } from './pseudonyms.ts';
import { kindOfCode, rulePlace, type TokenKindName, tokenKindOf, tokenKinds, type ValueKind } from './token-kinds.ts';
import { splitToken, tokenText } from './token-text.ts';
import { v1Batches } from './v1-batch.ts';
import type { V1Epoch, V1Series } from './v1-epoch.ts';

const hashBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const block = 16;
const nonceStart = hashBytes + 2;
const bodyStart = nonceStart + nonceBytes;
const refused: Opened = { ok: false, reason: 'invalid' };

/** Encodes a text of at most 255 bytes after its length, so that no two sequences of texts have the same encoding. */
const measured = (text: string): Buffer => {
  const bytes = Buffer.from(text, 'utf8');
  return Buffer.concat([Buffer.of(bytes.length), bytes]);
};

/** Always adds 1 to 16 bytes, each holding their count (RFC 5652, 6.3), so that a length reveals little. */
const padded = (plain: Buffer): Buffer => {
  const count = block - (plain.length % block);
  return Buffer.concat([plain, Buffer.alloc(count, count)]);
};

const unpadded = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length - bytes.readUInt8(bytes.length - 1));

const associated = (epoch: number, kind: TokenKindName, hash: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from('graphveil/v1', 'utf8'), Buffer.of(epoch), measured(kind), hash]);

const hashOf = ({ space, canonical }: Identity, { pseudonymKey }: V1Series): Buffer =>
  hmacSha256(pseudonymKey, measured(space), canonical);

const hashedDomain = (domain: string, { domainKey }: V1Series): string =>
  `h~${toBase64url(hmacSha256(domainKey, domain))}`;

/**
 * Encodes the content of a token: the value and, for Psoxy's rules, the rule location that defines its space, so that
 * the value can be hashed again.
 */
const contentOf = (openable: string, kind: ValueKind): Buffer => {
  const place = rulePlace(kind);
  return Buffer.concat([...(place === undefined ? [] : [measured(place)]), Buffer.from(openable, 'utf8')]);
};

type Content = { readonly value: string; readonly kind: ValueKind };

const readContent = (bytes: Buffer, kind: TokenKindName): Content | undefined => {
  if (kind !== 'rule-text') {
    const value = fromUtf8(bytes);
    return value === undefined ? undefined : { value, kind };
  }
  const end = 1 + (bytes[0] ?? 0);
  const [place, value] = [fromUtf8(bytes.subarray(1, end)), fromUtf8(bytes.subarray(end))];
  return place === undefined || value === undefined ? undefined : { value, kind: `rule-text/${place}` };
};

const bodyOf = (hash: Buffer, openable: string, kind: ValueKind, epoch: V1Epoch): string => {
  const plain = contentOf(openable, kind);
  const name = tokenKindOf(kind);
  const nonce = hmacSha256(epoch.nonceKey, Buffer.of(epoch.number), measured(name), hash, plain).subarray(
    0,
    nonceBytes,
  );
  const cipher = createCipheriv('aes-256-gcm', epoch.encryptionKey, nonce);
  cipher.setAAD(associated(epoch.number, name, hash));
  const body = Buffer.concat([cipher.update(padded(plain)), cipher.final()]);
  const head = Buffer.of(epoch.number, tokenKinds[name].code);
  return toBase64url(Buffer.concat([hash, head, nonce, body, cipher.getAuthTag()]));
};

const decrypt = (bytes: Buffer, kind: TokenKindName, epoch: V1Epoch): Content | undefined => {
  const decipher = createDecipheriv('aes-256-gcm', epoch.encryptionKey, bytes.subarray(nonceStart, bodyStart));
  decipher.setAAD(associated(epoch.number, kind, bytes.subarray(0, hashBytes)));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  try {
    const opened = Buffer.concat([decipher.update(bytes.subarray(bodyStart, -tagBytes)), decipher.final()]);
    return readContent(unpadded(opened), kind);
  } catch {
    return undefined;
  }
};

const suffixFits = (suffix: string | undefined, { domain }: Identity, series: V1Series): boolean =>
  suffix === undefined || (domain !== undefined && (suffix === domain || suffix === hashedDomain(domain, series)));

/** True for lengths that only reversible `v1` tokens have; tokens of scheme `psoxy` never do. */
const isV1Length = (length: number): boolean =>
  length >= bodyStart + block + tagBytes && (length - bodyStart - tagBytes) % block === 0;

/**
 * Opens a `p~` token of any epoch in `epochs`. The text must be the exact encoding of its bytes, the kind must be
 * known, GCM must verify, the hash must match the content, and any suffix must be the address's own domain, plain or
 * hashed.
 */
export const openV1 = (token: string, epochs: ReadonlyMap<number, V1Epoch>): Opened => {
  const parts = splitToken(token);
  const bytes = parts?.kind === 'p' ? fromBase64url(parts.body) : undefined;
  if (bytes === undefined || !isV1Length(bytes.length)) return refused;
  const epoch = epochs.get(bytes.readUInt8(hashBytes));
  if (epoch === undefined) return { ok: false, reason: 'unknown-epoch' };
  const kind = kindOfCode(bytes.readUInt8(hashBytes + 1));
  const content = kind === undefined ? undefined : decrypt(bytes, kind, epoch);
  if (kind === undefined || content === undefined) return refused;
  const identity = identify(content.value, content.kind, epoch.series.settings);
  const sameHash = equalBytes(bytes.subarray(0, hashBytes), hashOf(identity, epoch.series));
  const fits = sameHash && suffixFits(parts?.suffix, identity, epoch.series);
  return fits ? { ok: true, ...content } : refused;
};

/**
 * Graphveil's own tokens. `t~` + base64url(H), H = HMAC-SHA-256(pseudonym key, length of the space ‖ space ‖ canonical
 * value). `p~` + base64url(H ‖ E ‖ K ‖ N ‖ C ‖ T): epoch (1 byte), kind (1), nonce (12: HMAC-SHA-256(nonce key, E ‖ length
 * of the kind ‖ kind ‖ H ‖ plaintext)), AES-256-GCM of the padded plaintext with "graphveil/v1" ‖ E ‖ length of the kind ‖
 * kind ‖ H as associated data. The nonce depends on all that is encrypted and authenticated, so equal nonces mean equal
 * messages. See docs/decisions/0004-token-format.md.
 */
export const v1Pseudonyms = (current: V1Epoch, epochs: ReadonlyMap<number, V1Epoch>): Pseudonyms => {
  const { series } = current;

  const shownDomain = (domain: string | undefined, how: DomainHandling): string | undefined => {
    if (domain === undefined || how === 'drop') return undefined;
    return how === 'keep' ? domain : hashedDomain(domain, series);
  };

  const make = (value: string, kind: ValueKind, reversible: boolean, handling: DomainHandling): Pseudonym => {
    const identity = identify(value, kind, series.settings);
    const hash = hashOf(identity, series);
    const domain = shownDomain(identity.domain, handling);
    const body = toBase64url(hash);
    const token =
      reversible && isCarriable(identity.openable)
        ? tokenText('p', bodyOf(hash, identity.openable, kind, current), domain)
        : tokenText('t', body, domain);
    return { hash: body, token, ...(domain !== undefined && { domain }) };
  };

  return {
    scheme: 'v1',
    pseudonymize: memoizedPseudonymize(make),
    tokenize: memoizedTokenize((value, kind) => make(value, kind, true, 'drop').token),
    pseudonymizeIp: (address, { reversible }) => make(address, 'network-address', reversible, 'drop').token,
    open: (token) => openV1(token, epochs),
    batch: v1Batches(
      current,
      (value, kind, { reversible, domain }) => make(value, kind, reversible, domain).token,
      shownDomain,
    ),
  };
};
