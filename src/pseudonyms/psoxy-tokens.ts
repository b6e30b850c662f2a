import { createCipheriv, createDecipheriv, pbkdf2Sync } from 'node:crypto';
import { memoized, memoizedPseudonymize } from './memo.ts';
import { equalBytes, fromBase64url, saltedSha256, toBase64url } from './primitives.ts';
import type { DomainHandling, Opened, Pseudonym, Pseudonyms } from './pseudonyms.ts';
import { canonicalAddress, type EmailCanonicalization, parseEmailAddress } from './psoxy-email-address.ts';
import type { ValueKind } from './token-kinds.ts';
import { splitToken, tokenText } from './token-text.ts';

/** The secrets and settings of an organization's Psoxy deployment. All are used as UTF-8, including blanks. */
export type PsoxySecrets = {
  /** `PSOXY_SALT` */
  readonly salt: string;
  /** `PSOXY_ENCRYPTION_KEY` */
  readonly encryptionKey: string;
  /** `EMAIL_CANONICALIZATION` */
  readonly canonicalization: EmailCanonicalization;
};

const hashBytes = 32;
const ivBytes = 16;
const pbkdf2Rounds = 65_536;
const block = 16;
const refused: Opened = { ok: false, reason: 'invalid' };

/** True for lengths that only Psoxy's reversible tokens have; tokens of scheme `v1` never do. */
const isPsoxyLength = (length: number): boolean => length > hashBytes && (length - hashBytes) % block === 0;

const shownDomain = (domain: string | undefined, how: DomainHandling, salt: string): string | undefined => {
  if (domain === undefined || how === 'drop') return undefined;
  return how === 'keep' ? domain : `h~${toBase64url(saltedSha256(domain, salt))}`;
};

/**
 * Returns the length of the text in decrypted bytes (RFC 5652, 6.3), and 1 if the padding is valid. Always reads every
 * byte of the last block, and counts invalid padding as text, so that neither path nor time reveals the wrong byte.
 */
const measurePadding = (bytes: Buffer): { readonly length: number; readonly isPadded: number } => {
  const count = bytes[bytes.length - 1] ?? 0;
  let wrong = count < 1 || count > block ? 1 : 0;
  for (let back = 1; back <= block; back += 1) {
    const inside = back <= count ? 1 : 0;
    wrong |= inside & (bytes[bytes.length - back] === count ? 0 : 1);
  }
  return { length: bytes.length - count * (1 - wrong), isPadded: 1 - wrong };
};

/**
 * Creates pseudonyms that equal those of Psoxy 0.6 with the same salt and key, byte for byte: SHA-256 of the canonical
 * value followed by the salt. Reversible ones add the original text in AES-256-CBC; the key comes from
 * PBKDF2-HMAC-SHA256 (65,536 rounds, on first use), the IV is the first half of the hash. An e-mail address shows its
 * domain as written. The format has no authentication, so opening recomputes the hash from the decrypted text.
 */
export const psoxyPseudonyms = ({ salt, encryptionKey, canonicalization }: PsoxySecrets): Pseudonyms => {
  let derived: Buffer | undefined;
  const key = (): Buffer => {
    derived ??= pbkdf2Sync(encryptionKey, salt, pbkdf2Rounds, 32, 'sha256');
    return derived;
  };

  const reversibleBody = (hash: Buffer, original: string): string => {
    const cipher = createCipheriv('aes-256-cbc', key(), hash.subarray(0, ivBytes));
    return toBase64url(Buffer.concat([hash, cipher.update(original, 'utf8'), cipher.final()]));
  };

  const canonical = (value: string): { readonly text: string; readonly domain?: string } => {
    const address = parseEmailAddress(value);
    if (address === undefined) return { text: value };
    return { text: canonicalAddress(address, canonicalization), domain: address.domain };
  };

  const make = (value: string, _: ValueKind, reversible: boolean, handling: DomainHandling): Pseudonym => {
    const { text, domain: written } = canonical(value);
    const digest = saltedSha256(text, salt);
    const hash = toBase64url(digest);
    const domain = shownDomain(written, handling, salt);
    const token = reversible ? tokenText('p', reversibleBody(digest, value), domain) : tokenText('t', hash, domain);
    return { hash, token, ...(domain !== undefined && { domain }) };
  };

  const verbatim = (value: string, reversible: boolean): string => {
    const digest = saltedSha256(value, salt);
    return reversible ? `p~${reversibleBody(digest, value)}` : `t~${toBase64url(digest)}`;
  };

  /** Decrypts including the padding. The padding is checked later, on the same path as everything else. */
  const decrypt = (bytes: Buffer): Buffer => {
    const decipher = createDecipheriv('aes-256-cbc', key(), bytes.subarray(0, ivBytes)).setAutoPadding(false);
    return Buffer.concat([decipher.update(bytes.subarray(hashBytes)), decipher.final()]);
  };

  const open = (token: string): Opened => {
    const parts = splitToken(token);
    if (parts?.kind !== 'p') return refused;
    const bytes = fromBase64url(parts.body);
    if (bytes === undefined || !isPsoxyLength(bytes.length)) return refused;
    const padded = decrypt(bytes);
    const { length, isPadded } = measurePadding(padded);
    const text = padded.subarray(0, length);
    const value = text.toString('utf8');
    const given = bytes.subarray(0, hashBytes);
    // All checks run regardless of earlier results, so that every wrong token takes the same path.
    const checks = [
      isPadded,
      equalBytes(saltedSha256(value, salt), given) ? 1 : 0,
      equalBytes(saltedSha256(canonical(value).text, salt), given) ? 1 : 0,
      equalBytes(Buffer.from(value, 'utf8'), text) ? 1 : 0,
    ];
    const [padding = 0, asWritten = 0, asAddress = 0, wellFormed = 0] = checks;
    return (padding & (asWritten | asAddress) & wellFormed) === 1 ? { ok: true, value } : refused;
  };

  const tokenize = memoized((value) => verbatim(value, true));

  return {
    scheme: 'psoxy',
    pseudonymize: memoizedPseudonymize(make),
    tokenize: (value) => tokenize(value),
    pseudonymizeIp: (address, { reversible }) => verbatim(address, reversible),
    open,
  };
};
