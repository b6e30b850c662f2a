import type { EndpointProof, ProofRow } from '../proof.ts';

/** The form in which a reply shows the property that a query asks about. */
export type Answered =
  /** Unchanged, at full precision. */
  | 'plain'
  /** As a pseudonym. */
  | 'pseudonym'
  /** Changed or shortened, such as a time reduced to its month. */
  | 'coarse'
  /** A time of which the day leaves, and no more than the day, the hour, the minute or the second. */
  | 'coarse-time'
  /** An object or list of which parts leave. */
  | 'nested'
  | 'dropped'
  /** Microsoft's type has no such property. */
  | 'unknown';

/** Returns the form of a property, by its path in OData's notation in lower case. */
export type AnsweredProperties = (path: string) => Answered;

/** Converts `<user>.manager[].id` to a query's notation: `manager/id`. */
const asked = (path: string): string =>
  path
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('[]', '')
    .replace(/^\./, '')
    .replaceAll('.', '/')
    .toLowerCase();

/** Graph writes times in UTC, in which bounds are compared, except the local ones of `dateTimeTimeZone`. */
const showsDay = ({ declaredBy, how }: ProofRow): boolean =>
  !declaredBy.includes('dateTimeTimeZone') && /^truncateTime, (?:day|hour|minute|second)$/.test(how);

const ofRow = (row: ProofRow): Answered => {
  const { disposition } = row;
  switch (disposition) {
    case 'kept':
      return 'plain';
    case 'pseudonymized':
      return 'pseudonym';
    case 'transformed':
      return showsDay(row) ? 'coarse-time' : 'coarse';
    case 'nested':
    case 'as-before':
      return 'nested';
    case 'dropped':
      return 'dropped';
  }
};

const worst: readonly Answered[] = ['dropped', 'coarse', 'coarse-time', 'nested', 'pseudonym', 'plain'];

/** If rules choose by type, the most restrictive type decides. */
const together = (found: readonly Answered[]): Answered => worst.find((each) => found.includes(each)) ?? 'unknown';

const indexed = new WeakMap<EndpointProof['rows'], AnsweredProperties>();

/** Indexes the properties in an endpoint's reply by the form in which they leave. */
export const answeredBy = ({ rows }: Pick<EndpointProof, 'rows'>): AnsweredProperties => {
  const answered = indexed.get(rows) ?? indexRows(rows);
  indexed.set(rows, answered);
  return answered;
};

const indexRows = (rows: EndpointProof['rows']): AnsweredProperties => {
  const byPath = new Map<string, ProofRow[]>();
  for (const row of rows) {
    const key = asked(row.path);
    const same = byPath.get(key);
    if (same === undefined) byPath.set(key, [row]);
    else same.push(row);
  }

  const at = (path: string, hops: number): Answered => {
    const found = byPath.get(path);
    if (found !== undefined) return together(found.map(ofRow));
    for (let cut = path.lastIndexOf('/'); cut > 0; cut = path.lastIndexOf('/', cut - 1)) {
      const above = byPath.get(path.slice(0, cut)) ?? [];
      const [same] = above.flatMap(({ sameAs }) => sameAs ?? []);
      if (same === undefined || hops === 0) continue;
      return at(same === '' ? path.slice(cut + 1) : `${asked(same)}${path.slice(cut)}`, hops - 1);
    }
    return 'unknown';
  };
  return (path) => at(path.toLowerCase(), 10);
};
