import type { Transform } from './transform.ts';

export const redact: Transform = {
  name: 'redact',
  summary: 'Takes the value away, with its name and everything below it; null too.',
  accepts: ['text', 'number', 'boolean', 'object', 'array'],
  parameters: {},
  examples: [
    { shows: 'a text is gone', options: {}, input: 'Quarterly numbers, see attachment', output: undefined },
    { shows: 'an object is gone', options: {}, input: { contentType: 'html', content: 'hello' }, output: undefined },
  ],
  compile: () => () => undefined,
};
