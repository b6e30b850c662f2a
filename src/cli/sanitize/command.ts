import { type Problem, problemExplanations } from '../../problems/index.ts';
import { problemMessage } from '../../proxy/index.ts';
import { askRules, graphOf } from '../shared/ask.ts';
import { choosePseudonyms } from '../shared/choose-pseudonyms.ts';
import { loadRules } from '../shared/choose-rules.ts';
import { CliError, exitCodes } from '../shared/exit.ts';
import { checkRuleOptions, type RuleOptions } from '../shared/rule-options.ts';
import { printOut, readStandardInput } from '../shared/terminal.ts';
import { sanitizeBody } from './sanitize-body.ts';

const refuse = (problem: Problem): never => {
  throw new CliError({
    exitCode: exitCodes.no,
    code: problem.code,
    message: problemMessage(problem),
    hint: problemExplanations[problem.code].remedy,
  });
};

export const run = async (options: RuleOptions): Promise<void> => {
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
