import type { MatchOptions, OpenToken, Unopened } from '../../plan/index.ts';
import { fitsPlainKind } from '../../plan/index.ts';
import type { ValuePlan } from '../plan/index.ts';
import { type Fit, type Place, prepareValue } from './fit-value.ts';

/** A value that a caller gave: plain and found fitting, or a token that is yet to be opened and then must fit. */
export type InputValue = { readonly plain: string } | { readonly token: string; readonly fit: Fit };

/** Reads a given value; undefined when the rule does not take it. */
export type ReadGiven = (text: string, options: MatchOptions) => InputValue | undefined;

const looksLikeToken = /^[pt]~/;

/** Makes ready the reading of one value. An irreversible token counts as a token: it fails when it is to be opened. */
export const prepareInput = (plan: ValuePlan, place: Place): ReadGiven => {
  const check = prepareValue(plan, place);
  return (text, { plainValues }) => {
    if (looksLikeToken.test(text)) return plan.token === 'refused' ? undefined : { token: text, fit: check };
    if (plan.token === 'required' && !plainValues) return undefined;
    if (plan.kind !== undefined && !plainValues && !fitsPlainKind(plan.kind, text)) return undefined;
    const plain = check(text);
    return plain === undefined ? undefined : { plain };
  };
};

/** A piece of what goes upstream: text of the rule, or a given value, inside a quoted literal or not. */
export type Part = { readonly text: string } | { readonly given: InputValue; readonly quoted: boolean };

const openPart = (part: Part, openToken: OpenToken): { readonly ok: true; readonly value: string } | Unopened => {
  if ('text' in part) return { ok: true, value: part.text };
  if ('plain' in part.given) return { ok: true, value: part.given.plain };
  const opened = openToken(part.given.token);
  if (!opened.ok) return opened;
  const value = part.given.fit(opened.value);
  return value === undefined ? { ok: false, reason: 'invalid' } : { ok: true, value };
};

/** A part with its value in the clear, quotes doubled where it stands inside a literal. */
export type OpenedPart = { readonly value: string; readonly given: boolean };

/** Opens every token among the parts; one that can't be opened fails them all. */
export const openParts = (
  parts: readonly Part[],
  openToken: OpenToken,
): { readonly ok: true; readonly parts: readonly OpenedPart[] } | Unopened => {
  const clear: OpenedPart[] = [];
  for (const part of parts) {
    const opened = openPart(part, openToken);
    if (!opened.ok) return opened;
    const quoted = 'given' in part && part.quoted;
    clear.push({ value: quoted ? opened.value.replaceAll("'", "''") : opened.value, given: 'given' in part });
  }
  return { ok: true, parts: clear };
};
