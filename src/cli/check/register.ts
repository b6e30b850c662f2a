import type { Command } from 'commander';
import { lazily } from '../shared/lazily.ts';

const load = () => import('./command.ts');

const examples = `
Examples:
  graphveil check rules/<source>/rules.yaml             a source's rules and the shared files that they refer to
  graphveil check my-rules.yaml                         your own rules, in either form
  graphveil check --built-in my-rules.yaml              the same, by the stricter standard of the project's own rules
  graphveil check rules/<source>/cases/*.yaml           the format of test cases; graphveil test runs them
  graphveil check rules/*/rules.yaml --json             for an editor or a pipeline

The command recognizes other files by their names or keys and validates their format: source.yaml, privacy.yaml, test
cases, cast.yaml, and the settings of a deployment.

It reports all problems at once, each as file:line:column, code, message and hint. The exit code is 1 if there is an
error; warnings don't change it. Guide: docs/guides/write-rules.md`;

/** Registers `graphveil check`. */
export const register = (command: Command): void => {
  command
    .argument('<file...>', 'rule files of either form, or other files of a source or a deployment')
    .option('--built-in', "apply the stricter standard of the project's own rules")
    .option('--json', 'print JSON')
    .addHelpText('after', examples)
    .action(lazily(load, 'run'));
};
