/** A form of `$filter` or `$expand` in its parts; `problem` says what is wrong with it. */
export type FormPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'hole'; readonly name: string; readonly quoted: boolean };

export type Form =
  | { readonly ok: true; readonly parts: readonly FormPart[] }
  | { readonly ok: false; readonly problem: string; readonly hint: string };

const hole = /\{([A-Za-z][A-Za-z0-9]*)\}/;
const hint = "write start/dateTime ge '{from}', each hole whole between quotes or bare";

const unquoted = (text: string): string => text.replaceAll(/'[^']*'/g, '');

/** Reads `createdDateTime ge {from} and from/user/id eq '{user}'`. */
export const parseForm = (form: string): Form => {
  const pieces = form.split(new RegExp(hole, 'g'));
  const parts: FormPart[] = [];
  for (const [index, piece] of pieces.entries()) {
    const before = pieces[index - 1] ?? '';
    const after = pieces[index + 1] ?? '';
    if (index % 2 === 0) {
      if (/[{}]/.test(piece)) return { ok: false, problem: 'a brace belongs to no hole', hint };
      if (piece !== '') parts.push({ type: 'text', text: piece });
      else if (index > 0 && index < pieces.length - 1) return { ok: false, problem: 'two holes touch', hint };
    } else {
      const [open, close] = [before.endsWith("'"), after.startsWith("'")];
      if (open !== close) return { ok: false, problem: `the hole ${piece} is quoted on one side only`, hint };
      parts.push({ type: 'hole', name: piece, quoted: open });
    }
  }
  if (unquoted(pieces.filter((_, index) => index % 2 === 0).join('')).includes("'"))
    return { ok: false, problem: 'a quote is not closed', hint };
  return { ok: true, parts };
};
