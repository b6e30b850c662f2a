import type { Diagnostic, Position } from '../diagnostics/index.ts';
import type { GraphVersion, PrivacyTable, TypeIndex } from '../graph-types/index.ts';
import type { Plan } from '../plan/index.ts';

/** A file as it was read; `path` is what positions print. */
export type SourceText = { readonly path: string; readonly text: string };

export type CompileInput = {
  /** Printed, never decided upon: the source's id or the file's base name. */
  readonly title: string;
  readonly main: SourceText;
  /** Files of `shared/`, their paths ending in `shared/<name>.yaml`, as `$ref` names them. */
  readonly shared: readonly SourceText[];
  /** Variants, then extras, in the order in which they are laid over. */
  readonly overlays: readonly SourceText[];
  readonly types: TypeIndex;
  readonly privacy: PrivacyTable;
  /** Holds the rules to the stricter standard of the project's own sources. */
  readonly builtIn: boolean;
};

export type CompileResult<Compiled extends Plan = Plan> = {
  /** Every mistake and doubt of all files, in reading order. */
  readonly diagnostics: readonly Diagnostic[];
  /** Absent when there is an error among the diagnostics. */
  readonly plan?: Compiled;
  /** The notes on a Plan; absent without a Plan. */
  readonly notes?: PlanNotes;
};

/** Positions and subjects of a Plan's parts, for the proof, for explanations and for the reference. */
export type PlanNotes = {
  /** Beside `plan.endpoints`, by index. */
  readonly endpoints: readonly EndpointNotes[];
  /** Beside `plan.nodes`, by index. Empty for Psoxy's form. */
  readonly nodes: readonly NodeNotes[];
  /** Properties that rules may name though Microsoft's type lacks them. */
  readonly undeclared: readonly UndeclaredNote[];
};

export type EndpointNotes = {
  readonly position: Position;
  readonly version?: GraphVersion;
  /** Microsoft's type of the answer, or of its items. */
  readonly entity?: string;
  /** Of the key `entity`; absent if the path decides the type. */
  readonly entityPosition?: Position;
  /** Of each parameter, header and property of a filter that the rules name. */
  readonly parameters?: ReadonlyMap<string, Position>;
  /** Of Psoxy's form: the augments, then the filter where there is one, then the transforms. */
  readonly steps?: readonly Position[];
};

export type NodeNotes = {
  /** Of the leaf, or of what names the object; in an overlay where that had the last word. */
  readonly position: Position;
  /** Microsoft's types that the place can hold (`event`, `string`); none where it is not known. */
  readonly types: readonly string[];
  /** Why a string is kept that fits no format. */
  readonly reason?: string;
  /** The leaf was not written but came from `keep-all`. */
  readonly expanded?: true;
};

/** One part of an answer and its treatment, with the rule that decides it. */
export type AnswerRow = { readonly what: string; readonly disposition: string; readonly position?: Position };

export type UndeclaredNote = {
  readonly type: string;
  readonly property: string;
  readonly reason: string;
  readonly position: Position;
};
