import type { CompileInput, CompileResult, PlanNotes } from '../compile/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import { privacyTable, typeIndex } from '../graph-types/index.ts';
import type { Plan } from '../plan/index.ts';
import { type Proof, prove } from '../proof/index.ts';
import { compile } from '../rule-forms/index.ts';
import { kindsOf, type Source, type TypeKnowledge, withOwnJudgements } from '../sources/index.ts';
import { lazily } from './lazily.ts';
import type { RuleFiles } from './read-rule-files.ts';

/** Variants, extras and narrower permissions of a source, by name. */
export type Overlays = {
  readonly variants: readonly string[];
  readonly extras: readonly string[];
  /** Names of the narrower permissions. @default none */
  readonly narrow?: readonly string[];
};

type Common = {
  /** The source's id, or the base name of a rule file. */
  readonly title: string;
  readonly overlays: Overlays;
  /** Microsoft's types and the privacy classes for compilation and proof. */
  readonly knowledge: TypeKnowledge;
  /** Errors and warnings of all files, in reading order. */
  readonly diagnostics: readonly Diagnostic[];
};

/** Rules without errors. */
export type CompiledRules = Common & {
  readonly plan: Plan;
  readonly notes: PlanNotes;
  /** Computed on first access. */
  readonly proof: Proof;
};

/** Compiled rules; without a plan if a file has an error. */
export type Rules =
  | CompiledRules
  | (Common & { readonly plan?: undefined; readonly notes?: undefined; readonly proof?: undefined });

/** Microsoft's types and the project's judgement of them. */
const project: TypeKnowledge = { types: typeIndex, privacy: privacyTable };

const knowledgeOf = (source: Source): TypeKnowledge => ({ ...project, kinds: kindsOf(source) });

/** Thrown for an overlay that the source doesn't have. */
export class UnknownOverlay extends Error {
  readonly overlay: { readonly kind: 'variant' | 'extra'; readonly source: string; readonly known: readonly string[] };

  constructor(kind: 'variant' | 'extra', source: Source, known: readonly string[]) {
    super(`${source.id} has no such ${kind}`);
    this.name = 'UnknownOverlay';
    this.overlay = { kind, source: source.id, known };
  }
}

const noOverlays: Overlays = { variants: [], extras: [] };

type Options = {
  readonly knowledge: TypeKnowledge;
  readonly overlays?: Overlays;
  /** True if dropped properties need a class too. */
  readonly everythingJudged: boolean;
};

/** Builds rules from the compiler's result. */
const rulesFrom = (title: string, { diagnostics, plan, notes }: CompileResult, options: Options): Rules => {
  const { knowledge, overlays = noOverlays, everythingJudged } = options;
  const common = { title, overlays, knowledge, diagnostics };
  if (plan === undefined || notes === undefined) return common;
  const proof = lazily(() => prove({ plan, notes }, knowledge, { everythingJudged }));
  return {
    ...common,
    plan,
    notes,
    get proof() {
      return proof();
    },
  };
};

/** Compiles with the judgements of a `privacy.yaml`. Errors in it leave the plan out. */
const compileJudged = (
  input: Omit<CompileInput, 'types' | 'privacy'>,
  judged: ReturnType<typeof withOwnJudgements>,
): CompileResult => {
  const compiled = compile({ ...input, ...judged.knowledge });
  return judged.diagnostics.length === 0 ? compiled : { diagnostics: [...judged.diagnostics, ...compiled.diagnostics] };
};

const unknown = (
  source: Source,
  kind: 'variant' | 'extra',
  known: readonly string[],
  names: readonly string[],
): UnknownOverlay | undefined =>
  names.every((name) => known.includes(name)) ? undefined : new UnknownOverlay(kind, source, known);

/** Throws `UnknownOverlay` if the source doesn't have a variant or an extra. */
export const checkOverlays = (source: Source, { variants, extras }: Overlays): void => {
  const known = source.extras.map(({ id }) => id);
  const problem =
    unknown(source, 'variant', [...source.variants.keys()], variants) ?? unknown(source, 'extra', known, extras);
  if (problem !== undefined) throw problem;
};

/**
 * Compiles a source's rules with variants applied first, then extras, then what narrower permissions remove. Throws
 * `UnknownOverlay`.
 */
export const rulesOfSource = (source: Source, overlays: Overlays): Rules => {
  const judged = withOwnJudgements(source.privacy, knowledgeOf(source));
  checkOverlays(source, overlays);
  const compiled = compileJudged(
    {
      title: source.id,
      main: source.rules,
      shared: source.shared,
      overlays: [
        ...overlays.variants.flatMap((name) => source.variants.get(name) ?? []),
        ...overlays.extras.flatMap((name) => source.extraRules.get(name) ?? []),
        ...(overlays.narrow ?? []).flatMap((name) => source.narrowerRules.get(name) ?? []),
      ],
      builtIn: true,
    },
    judged,
  );
  return rulesFrom(source.id, compiled, { knowledge: judged.knowledge, overlays, everythingJudged: true });
};

/**
 * Compiles a rule file with its related files.
 * @param strict applies the standard of the project's own rules
 */
export const rulesOfFile = ({ privacy, kinds, ofSource, ...files }: RuleFiles, strict = false): Rules => {
  const judged = withOwnJudgements(privacy, { ...project, ...(kinds && { kinds }) });
  const compiled = compileJudged({ ...files, builtIn: ofSource || strict }, judged);
  return rulesFrom(files.title, compiled, { knowledge: judged.knowledge, everythingJudged: ofSource });
};

/** A custom rule file that replaces a source's rules. */
export type OwnRules = {
  /** Path in the settings, because that is a part of the result. */
  readonly path: string;
  readonly text: string;
  /** Path in diagnostics. */
  readonly shown: string;
};

/** Compiles a rule file that replaces a source's own rules. */
export const rulesInPlaceOf = (source: Source, { path, text, shown }: OwnRules): Rules => {
  const { diagnostics, ...compiled } = compile({
    title: source.id,
    main: { path, text },
    shared: source.shared,
    overlays: [],
    ...knowledgeOf(source),
    builtIn: false,
  });
  const named = diagnostics.map((found) =>
    found.position.file === path ? { ...found, position: { ...found.position, file: shown } } : found,
  );
  const options = { knowledge: project, everythingJudged: false };
  return rulesFrom(source.id, { ...compiled, diagnostics: named }, options);
};

/** Rules that can't be read. */
export const unreadableRules = (source: Source, problem: Diagnostic): Rules =>
  rulesFrom(source.id, { diagnostics: [problem] }, { knowledge: project, everythingJudged: false });
