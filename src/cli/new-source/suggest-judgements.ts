import { privacyTable, typeIndex } from '../../proof/index.ts';
import {
  descendants,
  findPrivacy,
  type GraphProperty,
  type GraphVersion,
  lineage,
} from '../../rule-engine/type-index/index.ts';

/** A property that nobody has judged, and what it looks like; to be read by a person. */
export type Suggestion = { readonly type: string; readonly property: string; readonly judgement: string };

const byName: readonly (readonly [RegExp, string])[] = [
  [/DateTime$/, 'metadata date-time'],
  [/(?:^id|Id|Ids|Uri|Url|Link|Tag|Key)$/, 'opaque-id'],
  [/(?:mail|phone|displayName|givenName|surname|upn|userPrincipalName|address)/i, 'direct-identifier'],
];

const suggestion = (name: string, { type }: GraphProperty, version: GraphVersion): string => {
  if (type === 'number' || type === 'boolean' || typeIndex[version][type]?.kind === 'enum') return 'metadata';
  return byName.find(([pattern]) => pattern.test(name))?.[1] ?? 'free-text';
};

/** Types that a value of the type holds, itself and those it is built upon and that are built upon it included. */
const reachable = (entity: string, version: GraphVersion): readonly string[] => {
  const types = typeIndex[version];
  const queue = [...lineage(types, entity).toReversed(), ...descendants(types, entity)];
  for (const name of queue)
    for (const property of Object.values(types[name]?.properties ?? {})) {
      if (property.navigation || types[property.type]?.kind !== 'complex') continue;
      for (const inner of [...lineage(types, property.type), ...descendants(types, property.type)])
        if (!queue.includes(inner)) queue.push(inner);
    }
  return queue;
};

/** Every property that an answer with the type can hold and that the project has not judged. */
export const suggestJudgements = (entity: string, version: GraphVersion): readonly Suggestion[] => {
  const types = typeIndex[version];
  return reachable(entity, version).flatMap((type) =>
    Object.entries(types[type]?.properties ?? {}).flatMap(([property, declared]) => {
      const holdsOthers = ['complex', 'entity'].includes(types[declared.type]?.kind ?? '');
      if (holdsOthers || findPrivacy(types, privacyTable, type, property) !== undefined) return [];
      return [{ type, property, judgement: suggestion(property, declared, version) }];
    }),
  );
};
