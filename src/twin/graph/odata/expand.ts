/** One `$expand` item with the options in its parentheses. */
export type Expansion = {
  readonly name: string;
  readonly select: readonly string[];
  readonly top: number | undefined;
  readonly expand: readonly Expansion[];
};

/** Splits at `separator` outside of parentheses and quotes. */
const splitOutside = (text: string, separator: string): readonly string[] => {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === "'") quoted = !quoted;
    else if (!quoted && character === '(') depth += 1;
    else if (!quoted && character === ')') depth -= 1;
    else if (!quoted && depth === 0 && character === separator) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)].map((part) => part.trim()).filter((part) => part !== '');
};

const readOne = (text: string): Expansion => {
  const open = text.indexOf('(');
  const options = new Map<string, string>();
  const inside = open === -1 ? '' : text.slice(open + 1, text.lastIndexOf(')'));
  for (const option of splitOutside(inside, ';')) {
    const equals = option.indexOf('=');
    options.set(option.slice(0, equals).replace(/^\$/, '').toLowerCase(), option.slice(equals + 1));
  }
  return {
    name: open === -1 ? text : text.slice(0, open),
    select: splitOutside(options.get('select') ?? '', ','),
    top: options.has('top') ? Number(options.get('top')) : undefined,
    expand: readExpand(options.get('expand') ?? ''),
  };
};

/** Parses, for example, `sessions($expand=segments),participants_v2`. */
export const readExpand = (text: string): readonly Expansion[] => splitOutside(text, ',').map(readOne);
