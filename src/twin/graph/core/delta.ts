import type { TwinAnswer } from '../../http/index.ts';
import { type Json, readOptions } from '../odata/index.ts';
import type { GraphCall } from './call.ts';
import { type Collection, contextOf, documentOf, pageSizeOf, refuseUnknownProperties } from './collection.ts';
import { type PageState, readPageToken, writePageToken } from './page-token.ts';

/**
 * A list that can be followed. Its feed has a name, and its links may spell the token as an option or as an argument.
 */
export type DeltaCollection<T> = Collection<T> & {
  readonly feed: string;
  /** `/users/delta`; `{token}` marks the position of the token: `/drives/x/root/delta(token='{token}')`. */
  readonly link: string;
  /** The id in the report of a removed item, if it differs from its key. */
  readonly removedId?: (item: T) => string;
  /** The report of a removed item. @default `{id, @removed: {reason}}` */
  readonly removedRow?: (id: string, reason: string) => Json;
};

type Row<T> = { readonly item: T | undefined; readonly removed?: { readonly id: string; readonly reason: string } };

type Resumed = { readonly call: GraphCall; readonly state: PageState };

const tokenOf = (call: GraphCall): { readonly text: string; readonly isPage: boolean } | undefined => {
  const { all } = call.options;
  const page = all.get('skiptoken');
  if (page !== undefined) return { text: page, isPage: true };
  const text = all.get('deltatoken') ?? all.get('token') ?? call.args.get('token');
  return text === undefined || text === '' ? undefined : { text, isPage: false };
};

/**
 * Finds the position of a delta call: a link's token, which includes the options of the first call, or the start of a
 * snapshot. A handler that uses options of the first call must resume before it reads them.
 */
export const resumeDelta = (call: GraphCall): Resumed => {
  const { changes } = call.world;
  const sequence = changes.sequence();
  const query = new URLSearchParams([...call.options.all].filter(([name]) => !name.endsWith('token'))).toString();
  const fresh: PageState = {
    offset: 0,
    sequence,
    generation: changes.generation(),
    round: 'snapshot',
    since: 0,
    query,
  };
  const token = tokenOf(call);
  if (token === undefined) return { call, state: fresh };
  if (token.text === 'latest') return { call, state: { ...fresh, round: 'changes', since: sequence } };
  const read = readPageToken(token.text, changes.generation());
  const resumed = { ...call, options: readOptions(new URLSearchParams(read.query)) };
  // A token spelled as argument or `token=` leads to a page if it has an offset, otherwise to the next round.
  if (token.isPage || read.offset > 0) return { call: resumed, state: read };
  return { call: resumed, state: { ...fresh, round: 'changes', since: read.sequence, query: read.query } };
};

/** Returns the changes of this list. Changes to items that it doesn't contain belong to other lists. */
const changedRows = <T>(call: GraphCall, list: DeltaCollection<T>, state: PageState): readonly Row<T>[] =>
  call.world.changes.since(list.feed, state.since).flatMap(({ key, removed }): readonly Row<T>[] => {
    const item = list.items.find((candidate) => list.key(candidate) === key);
    if (item === undefined) return [];
    if (removed === undefined) return [{ item }];
    return [{ item: undefined, removed: { id: list.removedId?.(item) ?? key, reason: removed } }];
  });

const snapshotRows = <T>(call: GraphCall, list: DeltaCollection<T>): readonly Row<T>[] =>
  list.items.filter((item) => !call.world.changes.isRemoved(list.feed, list.key(item))).map((item) => ({ item }));

const writeRow = <T>(call: GraphCall, list: DeltaCollection<T>, row: Row<T>): readonly Json[] => {
  const { removed } = row;
  if (removed !== undefined) {
    return [
      list.removedRow?.(removed.id, removed.reason) ?? { id: removed.id, '@removed': { reason: removed.reason } },
    ];
  }
  return row.item === undefined ? [] : [documentOf(call, list, row.item)];
};

const linkTo = <T>(call: GraphCall, list: DeltaCollection<T>, option: string, token: string): string =>
  list.link.includes('{token}')
    ? `${call.root}${list.link.replace('{token}', token)}`
    : `${call.root}${list.link}?${option}=${token}`;

/**
 * Returns one page of a delta round: everything at first, afterwards the changes and removals since the link was
 * issued.
 */
export const answerDelta = <T>({ call, state }: Resumed, list: DeltaCollection<T>): TwinAnswer => {
  refuseUnknownProperties(call, list.type);
  const rows = state.round === 'snapshot' ? snapshotRows(call, list) : changedRows(call, list, state);
  const end = state.offset + pageSizeOf(call, list);
  const page = rows.slice(state.offset, end);
  const value = page.flatMap((row) => writeRow(call, list, row));
  const lastItem = page.at(-1)?.item;
  const last = lastItem === undefined ? {} : list.document(lastItem);
  const identity = list.identity?.(last) ?? `:_${String(last['id'] ?? '')}`;
  const token = (offset: number): string => writePageToken(identity, { ...state, offset });
  const link =
    end < rows.length
      ? { '@odata.nextLink': linkTo(call, list, '$skiptoken', token(end)) }
      : { '@odata.deltaLink': linkTo(call, list, '$deltatoken', token(0)) };
  return {
    status: 200,
    json: { '@odata.context': contextOf(call, list.context), ...list.around, ...link, value },
  };
};
