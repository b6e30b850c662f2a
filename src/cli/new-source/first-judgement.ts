import type { GraphType } from '../../graph-types/index.ts';
import type { ProofRow } from '../../proof/index.ts';

type Types = Readonly<Record<string, GraphType>>;

/**
 * Suggests a judgement from a property's type and name, for a person to correct. A string without other evidence counts
 * as free text.
 */
export const firstJudgement = (name: string, type: string, types: Types): string => {
  const item = type.replace(/\[\]$/, '');
  if (item === 'number' || item === 'boolean' || types[item]?.kind === 'enum') return 'metadata';
  if (item !== 'string') return 'free-text';
  if (/DateTime$/.test(name)) return 'metadata date-time';
  if (/(?:^id|Ids?|ETag|Url|Uri|Token|Key)$/.test(name)) return 'opaque-id';
  if (/name|mail|phone|address/i.test(name)) return 'direct-identifier';
  return 'free-text';
};

export type FirstJudgement = { readonly type: string; readonly property: string; readonly judged: string };

/** Suggests judgements for all properties without one in a proof, without duplicates. */
export const firstJudgements = (rows: readonly ProofRow[], types: Types): readonly FirstJudgement[] => {
  const open = rows.filter((row) => row.class === 'not-judged');
  const judged = open.flatMap(({ path, type, declaredBy: [declaredBy = ''] }) => {
    const property = path.split('.').at(-1)?.replace(/\[\]$/, '') ?? '';
    return [{ type: declaredBy, property, judged: firstJudgement(property, type, types) }];
  });
  return [...new Map(judged.map((each) => [`${each.type}.${each.property}`, each])).values()];
};
