import { describe } from '../../problems/diagnostics/index.ts';
import { printSet } from './char-set.ts';
import { PatternMistake, type PatternNode } from './pattern-node.ts';

type Printer = { groups: number; readonly numbers: Map<number, number>; behind: boolean; readonly simply: boolean };

/**
 * Emulates an atomic group, which JavaScript lacks: a lookahead finds the text once, and a back reference consumes it.
 */
const printAtomic = (body: PatternNode, printer: Printer): string => {
  if (printer.behind) throw new PatternMistake(0, describe('rules/pattern-not-readable:behind'));
  if (printer.simply) return `(?:${print(body, printer)})`;
  printer.groups += 1;
  const number = printer.groups;
  return `(?:(?=(${print(body, printer)}))\\${number})`;
};

const printLook = (node: Extract<PatternNode, { type: 'look' }>, printer: Printer): string => {
  const outer = printer.behind;
  printer.behind = outer || !node.ahead;
  const body = print(node.body, printer);
  printer.behind = outer;
  return `(?${node.ahead ? '' : '<'}${node.negative ? '!' : '='}${body})`;
};

const counts = (min: number, max: number): string => {
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  if (min === max) return `{${min}}`;
  return min === 0 && max === 1 ? '?' : `{${min},${max}}`;
};

const printRepeat = (node: Extract<PatternNode, { type: 'repeat' }>, printer: Printer): string => {
  const body = print(node.body, printer);
  const alone = node.body.type === 'set' || node.body.type === 'group';
  return `${alone ? body : `(?:${body})`}${counts(node.min, node.max)}${node.lazy ? '?' : ''}`;
};

const print = (node: PatternNode, printer: Printer): string => {
  switch (node.type) {
    case 'set':
      return printSet(node.set);
    case 'sequence':
      return node.items
        .map((item) => (item.type === 'choice' ? `(?:${print(item, printer)})` : print(item, printer)))
        .join('');
    case 'choice':
      return node.options.map((option) => print(option, printer)).join('|');
    case 'group': {
      printer.groups += 1;
      printer.numbers.set(node.number, printer.groups);
      return `(${print(node.body, printer)})`;
    }
    case 'atomic':
      return printAtomic(node.body, printer);
    case 'look':
      return printLook(node, printer);
    case 'repeat':
      return printRepeat(node, printer);
    case 'assertion':
      return (printer.simply ? node.simple : undefined) ?? node.source;
    case 'back':
      return `(?:\\${printer.numbers.get(node.number)})`;
  }
};

/** Prints JavaScript (for flag `u`), and returns the new numbers of the author's groups. */
export const printPattern = (
  root: PatternNode,
): { readonly source: string; readonly numbers: ReadonlyMap<number, number> } => {
  const printer: Printer = { groups: 0, numbers: new Map(), behind: false, simply: false };
  return { source: print(root, printer), numbers: printer.numbers };
};

/** Prints an approximation without the constructs that slow down the checker. It takes at least as long to match. */
export const printSimply = (root: PatternNode): string =>
  print(root, { groups: 0, numbers: new Map(), behind: false, simply: true });
