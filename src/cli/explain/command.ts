import type { Command } from 'commander';
import type { CompiledRules } from '../../connectors/index.ts';
import type { Position } from '../../diagnostics/index.ts';
import type { EndpointPlan } from '../../plan/index.ts';
import { type Problem, problemCodes } from '../../problems/index.ts';
import { problemMessage, problemStatus } from '../../proxy/index.ts';
import { explainAnswer } from '../../rule-forms/index.ts';
import { type Answer, askRules, targetOf } from '../shared/ask.ts';
import { choosePseudonyms } from '../shared/choose-pseudonyms.ts';
import { loadRules } from '../shared/choose-rules.ts';
import { exitCodes } from '../shared/exit.ts';
import { checkRuleOptions, type RuleOptions, withRuleOptions } from '../shared/rule-options.ts';
import { withSourceNames } from '../shared/source-names.ts';
import { table } from '../shared/table.ts';
import { printJson, printOut } from '../shared/terminal.ts';
import { explainRequest } from './explain-request.ts';

const examples = `
Examples:
  graphveil explain --source SOURCE --upstream --url '/v1.0/users/avery@contoso.example/events?$top=5'
  graphveil explain --rules my-rules.yaml --method POST --url '/v1.0/users' --json

Says which endpoint of the rules lets a call through and what Graph would be asked, and shows for each part of the
answer the rule that decides on it; or what stands against the call. The exit code is 1 where the call is refused.`;

/** What `--json` prints. */
type Explanation = {
  readonly allowed: boolean;
  /** Template or expression of the endpoint; of the nearest one where the call is refused. */
  readonly endpoint: string | null;
  readonly rule: string | null;
  readonly upstreamUrl: string | null;
  readonly problem: {
    readonly code: string;
    readonly status: number;
    readonly message: string;
    readonly remedy: string;
  } | null;
  readonly changes: readonly string[];
  readonly answer: readonly { readonly what: string; readonly disposition: string; readonly rule: string | null }[];
};

const printed = (position: Position | undefined): string | null =>
  position === undefined ? null : `${position.file}:${position.line}:${position.column}`;

/** The origin of the URL that was given, else that of Microsoft's global service. */
const originOf = async (url: string): Promise<string> => {
  const given = /^https?:\/\/[^/?#]*/i.exec(url)?.[0];
  return given ?? (await import('../../config/index.ts')).clouds.global.graph;
};

const explainProblem = (problem: Problem) => ({
  code: problem.code,
  status: problemStatus(problem),
  message: problemMessage(problem),
  // Of a call that is not allowed, the product's own remedy is this command.
  remedy:
    problem.code === 'Graphveil.EndpointNotAllowed'
      ? 'Change what the message names, or ask the owner of the rules to add the endpoint.'
      : problemCodes[problem.code].remedy,
});

const named = (endpoint: EndpointPlan | undefined) => ({
  endpoint: endpoint?.pathTemplate ?? null,
  rule: printed(endpoint?.position),
});

const explain = async (answer: Answer, url: string, { plan, notes }: CompiledRules): Promise<Explanation> => {
  if (!answer.allowed)
    return {
      allowed: false,
      ...named(answer.nearest),
      upstreamUrl: null,
      problem: explainProblem(answer.problem),
      changes: [],
      answer: [],
    };
  const { endpoint, asked } = answer;
  return {
    allowed: true,
    ...named(endpoint),
    upstreamUrl: `${await originOf(url)}${asked.target}`,
    problem: null,
    changes: explainRequest(targetOf(url), asked),
    answer: explainAnswer(plan, notes, answer.index).map(({ position, ...row }) => ({
      ...row,
      rule: printed(position),
    })),
  };
};

const textOf = ({ allowed, endpoint, rule, upstreamUrl, problem, changes, answer }: Explanation): string => {
  const place = endpoint === null ? '' : `${endpoint} (${rule})`;
  if (!allowed)
    return [
      `refused: ${problem?.code} (${problem?.status})`,
      `  ${problem?.message}`,
      place && `nearest endpoint: ${place}`,
      `  ${problem?.remedy}`,
    ]
      .filter((line) => line !== '')
      .join('\n');
  return [
    `allowed by ${place}`,
    `Graph is asked: ${upstreamUrl}`,
    ...changes.map((change) => `  ${change}`),
    answer.length === 0 ? 'the answer passes as it is' : 'of the answer:',
    ...table(
      answer.map((row) => [row.what, row.disposition, row.rule ?? '']),
      { indent: 2 },
    ),
  ].join('\n');
};

const run = async (options: RuleOptions): Promise<void> => {
  checkRuleOptions(options);
  const pseudonyms = await choosePseudonyms(options);
  const rules = loadRules(options);
  const { method, url, upstream } = options;
  const answer = askRules(rules.plan, { method, url, plainValues: upstream === true }, pseudonyms);
  const explanation = await explain(answer, url, rules);
  if (options.json === true) printJson(explanation);
  else printOut(textOf(explanation));
  if (!explanation.allowed) process.exitCode = exitCodes.no;
};

export const register = (command: Command): void => {
  withRuleOptions(command)
    .addHelpText('after', () => withSourceNames(examples))
    .action(run);
};
