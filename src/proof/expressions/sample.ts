import type { ExpressionNode } from './expression.ts';

/** Texts about invented people that fill the open parts of an expression: four scripts, and numbers. */
export const fillings: readonly string[] = [
  'Wren Thornquist <wren.thornquist@fennmoor.example> is unwell',
  'wrenthornquist',
  'Алиса Соколова больна',
  'أليس الحداد مريضة',
  '王小明生病了',
  '12025550143',
];

const letters = 'aA0 -_.,:;@/#+()[]{}\'"!?&%$=*<>|~^`éßжش王';
const mostRepeats = 60;

type Filling = { readonly letters: readonly string[]; at: number };

/** Returns the next letter of the filling that fits, otherwise any letter that fits. */
const letterFor = (pattern: RegExp, filling: Filling): string | undefined => {
  for (let step = 0; step < filling.letters.length; step += 1) {
    const index = (filling.at + step) % filling.letters.length;
    const letter = filling.letters[index] ?? '';
    for (const written of [letter, letter.toLowerCase(), letter.toUpperCase()])
      if (pattern.test(written)) {
        filling.at = index + 1;
        return written;
      }
  }
  for (const letter of letters) if (pattern.test(letter)) return letter;
  for (let code = 0; code < 0x3000; code += 1)
    if (pattern.test(String.fromCodePoint(code))) return String.fromCodePoint(code);
  return undefined;
};

const write = (node: ExpressionNode, filling: Filling): string | undefined => {
  switch (node.node) {
    case 'anything':
      return '';
    case 'character':
      return node.listed?.length === 1 ? node.listed[0] : letterFor(node.pattern, filling);
    case 'sequence': {
      let text = '';
      for (const item of node.items) {
        const part = write(item, filling);
        if (part === undefined) return undefined;
        text += part;
      }
      return text;
    }
    case 'choice': {
      for (const option of node.options) {
        const text = write(option, filling);
        if (text !== undefined && text !== '') return text;
      }
      return '';
    }
    case 'repeat': {
      const times = Math.max(node.minimum, Math.min(node.maximum, filling.letters.length, mostRepeats));
      let text = '';
      for (let round = 0; round < times; round += 1) text += write(node.item, filling) ?? '';
      return text;
    }
  }
};

/**
 * Returns a text that an expression matches, with its open parts filled from a given text; undefined if none was found.
 */
export const sampleOf = (node: ExpressionNode, filling: string): string | undefined =>
  write(node, { letters: [...filling], at: 0 });
