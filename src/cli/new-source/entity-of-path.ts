import { findProperty, type GraphType } from '../../graph-types/index.ts';

type Types = Readonly<Record<string, GraphType>>;

/** What a path answers with, as far as Microsoft's types tell. */
export type PathAnswer = { readonly entity: string; readonly collection: boolean };

/** `users` holds users, `me` is one; where the name alone does not say it, nobody knows. */
const rootOf = (segment: string, types: Types): PathAnswer | undefined => {
  const entity = segment.replace(/s$/, '');
  return types[entity] === undefined ? undefined : { entity, collection: segment !== entity };
};

const stepInto = ({ entity, collection }: PathAnswer, segment: string, types: Types): PathAnswer | undefined => {
  if (collection) return segment.startsWith('{') ? { entity, collection: false } : undefined;
  const found = findProperty(types, entity, segment)?.property;
  return found === undefined ? undefined : { entity: found.type, collection: found.collection };
};

/** Follows a path template through navigation properties: `/v1.0/users/{userId}/events` answers with a list of `event`. */
export const entityOfPath = (pathTemplate: string, types: Types): PathAnswer | undefined => {
  const [root = '', ...rest] = pathTemplate.split('/').slice(2);
  const steps = rest.at(-1) === 'delta' ? rest.slice(0, -1) : rest;
  let answer = rootOf(root, types);
  for (const segment of steps) answer = answer && stepInto(answer, segment, types);
  return answer;
};
