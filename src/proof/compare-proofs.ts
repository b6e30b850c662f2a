import { dispositionText } from './disposition-table.ts';
import type { EndpointProof, Proof, ProofRow } from './proof.ts';

/** A property that an overlay treats differently. */
export type ChangedDisposition = {
  readonly entity: string;
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly reason?: string;
};

type Rows = ReadonlyMap<string, ProofRow>;

const rowsOf = ({ rows }: EndpointProof): Rows => new Map(rows.map((row) => [row.path, row]));

/** Returns the row of a path. Follows `sameAs` if an ancestor is treated like another path. */
const rowAt = (rows: Rows, path: string): ProofRow | undefined => {
  const direct = rows.get(path);
  if (direct !== undefined) return direct;
  for (let cut = path.lastIndexOf('.'); cut > 0; cut = path.lastIndexOf('.', cut - 1)) {
    const same = rows.get(path.slice(0, cut))?.sameAs;
    if (same !== undefined) return rowAt(rows, same === '' ? path.slice(cut + 1) : `${same}${path.slice(cut)}`);
  }
  return undefined;
};

const isLeaf = ({ disposition, within }: ProofRow): boolean =>
  disposition !== 'nested' && disposition !== 'as-before' && within === undefined;

const textOf = (row: ProofRow | undefined): string => (row === undefined ? 'dropped' : dispositionText(row));

const changesOf = (base: EndpointProof, other: EndpointProof): readonly ChangedDisposition[] => {
  const before = rowsOf(base);
  return other.rows.filter(isLeaf).flatMap((row) => {
    const old = rowAt(before, row.path);
    const [was, now] = [textOf(old), textOf(row)];
    if (was === now || (old !== undefined && !isLeaf(old))) return [];
    const { entity = '' } = other;
    const reason = row.reason === undefined ? {} : { reason: row.reason };
    return [{ entity, path: row.path, before: was, after: now, ...reason }];
  });
};

/**
 * Lists the properties that an overlay treats differently, without duplicates. Skips endpoints that the overlay adds.
 */
export const compareProofs = (base: Proof, other: Proof): readonly ChangedDisposition[] => {
  const known = new Map(base.endpoints.map((endpoint) => [endpoint.pathTemplate, endpoint]));
  const changes = other.endpoints.flatMap((endpoint) => {
    const before = known.get(endpoint.pathTemplate);
    return before === undefined ? [] : changesOf(before, endpoint);
  });
  return [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()];
};
