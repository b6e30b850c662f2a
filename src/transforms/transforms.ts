import { bucket } from './bucket.ts';
import { countOnly } from './count-only.ts';
import { encryptIp } from './encrypt-ip.ts';
import { filterTokenByRegex } from './filter-token-by-regex.ts';
import { hashIp } from './hash-ip.ts';
import { keepHost } from './keep-host.ts';
import { pseudonymize } from './pseudonymize.ts';
import { pseudonymizeEmailHeader } from './pseudonymize-email-header.ts';
import { pseudonymizeRegexMatches } from './pseudonymize-regex-matches.ts';
import { redact } from './redact.ts';
import { redactExceptPhrases } from './redact-except-phrases.ts';
import { redactExceptSubstringsMatchingRegexes } from './redact-except-substrings-matching-regexes.ts';
import { redactRegexMatches } from './redact-regex-matches.ts';
import { textDigest } from './text-digest.ts';
import { tokenize } from './tokenize.ts';
import type { Transform } from './transform.ts';
import { truncateTime } from './truncate-time.ts';

const all: readonly Transform[] = [
  redact,
  pseudonymize,
  pseudonymizeEmailHeader,
  pseudonymizeRegexMatches,
  redactRegexMatches,
  redactExceptPhrases,
  redactExceptSubstringsMatchingRegexes,
  filterTokenByRegex,
  tokenize,
  textDigest,
  hashIp,
  encryptIp,
  truncateTime,
  bucket,
  keepHost,
  countOnly,
];

/** All transforms by name, in the order of the reference. */
export const transforms: ReadonlyMap<string, Transform> = new Map(all.map((transform) => [transform.name, transform]));
