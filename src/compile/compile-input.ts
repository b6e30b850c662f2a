import type { Diagnostic, Position } from '../diagnostics/index.ts';
import type { GraphVersion, PrivacyTable, TypeIndex } from '../graph-types/index.ts';
import type { DeclaredKinds, Plan } from '../plan/index.ts';

/** The content of a file; `path` is the name that positions print. */
export type SourceText = { readonly path: string; readonly text: string };

export type CompileInput = {
  /** For messages only: the source's id or the file's base name. */
  readonly title: string;
  readonly main: SourceText;
  /** Files of `shared/`. Their paths end in `shared/<name>.yaml`, as in `$ref`. */
  readonly shared: readonly SourceText[];
  /** Variants, then extras, in the order in which they are applied. */
  readonly overlays: readonly SourceText[];
  readonly types: TypeIndex;
  readonly privacy: PrivacyTable;
  /** Kinds of values that the source declares. */
  readonly kinds?: DeclaredKinds;
  /** Applies the stricter standard of the project's own sources. */
  readonly builtIn: boolean;
};

export type CompileResult<Compiled extends Plan = Plan> = {
  /** All errors and warnings of all files, in reading order. */
  readonly diagnostics: readonly Diagnostic[];
  /** Absent if the diagnostics contain an error. */
  readonly plan?: Compiled;
  /** The notes on a Plan; absent without a Plan. */
  readonly notes?: PlanNotes;
};

/** Positions and subjects of a Plan's parts, for the proof, explanations and the reference. */
export type PlanNotes = {
  /** Parallel to `plan.endpoints`, by index. */
  readonly endpoints: readonly EndpointNotes[];
  /** Parallel to `plan.nodes`, by index. Empty for Psoxy's form. */
  readonly nodes: readonly NodeNotes[];
  /** Properties that rules may name although Microsoft's type lacks them. */
  readonly undeclared: readonly UndeclaredNote[];
};

export type EndpointNotes = {
  readonly position: Position;
  readonly version?: GraphVersion;
  /** Microsoft's type of the response, or of its items. */
  readonly entity?: string;
  /** Position of the key `entity`; absent if the path determines the type. */
  readonly entityPosition?: Position;
  /** Position of each parameter, header and filter property that the rules name. */
  readonly parameters?: ReadonlyMap<string, Position>;
  /** In Psoxy's form: positions of the augments, the filter if there is one, and the transforms. */
  readonly steps?: readonly Position[];
};

export type NodeNotes = {
  /** Position of the leaf, or of the name of the object; in an overlay if that defines the node. */
  readonly position: Position;
  /** Microsoft's types at the place (`event`, `string`); empty if they aren't known. */
  readonly types: readonly string[];
  /** The reason for keeping a string without a format. */
  readonly reason?: string;
  /** The leaf comes from `keep-all` and isn't written in the file. */
  readonly expanded?: true;
};

/** One part of a response and its treatment, with the rule that decides about it. */
export type AnswerRow = { readonly what: string; readonly disposition: string; readonly position?: Position };

export type UndeclaredNote = {
  readonly type: string;
  readonly property: string;
  readonly reason: string;
  readonly position: Position;
};
