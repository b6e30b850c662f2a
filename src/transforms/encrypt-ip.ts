import { addressToken } from './address-token.ts';
import type { Transform } from './transform.ts';

export const encryptIp: Transform = {
  name: 'encryptIp',
  summary: 'Puts a reversible token in the place of a network address, the same for every spelling of the address.',
  accepts: ['text'],
  parameters: {},
  examples: [
    {
      shows: 'an IPv6 address',
      options: {},
      input: '2001:db8::7f',
      output:
        'p~1W6SC-93u8tpZunZqxmxMcqAxT9VRUnvn2WufnZQiqQBFVyUS5m5Dce3UwwvSm_gf9vnl_Vk8PZPv65YRonJuhUV0cQDOXh59pmg9SL7-h2sEsYOpjIXV8MO1IX1',
    },
    { shows: 'what is no address becomes null', options: {}, input: 'fe80::1%eth0', output: null },
  ],
  compile: () => addressToken(true),
};
