import { reversibleTokenSource, tokenSuffixSource } from '../../pseudonyms/index.ts';
import type { OpenToken, Unopened } from './match.ts';

/** Headers that no rule can let through: they belong to one connection, to the platform, or to the proxy itself. */
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

/** The request headers that the rules let through; names in lower case. A value that can't be sent is left out. */
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
