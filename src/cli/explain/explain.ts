import type { CompiledRules } from '../../connectors/index.ts';
import type { Position } from '../../diagnostics/index.ts';
import type { EndpointPlan, UpstreamTarget } from '../../plan/index.ts';
import { type Problem, problemExplanations } from '../../problems/index.ts';
import { describeBound } from '../../proof/index.ts';
import { problemMessage, problemStatus } from '../../proxy/index.ts';
import { explainAnswer } from '../../rule-forms/index.ts';
import { type Answer, graphOf, targetOf } from '../shared/ask.ts';
import { table } from '../shared/table.ts';

/** The output of `--json`. */
export type Explanation = {
  readonly allowed: boolean;
  /** Template or expression of the endpoint; of the nearest one if the call is refused. */
  readonly endpoint: string | null;
  readonly rule: string | null;
  readonly upstreamUrl: string | null;
  readonly problem: {
    readonly code: string;
    readonly status: number;
    readonly message: string;
    readonly remedy: string;
  } | null;
  /** What limits the call to the people of a group, for a caller that is limited to one. */
  readonly limit: string | null;
  readonly changes: readonly string[];
  readonly answer: readonly { readonly what: string; readonly disposition: string; readonly rule: string | null }[];
};

const printed = (position: Position | undefined): string | null =>
  position === undefined ? null : `${position.file}:${position.line}:${position.column}`;

const explainProblem = (problem: Problem) => ({
  code: problem.code,
  status: problemStatus(problem),
  message: problemMessage(problem),
  // The general remedy of a refused call is this command itself.
  remedy:
    problem.code === 'Graphveil.EndpointNotAllowed'
      ? 'Correct the part of the call that the message names, or ask the owner of the rules to add the endpoint.'
      : problemExplanations[problem.code].remedy,
});

const named = (endpoint: EndpointPlan | undefined) => ({
  endpoint: endpoint?.pathTemplate ?? null,
  rule: printed(endpoint?.position),
});

const partsOf = (target: string): { readonly path: string; readonly query: ReadonlyMap<string, string> } => {
  const [path = '', query = ''] = target.split(/\?(.*)/s);
  const pairs = query.split('&').filter((pair) => pair !== '');
  const named = pairs.map((pair): [string, string] => {
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    return [decodeURIComponent(name).toLowerCase(), value];
  });
  return { path, query: new Map(named) };
};

const changeOf = (name: string, before: string | undefined, after: string | undefined): readonly string[] => {
  if (before === after) return [];
  if (before === undefined) return [`${name} is added`];
  return [after === undefined ? `${name} is left out` : `${name} is changed`];
};

/** Lists the differences between the call and the request to Graph, by part. */
const explainRequest = (given: string, { target, headers, ordered, raisedPage }: UpstreamTarget): readonly string[] => {
  const [before, after] = [partsOf(given), partsOf(target)];
  const names = new Set([...before.query.keys(), ...after.query.keys()]);
  return [
    ...(before.path === after.path ? [] : ['the path is changed: tokens are decrypted, values encoded']),
    ...[...names].flatMap((name) => changeOf(name, before.query.get(name), after.query.get(name))),
    ...(raisedPage === undefined ? [] : [`the page size is raised to ${raisedPage}, the minimum of directory lists`]),
    ...(ordered === true ? ['the reply keeps the order of $orderby'] : []),
    ...Object.entries(headers).map(([name, value]) => `header ${name} is sent: ${value}`),
  ];
};

/** Explains how rules decide about a call. */
export const explain = async (answer: Answer, url: string, { plan, notes }: CompiledRules): Promise<Explanation> => {
  if (!answer.allowed)
    return {
      allowed: false,
      ...named(answer.nearest),
      upstreamUrl: null,
      problem: explainProblem(answer.problem),
      limit: null,
      changes: [],
      answer: [],
    };
  const { endpoint, asked } = answer;
  return {
    allowed: true,
    ...named(endpoint),
    upstreamUrl: `${await graphOf(url)}${asked.target}`,
    problem: null,
    limit: describeBound(endpoint.bound),
    changes: explainRequest(targetOf(url), asked),
    answer: explainAnswer(plan, notes, answer.index).map(({ position, ...row }) => ({
      ...row,
      rule: printed(position),
    })),
  };
};

/** Renders an explanation for people. */
export const explanationText = ({
  allowed,
  endpoint,
  rule,
  upstreamUrl,
  problem,
  limit,
  changes,
  answer,
}: Explanation): string => {
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
    `request to Graph: ${upstreamUrl}`,
    ...changes.map((change) => `  ${change}`),
    `for callers that are limited to a group: ${limit}`,
    answer.length === 0 ? 'the response passes unchanged' : 'parts of the response:',
    ...table(
      answer.map((row) => [row.what, row.disposition, row.rule ?? '']),
      { indent: 2 },
    ),
  ].join('\n');
};
