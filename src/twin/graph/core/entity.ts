import type { TwinAnswer } from '../../http/index.ts';
import type { GraphCall } from './call.ts';
import { type Collection, contextOf, documentOf, refuseUnknownProperties } from './collection.ts';

/** A single resource: the properties of `Collection` that concern one item. */
export type Entity<T> = Pick<
  Collection<T>,
  'type' | 'context' | 'document' | 'key' | 'feed' | 'defaults' | 'always' | 'expand'
> & {
  readonly item: T;
  /** True for a part of its owner rather than a member of a set: its context has no `/$entity`. */
  readonly isPart?: boolean;
};

/** Returns one entity with its context. `$select` and `$expand` work as in a list. */
export const answerEntity = <T>(call: GraphCall, entity: Entity<T>): TwinAnswer => {
  refuseUnknownProperties(call, entity.type);
  const list: Collection<T> = { ...entity, items: [], pageSize: 1, largestPage: 1, link: '' };
  return {
    status: 200,
    json: {
      '@odata.context': `${contextOf(call, entity.context)}${entity.isPart === true ? '' : '/$entity'}`,
      ...documentOf(call, list, entity.item),
    },
  };
};
