import type { Command } from 'commander';
import { type Problem, problemCodes } from '../../problems/index.ts';
import { problemMessage } from '../../proxy/index.ts';
import { askRules, graphOf } from '../shared/ask.ts';
import { choosePseudonyms } from '../shared/choose-pseudonyms.ts';
import { loadRules } from '../shared/choose-rules.ts';
import { CliError, exitCodes } from '../shared/exit.ts';
import { checkRuleOptions, type RuleOptions, withRuleOptions } from '../shared/rule-options.ts';
import { withSourceNames } from '../shared/source-names.ts';
import { printOut, readStandardInput } from '../shared/terminal.ts';
import { sanitizeBody } from './sanitize-body.ts';

const examples = `
Examples:
  graphveil sanitize --source SOURCE --upstream \\
    --url '/v1.0/users/avery@contoso.example/events' < events.json
  graphveil sanitize --rules my-rules.yaml --url 'https://graph.microsoft.com/v1.0/users' < users.json
  PSOXY_SALT=… PSOXY_ENCRYPTION_KEY=… graphveil sanitize --scheme psoxy --rules psoxy-rules.yaml --url '/v1.0/users' < users.json

Reads a Microsoft Graph response from standard input and writes the reply that a caller would get. Nothing is sent over
the network. If the rules refuse the call, or if a paging link leads to no endpoint of the rules, nothing is written and
the exit code is 1. Paging links are written as a fixed placeholder; with rules in Psoxy's form, as the rules leave them.`;

const refuse = (problem: Problem): never => {
  throw new CliError({
    exitCode: exitCodes.no,
    code: problem.code,
    message: problemMessage(problem),
    hint: problemCodes[problem.code].remedy,
  });
};

const run = async (options: RuleOptions): Promise<void> => {
  checkRuleOptions(options);
  const pseudonyms = await choosePseudonyms(options);
  const { plan } = loadRules(options);
  const call = { method: options.method, url: options.url, plainValues: options.upstream === true };
  const answer = askRules(plan, call, pseudonyms);
  if (!answer.allowed) return refuse(answer.problem);
  const graph = await graphOf(options.url);
  const sanitized = sanitizeBody(plan, answer, await readStandardInput(), { pseudonyms, graph });
  if (!sanitized.ok) return refuse(sanitized.problem);
  if (sanitized.text !== '') printOut(sanitized.text);
};

export const register = (command: Command): void => {
  withRuleOptions(command)
    .addHelpText('after', () => withSourceNames(examples))
    .action(run);
};
