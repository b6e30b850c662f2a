import type { OpenToken, ParsedTarget, Unopened } from '../../plan/index.ts';
import { encodePathValue, encodeQueryValue } from '../../plan/index.ts';
import { reversibleTokenSource } from '../../pseudonyms/index.ts';

/** A token, together with the domain that may follow it. */
const token = new RegExp(`${reversibleTokenSource}(?:@(?:h~[A-Za-z0-9_-]{43}|[A-Za-z0-9.-]*))?`, 'g');
const invalid: Unopened = { ok: false, reason: 'invalid' };

type Opened = { readonly ok: true; readonly text: string } | Unopened;
type Place = (value: string, before: string) => string;

const openIn = (text: string, openToken: OpenToken, place: Place): Opened => {
  let failed: Unopened | undefined;
  const opened = text.replaceAll(token, (found, offset: number) => {
    const answer = openToken(found);
    if (!answer.ok) failed ??= answer;
    else if (answer.value === '' || /\p{Cc}/u.test(answer.value)) failed ??= invalid;
    return answer.ok ? place(answer.value, text.slice(0, offset)) : '';
  });
  return failed ?? { ok: true, text: opened };
};

/** Doubles quotes inside a literal of `$filter`. Only the first `=` of a parameter ends its name. */
const inQuery: Place = (value, before) => {
  const [current = ''] = before.split(/[&;]/).slice(-1);
  const quotes = current.match(/'|%27/g)?.length ?? 0;
  const encoded = encodeQueryValue(quotes % 2 === 1 ? value.replaceAll("'", "''") : value);
  return current.includes('=') ? encoded.replaceAll('%3D', '=') : encoded;
};

const isDotSegment = (segment: string): boolean => segment === '.' || segment === '..';

/**
 * Returns the target for Graph: every token is opened and its value encoded for its position; all other text stays
 * unchanged.
 */
export const openTarget = ({ path, query }: ParsedTarget, openToken: OpenToken): Opened => {
  const openedPath = openIn(path, openToken, encodePathValue);
  if (!openedPath.ok) return openedPath;
  if (openedPath.text.split('/').some(isDotSegment)) return invalid;
  if (query === undefined) return openedPath;
  const openedQuery = openIn(query, openToken, inQuery);
  return openedQuery.ok ? { ok: true, text: `${openedPath.text}?${openedQuery.text}` } : openedQuery;
};
