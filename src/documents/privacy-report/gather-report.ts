import type { MailboxAccess } from '../../config/index.ts';
import { consentConnector } from '../../connectors/index.ts';
import { typesPackages } from '../../graph-types/index.ts';
import type { Plan } from '../../plan/index.ts';
import type { Proof } from '../../proof/index.ts';
import type { Cast } from '../../rule-tests/index.ts';
import type { Source } from '../../sources/index.ts';
import { chooseExample } from './choose-example.ts';
import type { ReportDeployment, ReportModel, ReportSource } from './model.ts';
import { reportAnswers } from './report-answers.ts';

/** A connector that the report is about, compiled and proven. */
export type ReportedConnector = {
  readonly name: string;
  readonly source: Source;
  readonly variants: readonly string[];
  readonly extras: readonly string[];
  readonly mailboxAccess: MailboxAccess;
  readonly acceptUnproven?: string | undefined;
  readonly plan: Plan;
  readonly proof: Proof;
};

export type GatherOptions = {
  readonly version: string;
  /** `2026-03-02` */
  readonly date: string;
  readonly cast: Cast;
  readonly deployment?: ReportDeployment | undefined;
};

const directory = /^(?:User|Group)\.Read/;

/** Endpoints that answer alike weigh together; those of the directory, which most sources have, weigh nothing. */
const weightsOf = ({ source, proof }: ReportedConnector): ReadonlyMap<string, number> => {
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

const gatherSource = async (connector: ReportedConnector, cast: Cast): Promise<ReportSource> => {
  const { source, plan, proof, name, acceptUnproven } = connector;
  const consent = consentConnector(source, connector);
  const example = await chooseExample(connector, cast, weightsOf(connector));
  return {
    name,
    title: name === source.id ? consent.title : `${consent.title} (${name})`,
    summary: consent.summary,
    availability: consent.availability,
    variants: connector.variants,
    extras: connector.extras,
    acceptUnproven,
    rulesHash: plan.hash,
    permissions: consent.permissions,
    narrower: consent.narrower,
    endpoints: plan.endpoints.length,
    answers: reportAnswers(proof),
    example,
  };
};

/** Gathers what the data-flow and privacy report says: proofs, permissions, and an example of each source's own cases. */
export const gatherReport = async (
  connectors: readonly ReportedConnector[],
  { version, date, cast, deployment }: GatherOptions,
): Promise<ReportModel> => {
  const sources: ReportSource[] = [];
  for (const connector of connectors) sources.push(await gatherSource(connector, cast));
  return { version, date, types: Object.values(typesPackages), deployment, sources };
};
