import { type Description, describe } from '../../problems/diagnostics/index.ts';

/** A part of a form of `$filter` or `$expand`. */
export type FormPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'hole'; readonly name: string; readonly quoted: boolean };

export type Form =
  | { readonly ok: true; readonly parts: readonly FormPart[] }
  | { readonly ok: false; readonly problem: Description };

const hole = /\{([A-Za-z][A-Za-z0-9]*)\}/;

const unquoted = (text: string): string => text.replaceAll(/'[^']*'/g, '');

/** Parses forms such as `createdDateTime ge {from} and from/user/id eq '{user}'`. */
export const parseForm = (form: string): Form => {
  const pieces = form.split(new RegExp(hole, 'g'));
  const parts: FormPart[] = [];
  for (const [index, piece] of pieces.entries()) {
    const before = pieces[index - 1] ?? '';
    const after = pieces[index + 1] ?? '';
    if (index % 2 === 0) {
      if (/[{}]/.test(piece)) return { ok: false, problem: describe('rules/form:brace') };
      if (piece !== '') parts.push({ type: 'text', text: piece });
      else if (index > 0 && index < pieces.length - 1) return { ok: false, problem: describe('rules/form:adjacent') };
    } else {
      const [open, close] = [before.endsWith("'"), after.startsWith("'")];
      if (open !== close) return { ok: false, problem: describe('rules/form:half-quoted', { name: piece }) };
      parts.push({ type: 'hole', name: piece, quoted: open });
    }
  }
  if (unquoted(pieces.filter((_, index) => index % 2 === 0).join('')).includes("'"))
    return { ok: false, problem: describe('rules/form:quote') };
  return { ok: true, parts };
};
