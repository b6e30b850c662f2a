import type { Disposition, EndpointProof, Finding, Proof } from './proof.ts';

/** The number of checked properties, by disposition. */
export type ProofCounts = Readonly<Record<Disposition | 'properties' | 'gaps', number>>;

/** Counts rows and gaps of endpoints. */
export const countProof = (endpoints: readonly EndpointProof[]): ProofCounts => {
  const counts = {
    properties: 0,
    kept: 0,
    pseudonymized: 0,
    transformed: 0,
    dropped: 0,
    nested: 0,
    'as-before': 0,
    gaps: 0,
  };
  for (const { rows, gaps } of endpoints) {
    counts.gaps += gaps.length;
    counts.properties += rows.length;
    for (const row of rows) {
      counts[row.disposition] += 1;
      counts.gaps += row.gaps.length;
    }
  }
  return counts;
};

const found = ({ pathTemplate, position, entity, rows, gaps }: EndpointProof): readonly Finding[] => [
  ...gaps.map((gap) => ({ ...gap, position: gap.position ?? position, endpoints: [pathTemplate] })),
  ...rows
    .filter((row) => row.gaps.length > 0)
    .flatMap((row) =>
      row.gaps.map((gap) => ({
        ...gap,
        position: gap.position ?? row.position ?? position,
        property: `${entity === undefined ? '' : `${entity}: `}${row.path}`,
        class: row.class,
        endpoints: [pathTemplate],
      })),
    ),
];

const byPlace = (a: Finding, b: Finding): number =>
  (a.position.file < b.position.file ? -1 : a.position.file > b.position.file ? 1 : 0) ||
  a.position.line - b.position.line ||
  a.position.column - b.position.column;

/** Lists the gaps of proofs in file order, without duplicates: endpoints that share a rule share its gaps. */
export const findingsOf = (...proofs: readonly Proof[]): readonly Finding[] => {
  const all = new Map<string, Finding>();
  for (const finding of proofs.flatMap(({ endpoints }) => endpoints.flatMap(found))) {
    const { endpoints: at, ...rest } = finding;
    const key = JSON.stringify(rest);
    all.set(key, { ...rest, endpoints: [...new Set([...(all.get(key)?.endpoints ?? []), ...at])] });
  }
  return [...all.values()].sort(byPlace);
};

/** True if there are no gaps; never true for rules of Psoxy's form. */
export const proven = (proof: Proof): boolean => findingsOf(proof).length === 0;
