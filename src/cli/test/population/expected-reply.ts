import { isList, isObject, type Json, type JsonObject, textsOf } from './json.ts';
import type { Truth, Verdict } from './truth.ts';

/** The call that a reply belongs to, as far as the limit depends on it. */
export type Limit = {
  readonly truth: Pick<Truth, 'of'>;
  /** The caller sees the pseudonyms of people outside whom records mention. */
  readonly counterparts: boolean;
  /** The reply is about a call, whose parts concern different people. */
  readonly shared: boolean;
};

/** Properties whose objects are people or groups themselves. All other objects only mention them. */
const recordProperties: ReadonlySet<string> = new Set([
  'manager',
  'manager@delta',
  'members@delta',
  'participants_v2',
  'organizer_v2',
  'attendanceRecords',
]);

/** Types of the directory that are neither people nor groups. */
const things = /^#microsoft\.graph\.(?:administrativeUnit|application|device|directoryRole|servicePrincipal)$/;

const link = /@odata\.(?:nextLink|deltaLink)$/i;

/** The replacement of any link in a comparison. */
export const anyLink = 'link';

const typeOf = (object: JsonObject): string => String(object['@odata.type'] ?? '');

const verdictIn = ({ truth }: Limit, text: string, around: JsonObject): Verdict | undefined => {
  const verdict = truth.of(text);
  if (verdict !== 'object') return verdict;
  return things.test(typeOf(around)) ? 'thing' : 'outside';
};

const verdictsOf = (value: Json, { truth }: Limit): ReadonlySet<Verdict | undefined> =>
  new Set(textsOf(value).map(truth.of));

/** True for a part of a call that concerns only people outside. */
const concernsOthers = (item: Json, limit: Limit): boolean => {
  if (!limit.shared || limit.counterparts) return false;
  const verdicts = verdictsOf(item, limit);
  return verdicts.has('outside') && !verdicts.has('inside');
};

type Place = { readonly isRecord: boolean; readonly nameless: boolean; readonly around: JsonObject };

const expectedText = (text: string, { nameless, around }: Place, limit: Limit): string | undefined => {
  if (limit.counterparts) return text;
  const verdict = verdictIn(limit, text, around);
  if (verdict === 'outside' || (nameless && verdict !== undefined)) return undefined;
  return text;
};

const expectedValue = (value: Json, place: Place, limit: Limit): Json | undefined => {
  if (typeof value === 'string') return expectedText(value, place, limit);
  if (isList(value))
    return value.flatMap((item) => {
      const kept = expectedValue(item, place, limit);
      return kept === undefined || concernsOthers(item, limit) ? [] : [kept];
    });
  return isObject(value) ? expectedObject(value, place, limit) : value;
};

/** Returns whether an object is a person or a group outside, given its own id. */
const isForeignRecord = (object: JsonObject, limit: Limit): boolean => {
  const { id } = object;
  return typeof id !== 'string' || verdictIn(limit, id, object) === 'outside';
};

const expectedObject = (
  object: JsonObject,
  { isRecord, nameless: around }: Pick<Place, 'isRecord' | 'nameless'>,
  limit: Limit,
): JsonObject | undefined => {
  if (isRecord && !limit.counterparts && isForeignRecord(object, limit)) return undefined;
  const own = new Set(
    Object.values(object).flatMap((value) => (typeof value === 'string' ? [verdictIn(limit, value, object)] : [])),
  );
  const nameless = !isRecord && !own.has('inside') && (own.has('outside') || around);
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]) => {
      if (link.test(name)) return [[name, anyLink]];
      const kept = expectedValue(value, { isRecord: recordProperties.has(name), nameless, around: object }, limit);
      return kept === undefined ? [] : [[name, kept]];
    }),
  );
};

const root = { isRecord: false, nameless: false };

/** True for an item of a list, or a single object, that is a person or a group: its id is that of one. */
const isSubject = (item: Json, { truth }: Limit): boolean => {
  if (!isObject(item) || typeof item['id'] !== 'string') return false;
  const verdict = truth.of(item['id']);
  return verdict !== undefined && verdict !== 'thing';
};

/**
 * Returns the reply that a limited caller should get, given the one of a caller who sees everybody. Undefined for a single person or
 * group outside.
 */
export const expectedReply = (reply: JsonObject, limit: Limit): JsonObject | undefined => {
  const { value } = reply;
  if (!isList(value)) {
    if (isSubject(reply, limit) && isForeignRecord(reply, limit)) return undefined;
    return expectedObject(reply, root, limit);
  }
  const kept = value.filter(isObject).flatMap((item): readonly Json[] => {
    if (isSubject(item, limit) && isForeignRecord(item, limit)) return [];
    const expected = expectedObject(item, root, limit);
    return expected === undefined || concernsOthers(item, limit) ? [] : [expected];
  });
  const { value: _, '@odata.count': __, ...around } = reply;
  return { ...expectedObject(around, root, limit), value: kept };
};

/** Returns a reply with the same stand-in for each link. */
export const withoutLinks = (value: Json): Json => {
  if (isList(value)) return value.map(withoutLinks);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, link.test(name) ? anyLink : withoutLinks(member)]),
  );
};
