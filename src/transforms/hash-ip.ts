import { addressToken } from './address-token.ts';
import type { Transform } from './transform.ts';

export const hashIp: Transform = {
  name: 'hashIp',
  summary: 'Replaces a network address with a one-way token, the same for every spelling of the address.',
  accepts: ['text'],
  parameters: {},
  examples: [
    {
      shows: 'an IPv4 address',
      options: {},
      input: '198.51.100.23',
      output: 't~jz9Or1wHRwGN_QprU0CxAzmIsiWzRE1n3ZBApPxnrIk',
    },
    {
      shows: 'a mapped address is the same one',
      options: {},
      input: '::ffff:198.51.100.23',
      output: 't~jz9Or1wHRwGN_QprU0CxAzmIsiWzRE1n3ZBApPxnrIk',
    },
    { shows: 'a text that isn’t an address becomes null', options: {}, input: 'fe80::1%eth0', output: null },
  ],
  compile: () => addressToken(false),
};
