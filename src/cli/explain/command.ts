import type { Command } from 'commander';
import { onCommandLine, otherEndpoints } from '../../connectors/index.ts';
import { findSource } from '../../sources/index.ts';
import { askRules } from '../shared/ask.ts';
import { choosePseudonyms } from '../shared/choose-pseudonyms.ts';
import { chooseSources, loadRules } from '../shared/choose-rules.ts';
import { exitCodes } from '../shared/exit.ts';
import { checkRuleOptions, type RuleOptions, withRuleOptions } from '../shared/rule-options.ts';
import { withSourceNames } from '../shared/source-names.ts';
import { printJson, printOut } from '../shared/terminal.ts';
import { explain, explanationText } from './explain.ts';

const examples = `
Examples:
  graphveil explain --source SOURCE --upstream --url '/v1.0/users/avery@contoso.example/events?$top=5'
  graphveil explain --rules my-rules.yaml --method POST --url '/v1.0/users' --json

If the rules allow the call, the command shows the endpoint that matches, the request to Graph, and for each part of the
response the rule that applies to it. If they refuse it, the command shows the reason, and the exit code is 1.`;

/** Returns the endpoints that sources other than the chosen one serve. */
const elsewhereOf = ({ source: name, extra: extras = [] }: RuleOptions): ReturnType<typeof otherEndpoints> => {
  const { sources } = chooseSources();
  const source = name === undefined ? undefined : findSource(sources, name);
  if (source === undefined) return [];
  return otherEndpoints({ name: source.id, source, extras }, { connectors: [], sources, howToAdd: onCommandLine });
};

const run = async (options: RuleOptions): Promise<void> => {
  checkRuleOptions(options);
  const pseudonyms = await choosePseudonyms(options);
  const rules = loadRules(options);
  const { method, url, upstream } = options;
  const answer = askRules(rules.plan, { method, url, plainValues: upstream === true }, pseudonyms, () =>
    elsewhereOf(options),
  );
  const explanation = await explain(answer, url, rules);
  if (options.json === true) printJson(explanation);
  else printOut(explanationText(explanation));
  if (!explanation.allowed) process.exitCode = exitCodes.no;
};

export const register = (command: Command): void => {
  withRuleOptions(command)
    .addHelpText('after', () => withSourceNames(examples))
    .action(run);
};
