import { castValues } from '../cases/placeholders.ts';
import type { Cast } from '../cast-file.ts';

/** A planted text and the parts of it that must never appear. */
export type Canary = {
  /** The name used in messages instead of the value: `alice.mail` or `canaries.fileNames 2`. */
  readonly name: string;
  readonly value: string;
  /** Lower case. Only the local part of an address, because rules may keep the domain. */
  readonly needle: string;
};

const shortest = 6;

/** Replaces letters and digits, so that values of one kind have the same shape. */
const shapeOf = (value: string): string =>
  value
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '#')
    .replace(/^([a-z]+:\/\/).*$/i, '$1')
    .replace(/[\p{L}\d]+/gu, 'w')
    .replace(/w(?:[ ._'%-]+w)+/g, 'ww')
    .replace(/(?:[,=;:/]+w*)+/g, ':');

const needleOf = (value: string): string => {
  const [, local] = /^(?:smtp:|sip:|mailto:)?([^@\s/]+)@[a-z0-9.-]+$/i.exec(value) ?? [];
  return (local ?? value).toLowerCase();
};

/** Returns every text of the cast and its canaries that is long enough to rule out chance matches. */
export const allCanaries = (cast: Cast): readonly Canary[] => {
  const listed = Object.entries(cast.canaries).flatMap(([kind, texts]) =>
    texts.map((value, at) => [`canaries.${kind} ${at + 1}`, value] as const),
  );
  return [...castValues(cast), ...listed]
    .filter(([, value]) => value.length >= shortest)
    .map(([name, value]) => ({ name, value, needle: needleOf(value) }));
};

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const words = /^\p{L}+ \p{L}+$/u;

/** Puts values that match a kept GUID, and values that match any text, first. */
const rank = ({ value }: Canary): number => (guid.test(value) ? 0 : words.test(value) ? 1 : 2);

/** Returns one canary of each shape: a GUID, a name, then an address, a file name, a link … */
export const oneOfEachShape = (canaries: readonly Canary[]): readonly Canary[] =>
  [...new Map(canaries.toReversed().map((canary) => [shapeOf(canary.value), canary])).values()]
    .toReversed()
    .sort((a, b) => rank(a) - rank(b));

/** Returns phone numbers as plain digits, which JSON can represent as numbers. */
export const numericCanaries = (canaries: readonly Canary[]): readonly Canary[] =>
  canaries
    .filter(({ value }) => /^\+[1-9][0-9]{8,14}$/.test(value))
    .map((canary) => ({ ...canary, value: canary.value.slice(1), needle: canary.value.slice(1) }));

/** Returns the canaries that appear in a text, ignoring case. */
export const shownIn = (text: string, canaries: readonly Canary[]): readonly Canary[] => {
  const lower = text.toLowerCase();
  return canaries.filter(({ needle }) => lower.includes(needle));
};
