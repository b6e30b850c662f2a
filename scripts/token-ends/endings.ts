import type { Ending } from './storm.ts';
import type { EndsWorld } from './world.ts';

/** Runs a command of `graphveil`; rejects if it fails. */
export type Graphveil = (args: readonly string[]) => Promise<void>;

/** Everything that ends access tokens: acts of an operator on the command line, and revocation by the tool itself. */
export const endingsOf = ({ folder, post }: EndsWorld, graphveil: Graphveil): readonly Ending[] => {
  const stored = ['--folder', folder];
  return [
    { name: 'clients delete', end: ({ name }) => graphveil(['clients', 'delete', name, '--yes', ...stored]) },
    { name: 'grants end', end: ({ name, grant }) => graphveil(['grants', 'end', name, grant, ...stored]) },
    { name: 'grants suspend', end: ({ name, grant }) => graphveil(['grants', 'suspend', name, grant, ...stored]) },
    {
      name: 'grants regenerate',
      end: ({ name, grant }) => graphveil(['grants', 'regenerate', name, grant, ...stored]),
    },
    {
      name: 'revocation (RFC 7009)',
      end: async ({ credentials, refreshToken }) => {
        const answer = await post('revoke', { ...credentials, token: refreshToken });
        if (answer.status !== 200) throw new Error(`revocation answered ${answer.status}`);
      },
    },
  ];
};
