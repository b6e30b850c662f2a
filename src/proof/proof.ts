import type { Position } from '../diagnostics/index.ts';
import type { GraphVersion, PrivacyClass } from '../graph-types/index.ts';
import type { Description } from '../problems/diagnostics/index.ts';

/**
 * The treatment of a property. `nested`: its own properties are listed below it. `as-before`: its properties are
 * treated like those of an earlier path with the same rule and type.
 */
export type Disposition = 'kept' | 'pseudonymized' | 'transformed' | 'dropped' | 'nested' | 'as-before';

/** A problem that makes the proof fail. */
export type Gap = Description & {
  /** Position of the problem, if it isn't at the endpoint or at the property's rule. */
  readonly position?: Position;
};

/** One property of an endpoint's response. */
export type ProofRow = {
  /** For example `attendees[].emailAddress.address`; contains `<user>` if rules choose by type. */
  readonly path: string;
  /** Microsoft's declared type: `string[]`, `dateTimeTimeZone`. Empty if there is none. */
  readonly type: string;
  /** The declaring type; several if subtypes declare the same property. */
  readonly declaredBy: readonly string[];
  readonly class: PrivacyClass | 'not-judged';
  readonly disposition: Disposition;
  /** Details: a format, a transform with its relevant options, or the dropped property that contains this one. */
  readonly how: string;
  /** Set if an enclosing property is dropped. */
  readonly within?: true;
  /** For `as-before`: the path with the same treatment; empty for the item itself. */
  readonly sameAs?: string;
  readonly navigation: boolean;
  /** The rule's reason for naming a property that Microsoft's type lacks. */
  readonly undeclared?: string;
  /** The rule's reason for keeping a string. */
  readonly reason?: string;
  /** Position of the rule that names the property; absent if none does. */
  readonly position?: Position;
  readonly gaps: readonly Gap[];
};

/** The proof's results for one endpoint. */
export type EndpointProof = {
  readonly pathTemplate: string;
  readonly position: Position;
  readonly version?: GraphVersion;
  readonly entity?: string;
  readonly shape: 'entity' | 'collection' | 'delta' | 'count' | 'any';
  /** In the order of Microsoft's type. */
  readonly rows: readonly ProofRow[];
  /** Gaps of the endpoint as a whole. */
  readonly gaps: readonly Gap[];
  /** Endpoints with equal keys have the same responses. */
  readonly answer: string;
};

/** The proof's results for one set of rules. */
export type Proof = {
  readonly title: string;
  readonly form: 'allow-list' | 'psoxy';
  readonly endpoints: readonly EndpointProof[];
};

/** A gap with its position and subject; one for all endpoints that share the rule. */
export type Finding = Omit<Gap, 'position'> & {
  readonly position: Position;
  /** Path of the property, `event: attendees[].emailAddress.name`; absent if the gap concerns the whole endpoint. */
  readonly property?: string;
  readonly class?: ProofRow['class'];
  readonly endpoints: readonly string[];
};
