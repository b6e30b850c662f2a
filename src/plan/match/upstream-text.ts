import { reversibleTokenSource, tokenSuffixSource } from '../../pseudonyms/index.ts';
import type { OpenToken, Unopened } from './match.ts';

/**
 * Decodes characters that need no percent-encoding in their part of the URL because a URL parser doesn't change them.
 */
const bare = (encoded: string, kept: RegExp): string => encoded.replace(kept, decodeURIComponent);

/**
 * Encodes the value of one path segment, including `/`, quotes and parentheses, so that it can't become path or key
 * syntax.
 */
export const encodePathValue = (value: string): string =>
  bare(encodeURIComponent(value), /%(?:3A|40|2B|2C|3D)/g).replace(
    /['()]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );

/** Encodes a query value, including `&`, `=`, `+`, `#`, `%` and `;`. */
export const encodeQueryValue = (value: string): string => bare(encodeURIComponent(value), /%(?:3A|40|2C|2F)/g);

const onlyAscii = /^[\0-\x7f]*$/;

/** Converts only A–Z to lower case, so that no letter outside ASCII equals one inside it. */
export const asciiLower = (text: string): string =>
  onlyAscii.test(text) ? text.toLowerCase() : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/**
 * Names of query options that a message may repeat, because they are OData's own and contain nothing from a caller.
 * Source: OData Version 4.01, Part 2: URL Conventions, 5 (system query options); `$apply` of its extension for data
 * aggregation; `$deltatoken` and `$skiptoken` of Microsoft Graph.
 */
const optionsOfOData = new Set([
  '$apply',
  '$compute',
  '$count',
  '$deltatoken',
  '$expand',
  '$filter',
  '$format',
  '$id',
  '$index',
  '$levels',
  '$orderby',
  '$schemaversion',
  '$search',
  '$select',
  '$skip',
  '$skiptoken',
  '$top',
]);

/** OData's own spelling of a query option; undefined for any other name. */
export const optionOfOData = (name: string): string | undefined => {
  const lower = asciiLower(name);
  return optionsOfOData.has(lower) ? lower : undefined;
};

/** Headers that no rule can allow: they belong to one connection, to the platform, or to the proxy itself. */
const never = new Set([
  'accept',
  'accept-encoding',
  'authorization',
  'client-request-id',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'cookie',
  'expect',
  'forwarded',
  'host',
  'http2-settings',
  'keep-alive',
  'origin',
  'prefer',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'referer',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'via',
]);
const neverPrefix = /^(?:x-forwarded-|x-amz|x-http-method|x-original-|x-rewrite-|sec-)/;

const longest = 2_048;
const sendable = /^[\t\x20-\x7e]*$/;
const token = new RegExp(`${reversibleTokenSource}(?:${tokenSuffixSource})?`, 'g');

/** Returns the request headers that the rules allow, with lower-case names. Leaves out values that can't be sent. */
export const allowedHeaders = (
  headers: Readonly<Record<string, string>>,
  names: readonly string[],
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
      const kept = value !== undefined && value.length <= longest && sendable.test(value);
      return kept && !never.has(name) && !neverPrefix.test(name) ? [[name, value]] : [];
    }),
  );

/** Opens reversible tokens inside header values. */
export const openHeaders = (
  headers: Readonly<Record<string, string>>,
  openToken: OpenToken,
): { readonly ok: true; readonly headers: Readonly<Record<string, string>> } | Unopened => {
  let failed: Unopened | undefined;
  const opened = Object.entries(headers).map(([name, value]) => {
    const text = value.replace(token, (found) => {
      const answer = openToken(found);
      if (!answer.ok) failed ??= answer;
      return answer.ok ? answer.value : '';
    });
    if (!sendable.test(text)) failed ??= { ok: false, reason: 'invalid' };
    return [name, text];
  });
  return failed ?? { ok: true, headers: Object.fromEntries(opened) };
};

/** One preference: its lower-case name and its upstream text. */
type Preference = { readonly name: string; readonly text: string };

/** RFC 7240, 2: `token [ = word ]`, then parameters. No preference of Graph has any, so they are left out. */
const preference =
  /[\t ,]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:[\t ]*=[\t ]*([!#$%&'*+.^_`|~0-9A-Za-z-]+|"(?:[\t !#-[\]-~]|\\[\t !-~])*"))?[\t ]*(?:;[^,"]*)?(?=,|$)/y;

/**
 * A value that every parser reads the same way: a parser that splits at commas or doesn't support escapes can't mistake
 * a part of the quoted text for the end of the preference.
 */
const plainValue = /^"?[^",;=\\]*"?$/;

const longestPrefer = 1_024;

/**
 * Parses the preferences whose values every server reads the same way. Stops at the first malformed one; a server may
 * always ignore a preference.
 */
const parsePrefer = (header: string): readonly Preference[] => {
  if (header.length > longestPrefer) return [];
  const read: Preference[] = [];
  const reader = new RegExp(preference);
  for (let match = reader.exec(header); match !== null; match = reader.exec(header)) {
    const [, name = '', value] = match;
    const text = value === undefined ? name : `${name}=${value}`;
    if (plainValue.test(value ?? '')) read.push({ name: name.toLowerCase(), text });
  }
  return read;
};

const nameOf = (text: string): string => text.replace(/=.*$/s, '').toLowerCase();

/** A preference in one spelling: lower case, without quotes. */
const spelled = (text: string): string => text.replace(/^([^=]*)="(.*)"$/s, '$1=$2').toLowerCase();

export const pageSizePreference = 'odata.maxpagesize';
const pageSize = /^odata\.maxpagesize="?[0-9]{1,5}"?$/i;

/** Preferences whose value the proxy reads itself have a value that it can read. */
const isReadable = ({ name, text }: Preference): boolean => name !== pageSizePreference || pageSize.test(text);

/**
 * Returns the `Prefer` header that goes upstream: the constant part, as written, then those of the caller's preferences that
 * are allowed, the first of each. Undefined if there are none. `allowed`: names, or a name with its only value
 * (`return=minimal`), in lower case.
 */
export const choosePreferences = (
  header: string | undefined,
  { allowed, always }: { readonly allowed: readonly string[]; readonly always: readonly string[] },
): string | undefined => {
  const chosen = new Map(always.map((text) => [nameOf(text), text]));
  for (const preference of parsePrefer(header ?? '')) {
    const { name, text } = preference;
    const isAllowed = allowed.includes(name) || allowed.includes(spelled(text));
    if (isAllowed && !chosen.has(name) && isReadable(preference)) chosen.set(name, text);
  }
  return chosen.size === 0 ? undefined : [...chosen.values()].join(', ');
};

/** The page size that a `Prefer` header asks for; undefined if it asks for none. */
const pageSizeOf = (header: string | undefined): number | undefined => {
  const found = parsePrefer(header ?? '').find(({ name }) => name === pageSizePreference);
  return found === undefined ? undefined : Number(found.text.replace(/[^0-9]/g, ''));
};

/**
 * Returns the `Prefer` header of a call that follows a link: the preferences of the link, and those that the call adds. Graph
 * reads them with each request, so a call can add `return=minimal` to any page. A page size replaces a larger one.
 */
export const repeatPreferences = (
  sealed: string | undefined,
  header: string | undefined,
  allowed: readonly string[],
): string | undefined => {
  const [held, asked] = [pageSizeOf(sealed), pageSizeOf(choosePreferences(header, { allowed, always: [] }))];
  const replaced = held !== undefined && asked !== undefined && asked < held;
  const kept = parsePrefer(sealed ?? '').filter(({ name }) => !(replaced && name === pageSizePreference));
  return choosePreferences(header, { allowed, always: kept.map(({ text }) => text) });
};

/**
 * Returns the preferences that Graph applied (`Preference-Applied`, RFC 7240, 3), as they were sent; undefined if there
 * are none. One that wasn't sent doesn't pass, so no text of Graph does, except for the digits of a page size.
 */
export const appliedPreferences = (sent: string | undefined, applied: string | undefined): string | undefined => {
  const known = new Map(parsePrefer(sent ?? '').map(({ name, text }) => [name, text]));
  const passed = parsePrefer(applied ?? '').flatMap(({ name, text }) => {
    const asked = known.get(name);
    if (asked === undefined) return [];
    if (name === pageSizePreference && pageSize.test(text)) return [text];
    return spelled(text) === spelled(asked) ? [asked] : [];
  });
  return passed.length === 0 ? undefined : [...new Set(passed)].join(', ');
};
