import type { Position } from '../../rule-engine/diagnostics/index.ts';
import type { GraphVersion, PrivacyClass } from '../../rule-engine/type-index/index.ts';

/** What becomes of a property. `nested`: its own properties are listed; `as-before`: as where the same was listed above. */
export type Disposition = 'kept' | 'pseudonymized' | 'transformed' | 'dropped' | 'nested' | 'as-before';

/** Something that the proof can't accept, or wants a person to look at. */
export type Gap = {
  /** Stable code, `proof/keeps-free-text` style. */
  readonly code: string;
  /** Lower case: what is wrong. */
  readonly message: string;
  /** What to change. */
  readonly hint: string;
};

/** One property of an endpoint's answer. */
export type ProofRow = {
  /** `attendees[].emailAddress.address` */
  readonly path: string;
  /** As Microsoft declares it: `string[]`, `dateTimeTimeZone`. Empty where nothing declares it. */
  readonly type: string;
  /** The type that declares it. */
  readonly declaredBy: string;
  readonly class: PrivacyClass | 'not-judged';
  readonly disposition: Disposition;
  /** How: a format, a transform with what matters of its options, the path of the same thing above. */
  readonly how: string;
  readonly navigation: boolean;
  /** Microsoft's type lacks it; the rule file says why it is there. */
  readonly undeclared?: string;
  /** Why a string is kept, in the words of the rule. */
  readonly reason?: string;
  /** Of the rule that names it; absent where none does. */
  readonly position?: Position;
  readonly gaps: readonly Gap[];
};

/** What the proof found for one endpoint. */
export type EndpointProof = {
  readonly pathTemplate: string;
  readonly position: Position;
  readonly version?: GraphVersion;
  readonly entity?: string;
  readonly shape: 'entity' | 'collection' | 'delta' | 'any';
  readonly rows: readonly ProofRow[];
  /** Of the endpoint as a whole. */
  readonly gaps: readonly Gap[];
  /** Endpoints with equal keys answer alike. */
  readonly answer: string;
};

/** What the proof found for one set of rules. */
export type Proof = {
  readonly title: string;
  readonly endpoints: readonly EndpointProof[];
};

/** How many properties were looked at, by what becomes of them. */
export type ProofCounts = Readonly<Record<Disposition | 'properties' | 'gaps', number>>;

/** Counts the rows and gaps of a proof. */
export const countProof = (proofs: readonly Proof[]): ProofCounts => {
  const counts = {
    properties: 0,
    gaps: 0,
    kept: 0,
    pseudonymized: 0,
    transformed: 0,
    dropped: 0,
    nested: 0,
    'as-before': 0,
  };
  for (const { endpoints } of proofs)
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
