import type { CompileResult } from '../compile/index.ts';
import { compile } from '../rule-forms/index.ts';
import type { Source } from '../sources/index.ts';
import { type TypeKnowledge, withOwnJudgements } from '../sources/index.ts';

/** Which overlays a connector asked for, by name. */
export type Overlays = { readonly variants?: readonly string[]; readonly extras?: readonly string[] };

/** An overlay that the source does not have. */
export class UnknownOverlay extends Error {
  constructor(kind: 'variant' | 'extra', source: Source, known: readonly string[]) {
    super(`${source.id} has no such ${kind}, expected one of: ${known.length === 0 ? '(none)' : known.join(', ')}`);
    this.name = 'UnknownOverlay';
  }
}

/**
 * Compiles a source's rules with the overlays asked for: variants first, then extras. The source's own judgements of
 * types count beside the project's. Throws `UnknownOverlay`.
 */
export const compileSource = (source: Source, project: TypeKnowledge, overlays: Overlays = {}): CompileResult => {
  const { knowledge, diagnostics } = withOwnJudgements(source.privacy, project);
  const compiled = compile({
    title: source.id,
    main: source.rules,
    shared: source.shared,
    overlays: [
      ...(overlays.variants ?? []).map((name) => overlay(source, 'variant', source.variants, name)),
      ...(overlays.extras ?? []).map((name) => overlay(source, 'extra', source.extraRules, name)),
    ],
    ...knowledge,
    builtIn: true,
  });
  return diagnostics.length === 0 ? compiled : { diagnostics: [...diagnostics, ...compiled.diagnostics] };
};

const overlay = <Text>(
  source: Source,
  kind: 'variant' | 'extra',
  known: ReadonlyMap<string, Text>,
  name: string,
): Text => {
  const found = known.get(name);
  if (found === undefined) throw new UnknownOverlay(kind, source, [...known.keys()]);
  return found;
};
