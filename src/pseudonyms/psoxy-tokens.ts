import { createCipheriv, createDecipheriv, pbkdf2Sync } from 'node:crypto';
import { memoized, memoizedPseudonymize } from './memo.ts';
import { equalBytes, fromBase64url, fromUtf8, saltedSha256, toBase64url } from './primitives.ts';
import type { DomainHandling, Opened, Pseudonym, Pseudonyms } from './pseudonyms.ts';
import { canonicalAddress, type EmailCanonicalization, parseEmailAddress } from './psoxy-email-address.ts';
import { splitToken, tokenText } from './token-text.ts';

/** What an organization's Psoxy deployment was configured with; all are used as UTF-8, blanks included. */
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

/** True for a length that only Psoxy's reversible tokens have; those of scheme `v1` never do. */
const isPsoxyLength = (length: number): boolean => length > hashBytes && (length - hashBytes) % block === 0;

const shownDomain = (domain: string | undefined, how: DomainHandling, salt: string): string | undefined => {
  if (domain === undefined || how === 'drop') return undefined;
  return how === 'keep' ? domain : `h~${toBase64url(saltedSha256(domain, salt))}`;
};

/**
 * Pseudonyms that equal, byte for byte, those of Psoxy 0.6 with the same salt and key: SHA-256 of the canonical value
 * followed by the salt; reversible ones add the original text in AES-256-CBC, its key from PBKDF2-HMAC-SHA256 (65,536
 * rounds, derived once, when first needed), its IV the first half of the hash. An e-mail address shows its domain as it
 * was written. The format has no authentication of its own, so opening recomputes the hash from the opened text.
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

  const make = (value: string, reversible: boolean, handling: DomainHandling): Pseudonym => {
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

  const decrypt = (bytes: Buffer): string | undefined => {
    const decipher = createDecipheriv('aes-256-cbc', key(), bytes.subarray(0, ivBytes));
    try {
      return fromUtf8(Buffer.concat([decipher.update(bytes.subarray(hashBytes)), decipher.final()]));
    } catch {
      return undefined;
    }
  };

  const open = (token: string): Opened => {
    const parts = splitToken(token);
    if (parts?.kind !== 'p') return refused;
    const bytes = fromBase64url(parts.body);
    if (bytes === undefined || !isPsoxyLength(bytes.length)) return refused;
    const value = decrypt(bytes);
    if (value === undefined) return refused;
    const given = bytes.subarray(0, hashBytes);
    const asWritten = equalBytes(given, saltedSha256(value, salt));
    const asAddress = equalBytes(given, saltedSha256(canonical(value).text, salt));
    return asWritten || asAddress ? { ok: true, value } : refused;
  };

  return {
    scheme: 'psoxy',
    pseudonymize: memoizedPseudonymize(make),
    tokenize: memoized((value) => verbatim(value, true)),
    pseudonymizeIp: (address, { reversible }) => verbatim(address, reversible),
    open,
  };
};
