import { isNumber } from '../json/index.ts';
import type { Transform } from './transform.ts';

const numbersOf = (option: unknown): readonly number[] =>
  Array.isArray(option) ? option.filter((boundary): boundary is number => typeof boundary === 'number') : [];

const labelOf = (from: number | undefined, to: number | undefined): string => {
  if (from === undefined) return `<${to}`;
  return to === undefined ? `>=${from}` : `${from}..${to}`;
};

export const bucket: Transform = {
  name: 'bucket',
  summary: 'Replaces a number with the name of its range.',
  accepts: ['number'],
  parameters: {
    boundaries: {
      description:
        'The lower boundaries of the ranges, in ascending order. A range includes its lower boundary and excludes its upper one.',
      type: 'numbers',
      required: true,
    },
  },
  examples: [
    { shows: 'between two boundaries', options: { boundaries: [10, 100, 1000] }, input: 42, output: '10..100' },
    { shows: 'on a boundary', options: { boundaries: [10, 100, 1000] }, input: 100, output: '100..1000' },
    { shows: 'below the first', options: { boundaries: [10, 100, 1000] }, input: -3, output: '<10' },
    { shows: 'above the last', options: { boundaries: [10, 100, 1000] }, input: 5000, output: '>=1000' },
  ],
  check: ({ boundaries }) => {
    const given = numbersOf(boundaries);
    const rising =
      given.length > 0 && given.every((boundary, index) => index === 0 || boundary > Number(given[index - 1]));
    return rising ? undefined : 'rules/options-clash:boundaries';
  },
  compile: ({ boundaries }) => {
    const given = numbersOf(boundaries);
    return (value) => {
      if (!isNumber(value)) return undefined;
      const number = Number(value.number);
      const above = given.filter((boundary) => boundary <= number).length;
      return labelOf(given[above - 1], given[above]);
    };
  },
};
