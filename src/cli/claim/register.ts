import type { Command } from 'commander';
import { lazily } from '../shared/lazily.ts';

const examples = `
Example:
  GRAPHVEIL_CLIENT_SECRET=… GRAPHVEIL_CLAIM_CODE=… \\
    graphveil claim GRANT --url https://TOKEN-SERVICE --client-id ID

The code and the secret are read from the environment, so that no history keeps them. The refresh token is printed
once. A client with a federated credential sends its assertion instead: GRAPHVEIL_CLIENT_ASSERTION.`;

/** Registers `graphveil claim`: a client redeems the code that the owner of a group passed on. */
export const register = (command: Command): void => {
  command
    .argument('<grant>', 'id of the grant')
    .requiredOption('--url <origin>', 'origin of the token service')
    .requiredOption('--client-id <id>', 'id of the client')
    .option('--json', 'print JSON')
    .addHelpText('after', examples)
    .action(lazily(() => import('./command.ts'), 'runClaim'));
};
