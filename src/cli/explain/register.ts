import type { Command } from 'commander';
import { lazily } from '../shared/lazily.ts';
import { withRuleOptions } from '../shared/rule-options.ts';
import { withSourceNames } from '../shared/source-names.ts';

const load = () => import('./command.ts');

const examples = `
Examples:
  graphveil explain --source SOURCE --upstream --url '/v1.0/users/avery@contoso.example/events?$top=5'
  graphveil explain --rules my-rules.yaml --method POST --url '/v1.0/users' --json

If the rules allow the call, the command shows the endpoint that matches, the request to Graph, and for each part of the
response the rule that applies to it. If they refuse it, the command shows the reason, and the exit code is 1.`;

export const register = (command: Command): void => {
  withRuleOptions(command)
    .addHelpText('after', () => withSourceNames(examples))
    .action(lazily(load, 'run'));
};
