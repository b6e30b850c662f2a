import { addressToken } from './address-token.ts';
import type { Transform } from './transform.ts';

export const encryptIp: Transform = {
  name: 'encryptIp',
  summary: 'Replaces a network address with a reversible token, the same for every spelling of the address.',
  accepts: ['text'],
  parameters: {},
  examples: [
    {
      shows: 'an IPv6 address',
      options: {},
      input: '2001:db8::7f',
      output:
        'p~F1-SwJV99raICypLbukHnIjGzcHyFHfLsMEwGgBcRS8BHIhg3IsabOkI4ZkqPmJcRg4qmuSdAWz3upthlAB0U5UFZVR4xRIYqnDqLEHCjTrvP88tmi-fq2KgN-jzcg',
    },
    { shows: 'a text that isn’t an address becomes null', options: {}, input: 'fe80::1%eth0', output: null },
  ],
  compile: () => addressToken(true),
};
