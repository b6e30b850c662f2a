import type { Transform } from './transform.ts';

export const redact: Transform = {
  name: 'redact',
  summary: 'Removes a property with its name and everything below it, even if its value is null.',
  accepts: ['text', 'number', 'boolean', 'object', 'array'],
  parameters: {},
  examples: [
    { shows: 'a text is gone', options: {}, input: 'Quarterly numbers, see attachment', output: undefined },
    { shows: 'an object is gone', options: {}, input: { contentType: 'html', content: 'hello' }, output: undefined },
  ],
  compile: () => () => undefined,
};
