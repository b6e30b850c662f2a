import type { MatchOptions } from '../../plan/index.ts';
import type { FormPlan } from '../plan/index.ts';
import { type Part, prepareInput, type ReadGiven } from './input-value.ts';

/** The parts of a text that has one of the forms; undefined when it has none. */
export type FormMatcher = (text: string, options: MatchOptions) => readonly Part[] | undefined;

type Piece = { readonly text: string } | { readonly quoted: boolean; readonly read: ReadGiven };

const quotedHole = "((?:[^']|'')*)";
const bareHole = "([^\\s'(),]+)";
const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Makes ready one form: its literal text is compared as written, each hole is read as its own value. */
const prepareForm = (plan: FormPlan): FormMatcher => {
  const pieces = plan.parts.map((part): Piece => {
    if (part.type === 'text') return { text: part.text };
    return { quoted: part.quoted, read: prepareInput(part.value, part.quoted ? 'literal' : 'bare') };
  });
  const source = pieces.map((piece) => ('text' in piece ? escaped(piece.text) : piece.quoted ? quotedHole : bareHole));
  const whole = new RegExp(`^${source.join('')}$`);

  return (text, options) => {
    const values = whole.exec(text)?.slice(1).values();
    if (values === undefined) return undefined;
    const parts: Part[] = [];
    for (const piece of pieces) {
      if ('text' in piece) {
        parts.push(piece);
        continue;
      }
      const value = values.next().value ?? '';
      const given = piece.read(piece.quoted ? value.replaceAll("''", "'") : value, options);
      if (given === undefined) return undefined;
      parts.push({ given, quoted: piece.quoted });
    }
    return parts;
  };
};

/** Makes ready the forms of a `$filter` or `$expand`; the first that fits wins. */
export const prepareForms = (plans: readonly FormPlan[]): FormMatcher => {
  const forms = plans.map(prepareForm);
  return (text, options) => {
    for (const form of forms) {
      const parts = form(text, options);
      if (parts !== undefined) return parts;
    }
    return undefined;
  };
};
