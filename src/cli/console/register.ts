import type { Command } from 'commander';
import { lazily } from '../shared/lazily.ts';
import { readPort } from '../shared/ports.ts';
import { withSourceNames } from '../shared/source-names.ts';

const examples = `
Starts stand-ins for Microsoft Entra ID and Microsoft Graph with an invented organization, the proxy of each source, a token service,
and the console in front of them: one command, no account. Nothing is reachable from other machines. The sign-in page offers an
administrator, a privacy officer, a developer, owners of groups, and members; sign out to change between them.

Examples:
  graphveil console                        all sources
  graphveil console --source SOURCE        one source, which starts faster
  graphveil console --folder .graphveil    keep clients and grants for the next time
  npm run console                          the same, in a clone of the repository

A deployment has the console with console: true in its settings.`;

/** Registers `graphveil console`: everything that the console needs, on this machine. */
export const register = (command: Command): void => {
  command
    .option('--source <id...>', 'only these sources')
    .option('--port <port>', 'port of the console', readPort, 8088)
    .option('--folder <path>', 'folder of the store (default: a temporary one)')
    .option('--json', 'print the addresses as JSON')
    .addHelpText('after', () => withSourceNames(examples))
    .action(lazily(() => import('./command.ts'), 'runConsole'));
};
