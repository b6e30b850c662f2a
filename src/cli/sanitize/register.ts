import type { Command } from 'commander';
import { lazily } from '../shared/lazily.ts';
import { withRuleOptions } from '../shared/rule-options.ts';
import { withSourceNames } from '../shared/source-names.ts';

const load = () => import('./command.ts');

const examples = `
Examples:
  graphveil sanitize --source SOURCE --upstream \\
    --url '/v1.0/users/avery@contoso.example/events' < events.json
  graphveil sanitize --rules my-rules.yaml --url 'https://graph.microsoft.com/v1.0/users' < users.json
  PSOXY_SALT=… PSOXY_ENCRYPTION_KEY=… graphveil sanitize --scheme psoxy --rules psoxy-rules.yaml --url '/v1.0/users' < users.json

Reads a Microsoft Graph response from standard input and writes the reply that a caller would get. Nothing is sent over
the network. If the rules refuse the call, or if a paging link leads to no endpoint of the rules, nothing is written and
the exit code is 1. Paging links are written as a fixed placeholder; with rules in Psoxy's form, as the rules leave them.`;

export const register = (command: Command): void => {
  withRuleOptions(command)
    .addHelpText('after', () => withSourceNames(examples))
    .action(lazily(load, 'run'));
};
