import { isArray, isObject } from '../json/index.ts';
import type { Transform } from './transform.ts';

export const countOnly: Transform = {
  name: 'countOnly',
  summary: 'Replaces an array with its number of items, and an object with its number of properties.',
  accepts: ['array', 'object'],
  parameters: {},
  examples: [
    { shows: 'an array', options: {}, input: [{ name: 'Avery' }, { name: 'Robin' }], output: 2 },
    { shows: 'an object', options: {}, input: {}, output: 0 },
  ],
  compile: () => (value) => {
    if (isArray(value)) return { number: String(value.length) };
    return isObject(value) ? { number: String(value.size) } : undefined;
  },
};
