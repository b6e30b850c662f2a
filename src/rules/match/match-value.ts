import type { MatchOptions, NamedValue, OpenedToken, OpenToken, Unopened } from '../../plan/index.ts';
import {
  fitsKind,
  fitsPlainKind,
  isDate,
  isKindName,
  isSubjectKind,
  kindOfLinkValue,
  kinds,
  takesKind,
} from '../../plan/index.ts';
import { canonicalText, isCarriable } from '../../pseudonyms/index.ts';
import type { ValuePlan } from '../plan/index.ts';

/** Returns the value for the upstream request; undefined if it isn't acceptable. */
type Fit = (text: string) => string | undefined;

/** Returns the value of an opened token for the upstream request; undefined if the token has another kind. */
type FitOpened = (opened: OpenedToken) => string | undefined;

/** The position of a value in a URL. A path segment and a bare value accept fewer characters than a quoted literal. */
type Place = 'segment' | 'query' | 'literal' | 'bare';

/**
 * A part of an upstream request: text of the rule, an accepted plain value, or a token to be opened and checked.
 * `quoted`: inside a string literal. `kind`: that of the rule.
 */
export type Part =
  | { readonly text: string }
  | { readonly plain: string; readonly quoted: boolean; readonly kind?: string }
  | { readonly token: string; readonly fit: FitOpened; readonly quoted: boolean; readonly kind?: string };

/** Parses a text of a call. Returns undefined if the rule doesn't accept it. */
export type ReadText = (text: string, options: MatchOptions) => readonly Part[] | undefined;

const longest = 2_048;
const integer = /^(?:0|-?[1-9][0-9]{0,14})$/;
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const dateTime =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?(?:[Zz]|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?)?$/;
/** A text without further conditions: the characters of ids, without OData syntax. */
const plainText = /^(?!microsoft\.graph\.)[A-Za-z0-9._~@:+=,!-]{1,512}$/i;
const segmentText = /^[^/\\\p{Cc}]+$/u;
const bareText = /^[A-Za-z0-9.:_+-]+$/;

/** Microsoft's own pages use `z` as well as `Z` (RFC 3339, 5.6). The upstream request uses the capital. */
const fitDateTime: Fit = (text) => (isDate(dateTime.exec(text)?.[1] ?? '') ? text.toUpperCase() : undefined);

/** Kinds cover ids of people and groups. This check is for other GUIDs, such as a product's. */
const fitGuid: Fit = (text) => (guid.test(text) ? text.toLowerCase() : undefined);

const fitInteger =
  ({ minimum = -Infinity, maximum = Infinity }: ValuePlan): Fit =>
  (text) =>
    integer.test(text) && Number(text) >= minimum && Number(text) <= maximum ? text : undefined;

const fitBoolean: Fit = (text) => (/^(?:true|false)$/i.test(text) ? text.toLowerCase() : undefined);

const fitString = ({ kind, enum: members, pattern, ignoreCase }: ValuePlan): Fit => {
  const whole = pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`, ignoreCase ? 'iu' : 'u');
  const named = kind !== undefined || members !== undefined || whole !== undefined;
  return (text) => {
    if (!named) return plainText.test(text) ? text : undefined;
    if (kind !== undefined && !fitsKind(kind, text)) return undefined;
    if (members !== undefined && !members.includes(text)) return undefined;
    return whole === undefined || whole.test(text) ? text : undefined;
  };
};

const fitType = (plan: ValuePlan): Fit => {
  switch (plan.type) {
    case 'integer':
      return fitInteger(plan);
    case 'boolean':
      return fitBoolean;
    case 'date':
      return (text) => (isDate(text) ? text : undefined);
    case 'date-time':
      return fitDateTime;
    case 'guid':
      return fitGuid;
    case 'string':
      return fitString(plan);
  }
};

const placeTakes = (place: Place, text: string): boolean => {
  if (place === 'segment') return segmentText.test(text) && text !== '.' && text !== '..';
  return place !== 'bare' || bareText.test(text);
};

/** Accepts a value that one of several alternatives accepts, in order. */
const fitAny =
  (sorts: readonly Fit[]): Fit =>
  (text) => {
    for (const take of sorts) {
      const value = take(text);
      if (value !== undefined) return value;
    }
    return undefined;
  };

const looksLikeToken = /^[pt]~/;
const looksIrreversible = /^t~/;

/** Segments of Graph that aren't ids: system segments, casts and functions. */
const noId = /^(?:\$|microsoft\.graph\.|.*\()/i;

/** Converts an id in an upstream link to the spelling that a token of it contains. */
const idOfGraph = (text: string, { kind }: ValuePlan): string | undefined =>
  kind === undefined || noId.test(text) || !isCarriable(text)
    ? undefined
    : canonicalText(text, kindOfLinkValue(kind)).openable;

/**
 * Prepares the check of an opened token. The kind is bound into the token, so the only other check is that its place in
 * the URL can carry the value. Tokens of scheme `psoxy` contain no kind and are checked like plain values.
 */
const prepareOpened = ({ kind: asked, pattern, ignoreCase }: ValuePlan, place: Place, check: Fit): FitOpened => {
  if (asked === undefined) return ({ value }) => check(value);
  const whole = pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`, ignoreCase ? 'iu' : 'u');
  return ({ kind: made, value }) => {
    if (made === undefined) return check(value);
    if (!takesKind(asked, made) || !isCarriable(value)) return undefined;
    if (place === 'bare' && !bareText.test(value)) return undefined;
    return whole === undefined || whole.test(value) ? value : undefined;
  };
};

/** Returns the kind of a value. Of several alternatives, one that identifies a person or a group takes precedence. */
const kindOfValue = ({ kind, oneOf = [] }: ValuePlan): { readonly kind?: string } => {
  const known = kind ?? oneOf.flatMap((each) => each.kind ?? []).find(isSubjectKind);
  return known === undefined ? {} : { kind: known };
};

/** Prepares the check of one value. An irreversible token counts as a token and fails when it is opened. */
export const prepareValue = (plan: ValuePlan, place: Place, quoted: boolean = place === 'literal'): ReadText => {
  const { kind, token } = plan;
  const fitting = fitAny((plan.oneOf ?? [plan]).map(fitType));
  const check: Fit = (text) => (text.length <= longest && placeTakes(place, text) ? fitting(text) : undefined);
  const fitOpened = prepareOpened(plan, place, check);
  const known = kindOfValue(plan);
  return (text, { plainValues, anyId }) => {
    if (looksLikeToken.test(text))
      return token === 'refused' ? undefined : [{ token: text, fit: fitOpened, quoted, ...known }];
    if (token === 'required' && !plainValues) return undefined;
    if (kind !== undefined && !plainValues && !fitsPlainKind(kind, text)) return undefined;
    const plain = (anyId === true ? idOfGraph(text, plan) : undefined) ?? check(text);
    return plain === undefined ? undefined : [{ plain, quoted, ...known }];
  };
};

type OpenedValue = { readonly ok: true; readonly value: string; readonly kind: string | undefined };

/** The kind that the token was created for takes precedence, because a rule without a kind accepts tokens of people too. */
const openPart = (part: Exclude<Part, { text: string }>, openToken: OpenToken): OpenedValue | Unopened => {
  if ('plain' in part) return { ok: true, value: part.plain, kind: part.kind };
  const opened = openToken(part.token);
  if (!opened.ok) return looksIrreversible.test(part.token) ? { ok: false, reason: 'irreversible' } : opened;
  const value = part.fit(opened);
  return value === undefined ? { ok: false, reason: 'invalid' } : { ok: true, value, kind: opened.kind ?? part.kind };
};

/** An opened part, with quotes doubled inside a string literal. `own`: text of the rule. */
export type OpenedPart = { readonly value: string; readonly own: boolean };

/** Opens every token in the parts. Fails if one of them can't be opened. */
export const openParts = (
  parts: readonly Part[],
  openToken: OpenToken,
): { readonly ok: true; readonly parts: readonly OpenedPart[]; readonly named: readonly NamedValue[] } | Unopened => {
  const clear: OpenedPart[] = [];
  const named: NamedValue[] = [];
  for (const part of parts) {
    if ('text' in part) {
      clear.push({ value: part.text, own: true });
      continue;
    }
    const opened = openPart(part, openToken);
    if (!opened.ok) return opened;
    const { value, kind } = opened;
    clear.push({ value: part.quoted ? value.replaceAll("'", "''") : value, own: false });
    if (kind !== undefined) named.push({ kind, value, plain: 'plain' in part });
  }
  return { ok: true, parts: clear, named };
};

const describeInteger = ({ minimum, maximum }: ValuePlan): string => {
  if (minimum !== undefined && maximum !== undefined) return `an integer from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `an integer of at least ${minimum}`;
  return maximum === undefined ? 'an integer' : `an integer of at most ${maximum}`;
};

/** Returns an addition to the accepted values if the caller sent a pseudonym that the rule doesn't accept. */
export const notToken = ({ token }: ValuePlan, text: string): string =>
  token === 'refused' && looksLikeToken.test(text) ? ', not a pseudonym' : '';

/** Describes the accepted values to the caller. `plainValues`: the call contains plain values, as Graph sees them. */
export const describeValue = (plan: ValuePlan, { plainValues }: MatchOptions = { plainValues: false }): string => {
  const known = plan.kind !== undefined && isKindName(plan.kind) ? kinds[plan.kind] : plan.declared;
  const kind = known?.title;
  if (plainValues && known !== undefined) return `${known.title}, for example ${known.example}`;
  if (plan.token === 'required' && !plainValues)
    return `a pseudonym (p~…) that a reply gave${kind === undefined ? '' : ` for ${kind}`}`;
  if (plan.oneOf !== undefined) return plan.oneOf.map((each) => describeValue(each, { plainValues })).join(', or ');
  if (plan.enum !== undefined) return `one of ${plan.enum.join(', ')}`;
  switch (plan.type) {
    case 'integer':
      return describeInteger(plan);
    case 'boolean':
      return 'true or false';
    case 'date':
      return 'a date (2026-03-01)';
    case 'date-time':
      return 'a date and time (2026-03-01T00:00:00Z)';
    case 'guid':
      return 'a GUID';
    case 'string':
      return kind ?? 'a text in the form of the rule';
  }
};
