import type { Position } from '../diagnostics/index.ts';
import type { GraphVersion, PrivacyClass } from '../graph-types/index.ts';
import type { Description } from '../problems/diagnostics/index.ts';

/**
 * What becomes of a property. `nested`: its own properties are listed below it; `as-before`: they are treated as those of
 * a place above, where the same rule holds for the same type.
 */
export type Disposition = 'kept' | 'pseudonymized' | 'transformed' | 'dropped' | 'nested' | 'as-before';

/** Something that the proof does not accept. */
export type Gap = Description & {
  /** Where it is, if not at the endpoint or at the rule of the property. */
  readonly position?: Position;
};

/** One property of an endpoint's answer. */
export type ProofRow = {
  /** `attendees[].emailAddress.address`; `<user>` stands where rules choose by type. */
  readonly path: string;
  /** As Microsoft declares it: `string[]`, `dateTimeTimeZone`. Empty where nothing declares it. */
  readonly type: string;
  /** The type that declares it; several where types built upon the place's declare the same. */
  readonly declaredBy: readonly string[];
  readonly class: PrivacyClass | 'not-judged';
  readonly disposition: Disposition;
  /** How: a format, a transform with what matters of its options, what it is dropped with. */
  readonly how: string;
  /** It is dropped because what it stands in is. */
  readonly within?: true;
  /** Of `as-before`: the path of the place that is treated alike; empty for the item itself. */
  readonly sameAs?: string;
  readonly navigation: boolean;
  /** Microsoft's type lacks it; why the rules name it all the same. */
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
  /** In the order of Microsoft's type. */
  readonly rows: readonly ProofRow[];
  /** Of the endpoint as a whole. */
  readonly gaps: readonly Gap[];
  /** Endpoints with equal keys answer alike. */
  readonly answer: string;
};

/** What the proof found for one set of rules. */
export type Proof = {
  readonly title: string;
  readonly form: 'allow-list' | 'psoxy';
  readonly endpoints: readonly EndpointProof[];
};

/** A gap with where it stands and what it is about; one for all endpoints that share the rule. */
export type Finding = Omit<Gap, 'position'> & {
  readonly position: Position;
  /** Path of the property, `event: attendees[].emailAddress.name`; absent where the whole endpoint is meant. */
  readonly property?: string;
  readonly class?: ProofRow['class'];
  readonly endpoints: readonly string[];
};
