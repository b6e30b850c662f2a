import type { GraphType, GraphVersion } from '../../graph-types/index.ts';
import { privacyTable, typeIndex } from '../../graph-types/index.ts';
import { type ProofRow, prove } from '../../proof/index.ts';
import { compile } from '../../rule-forms/index.ts';

/** Returns the version at the beginning of a path template. */
export const versionOf = (pathTemplate: string): GraphVersion => (pathTemplate.startsWith('/beta/') ? 'beta' : 'v1.0');

export const typesOf = (version: GraphVersion): Readonly<Record<string, GraphType>> => typeIndex[version];

/** Returns every property of a type from a proof of rules that keep only the id. */
export const surveyType = (entity: string, version: GraphVersion): readonly ProofRow[] => {
  const text = `endpoints: [{ pathTemplate: /${version}/survey, entity: ${entity}, response: { id: !<redact> {} } }]`;
  const knowledge = { types: typeIndex, privacy: privacyTable };
  const input = { title: entity, main: { path: 'survey.yaml', text }, shared: [], overlays: [] };
  const { plan, notes } = compile({ ...input, ...knowledge, builtIn: false });
  if (plan === undefined || notes === undefined) return [];
  return prove({ plan, notes }, knowledge, { everythingJudged: false }).endpoints.flatMap(({ rows }) => rows);
};
