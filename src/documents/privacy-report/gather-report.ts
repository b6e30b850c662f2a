import type { ReadyConnector } from '../../connectors/index.ts';
import { typesPackages } from '../../graph-types/index.ts';
import type { Cast } from '../../rule-tests/index.ts';
import { chooseExample } from './choose-example.ts';
import type { ReportDeployment, ReportExample, ReportModel, ReportSource } from './model.ts';
import { ownRulesOf } from './own-rules.ts';
import { reportAnswers } from './report-answers.ts';

export type GatherOptions = {
  readonly version: string;
  /** `2026-03-02` */
  readonly date: string;
  readonly cast: Cast;
  readonly deployment?: ReportDeployment | undefined;
};

const directory = /^(?:User|Group)\.Read/;

/**
 * Weights of endpoints: those with the same responses count together; those of the directory, which most sources have,
 * don't count.
 */
const weightsOf = ({ source, rules: { proof } }: ReadyConnector): ReadonlyMap<string, number> => {
  const others = source.permissions.filter(({ name }) => !directory.test(name));
  const own = new Set((others.length === 0 ? source.permissions : others).flatMap(({ endpoints }) => endpoints));
  return new Map(
    reportAnswers(proof).flatMap(({ endpoints, rows }) =>
      endpoints.map(
        (template) => [template, own.has(template) ? 100 + endpoints.length * 20 + rows.length : 0] as const,
      ),
    ),
  );
};

/** The most instructive case of a connector. Cases of a built-in source don't describe a custom rule file. */
export const exampleOf = async (connector: ReadyConnector, cast: Cast): Promise<ReportExample | undefined> =>
  connector.own === undefined ? chooseExample(connector, cast, weightsOf(connector)) : undefined;

const gatherSource = async (connector: ReadyConnector, cast: Cast): Promise<ReportSource> => {
  const { source, rules, name, acceptUnproven, permissions } = connector;
  const { plan, proof } = rules;
  const example = await exampleOf(connector, cast);
  return {
    name,
    title: name === source.id ? source.title : `${source.title} (${name})`,
    summary: source.summary,
    availability: source.availability,
    variants: connector.variants,
    extras: connector.extras,
    acceptUnproven,
    ...(connector.own && { ownRules: ownRulesOf(plan, proof) }),
    choices: connector.choices,
    rulesHash: plan.hash,
    permissions,
    narrowed: connector.narrowed,
    narrower: connector.narrower,
    endpoints: plan.endpoints.length,
    answers: reportAnswers(proof),
    example,
  };
};

/** Gathers the data of the data-flow and privacy report: proofs, permissions, and an example of each source's own cases. */
export const gatherReport = async (
  connectors: readonly ReadyConnector[],
  { version, date, cast, deployment }: GatherOptions,
): Promise<ReportModel> => {
  const sources: ReportSource[] = [];
  for (const connector of connectors) sources.push(await gatherSource(connector, cast));
  return { version, date, types: Object.values(typesPackages), deployment, sources };
};
