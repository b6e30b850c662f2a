import { descendants, lineage, typeIndex } from '../../../graph-types/index.ts';
import type { TwinAnswer } from '../../http/index.ts';
import { compare, type Expansion, type Json, project, readFilter, valueAt } from '../odata/index.ts';
import type { GraphCall } from './call.ts';
import { readPageToken, writePageToken } from './page-token.ts';
import { badRequest } from './refusal.ts';

/** A list that an endpoint serves: the source of its items and the spelling of its envelope. */
export type Collection<T> = {
  /** Graph's type of the items, without `microsoft.graph.`. It determines the selectable properties. */
  readonly type: string;
  /** After `$metadata#`: `users('id')/events`. */
  readonly context: string;
  readonly items: readonly T[];
  /** The whole document, before selection. */
  readonly document: (item: T) => Json;
  /** Key of an item in its feed of changes. */
  readonly key: (item: T) => string;
  /** Name of the feed whose removals and updates apply; absent if the list never changes. */
  readonly feed?: string;
  /** Properties that are returned without `$select`; absent: all. */
  readonly defaults?: readonly string[];
  /** Properties that are returned regardless of `$select`. */
  readonly always?: readonly string[];
  /** The service's default sort key. A filtered list is sorted by key. Absent: creation order. */
  readonly sortedBy?: (item: T) => string;
  readonly pageSize: number;
  readonly largestPage: number;
  /** The list's path in links, after the version: `/users('id')/events`. */
  readonly link: string;
  /** Outlook uses `%24skip` for paging, all other services `$skiptoken`. */
  readonly paging?: 'skip' | 'skiptoken';
  /** The text about the last row in the page token. */
  readonly identity?: (document: Json) => string;
  readonly expand?: (document: Json, item: T, expansion: Expansion) => Json;
  /** `@odata.count` only with `ConsistencyLevel: eventual`. */
  readonly countsEventually?: boolean;
  /** Some services write `@odata.NextLink`. */
  readonly nextLinkName?: string;
  /** Additional properties next to `value` that only this list has. */
  readonly around?: Json;
};

export const documentOf = <T>(call: GraphCall, list: Collection<T>, item: T): Json => {
  const patch = list.feed === undefined ? undefined : call.world.changes.patchOf(list.feed, list.key(item));
  const whole = patch === undefined ? list.document(item) : { ...list.document(item), ...patch };
  const asked = list.expand === undefined ? [] : call.options.expand;
  const names = asked.map(({ name }) => name);
  const select = call.options.select.length === 0 ? [] : [...call.options.select, ...names];
  const defaults = list.defaults === undefined ? undefined : [...list.defaults, ...names];
  const expanded = asked.reduce((document, expansion) => list.expand?.(document, item, expansion) ?? document, whole);
  return project(expanded, select, defaults, list.always ?? []);
};

const existing = <T>(call: GraphCall, { feed, items, key }: Collection<T>): readonly T[] =>
  feed === undefined ? items : items.filter((item) => !call.world.changes.isRemoved(feed, key(item)));

const compareTexts = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** Returns the items that match the query's `$filter`, in the order of `$orderby`. */
const arranged = <T>(call: GraphCall, list: Collection<T>): readonly T[] => {
  const { filter, orderBy, all } = call.options;
  if (all.has('search'))
    throw badRequest("The query specified in the URI is not valid. Query option 'Search' is not allowed.");
  const items = existing(call, list);
  const { sortedBy } = list;
  if (filter === undefined && orderBy.length === 0) {
    if (sortedBy === undefined) return items;
    return items.toSorted((a, b) => compareTexts(sortedBy(a), sortedBy(b)));
  }
  const test = filter === undefined ? () => true : readFilter(filter);
  const ordered = sortedBy === undefined ? items : items.toSorted((a, b) => compareTexts(list.key(a), list.key(b)));
  const pairs = ordered
    .map((item) => ({ item, document: list.document(item) }))
    .filter(({ document }) => test(document));
  pairs.sort((a, b) => {
    for (const { path, descending } of orderBy) {
      const order = compare(valueAt(a.document, path), valueAt(b.document, path)) ?? 0;
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
  return pairs.map(({ item }) => item);
};

/** Returns the page size: `$top`, otherwise `Prefer: odata.maxpagesize`, otherwise the service's default. */
export const pageSizeOf = <T>(call: GraphCall, list: Pick<Collection<T>, 'pageSize' | 'largestPage'>): number => {
  const { top } = call.options;
  if (top !== undefined && (top < 1 || top > list.largestPage)) {
    throw badRequest(
      `Invalid page size specified: '${top}'. Must be between 1 and ${list.largestPage} inclusive.`,
      'Request_BadRequest',
    );
  }
  const preferred = Number(call.prefer.get('odata.maxpagesize') ?? Number.NaN);
  return top ?? (preferred >= 1 ? Math.min(preferred, list.largestPage) : list.pageSize);
};

const offsetOf = (call: GraphCall): number => {
  const token = call.options.all.get('skiptoken');
  return token === undefined ? call.options.skip : readPageToken(token, call.world.changes.generation()).offset;
};

const nextLink = <T>(call: GraphCall, list: Collection<T>, offset: number, last: Json): string => {
  const repeated = [...call.options.all].filter(([name]) => name !== 'skip' && name !== 'skiptoken');
  const query = repeated.map(([name, value]) => `${optionName(name)}=${encodeURIComponent(value)}`);
  const generation = call.world.changes.generation();
  const state = { offset, sequence: 0, generation, round: 'snapshot', since: 0, query: '' } as const;
  const place =
    list.paging === 'skip'
      ? `%24skip=${offset}`
      : `$skiptoken=${writePageToken(list.identity?.(last) ?? `:_${String(last['id'])}`, state)}`;
  return `${call.root}${list.link}?${[...query, place].join('&')}`;
};

const odataOptions = new Set(['select', 'expand', 'top', 'count', 'filter', 'orderby', 'search', 'format']);
const camel = new Map([
  ['startdatetime', 'startDateTime'],
  ['enddatetime', 'endDateTime'],
  ['includehiddenfolders', 'includeHiddenFolders'],
]);

/** Returns a query option's name as Graph writes it in links. */
export const optionName = (name: string): string => (odataOptions.has(name) ? `$${name}` : (camel.get(name) ?? name));

/**
 * Builds `@odata.context`, which contains the path's ids and the selected properties. For change tracking, it names
 * only the type.
 */
export const contextOf = ({ root, options }: GraphCall, context: string): string => {
  const isSelected = options.select.length > 0 && !context.startsWith('Collection(');
  return `${root}/$metadata#${context}${isSelected ? `(${options.select.join(',')})` : ''}`;
};

/** Properties that Graph returns and selects although its published types package doesn't have them yet. */
const beyondThePackage: ReadonlyMap<string, readonly string[]> = new Map([
  ['group', ['resourceBehaviorOptions', 'resourceProvisioningOptions']],
  // Spelling of @microsoft.graph.downloadUrl in $select, which connectors send.
  ['driveItem', ['content.downloadUrl']],
]);

/**
 * Throws if `$select` names a property that the type lacks, as Graph does for most types. Ignoring it would hide the
 * mistake.
 */
export const refuseUnknownProperties = ({ version, options }: GraphCall, type: string): void => {
  const types = typeIndex[version];
  for (const path of options.select) {
    const [name = ''] = path.split('/');
    const names = [...lineage(types, type), ...descendants(types, type)].flatMap((one) => [
      ...Object.keys(types[one]?.properties ?? {}),
      ...(beyondThePackage.get(one) ?? []),
    ]);
    if (
      name !== '*' &&
      types[type] !== undefined &&
      !names.some((known) => known.toLowerCase() === name.toLowerCase())
    ) {
      throw badRequest(`Could not find a property named '${name}' on type 'microsoft.graph.${type}'.`);
    }
  }
};

/** Returns one page of a list, filtered and sorted, with the link to the next page. */
export const answerCollection = <T>(call: GraphCall, list: Collection<T>): TwinAnswer => {
  refuseUnknownProperties(call, list.type);
  const items = arranged(call, list);
  const size = pageSizeOf(call, list);
  const offset = offsetOf(call);
  const page = items.slice(offset, offset + size);
  const value = page.map((item) => documentOf(call, list, item));
  const counts = call.options.count && (!list.countsEventually || call.headers['consistencylevel'] === 'eventual');
  const last = page.at(-1);
  const more = last !== undefined && offset + size < items.length;
  return {
    status: 200,
    json: {
      '@odata.context': contextOf(call, list.context),
      ...(counts && offset === 0 ? { '@odata.count': items.length } : {}),
      ...(more
        ? { [list.nextLinkName ?? '@odata.nextLink']: nextLink(call, list, offset + size, list.document(last)) }
        : {}),
      ...list.around,
      value,
    },
  };
};
