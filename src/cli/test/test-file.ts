import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { GraphVersion } from '../../graph-types/index.ts';
import type { Cast } from '../../rule-tests/index.ts';
import { checkRules, loadCases, runCases, type SourceTest, testSource } from '../../rule-tests/index.ts';
import { loadSources, type Source } from '../../sources/index.ts';
import { connectorOf, rulesAt } from '../shared/choose-rules.ts';

/** Replaces parameters in a path template, so that their names don't matter: `/v1.0/users/{x}/events`. */
const templateKey = (pathTemplate: string): string => pathTemplate.replaceAll(/\{[^}]*\}/g, '{}').toLowerCase();

type Guessed = { readonly version: GraphVersion; readonly entity: string | undefined };

/** Guesses the Microsoft type that an endpoint responds with from the project's own sources for the same path. */
const guessFrom = (sources: readonly Source[]) => {
  let entities: ReadonlyMap<string, Guessed> | undefined;
  const read = (): ReadonlyMap<string, Guessed> =>
    new Map(
      sources
        .flatMap(
          (source) => connectorOf(source, { extras: source.extras.map(({ id }) => id) }).rules.proof?.endpoints ?? [],
        )
        .map(({ pathTemplate, version = 'v1.0', entity }) => [templateKey(pathTemplate), { version, entity }] as const),
    );
  return (pathTemplate: string): Guessed | undefined => {
    entities ??= read();
    return entities.get(templateKey(pathTemplate));
  };
};

/** Returns the source that the rule file belongs to. */
const sourceOf = (file: string): Source | undefined => {
  const folder = dirname(resolve(file));
  if (basename(file) !== 'rules.yaml' || !existsSync(join(folder, 'source.yaml'))) return undefined;
  return loadSources(dirname(folder)).sources.find((source) => resolve(source.folder) === folder);
};

/**
 * Tests any rule file, in either form, with the cases in the `cases/` folder next to it. Rules of a built-in source are
 * tested as that source, because its cases name its variants and extras.
 */
export const testFile = async (
  file: string,
  cast: Cast,
  sources: readonly Source[],
  casesOnly: boolean,
): Promise<SourceTest> => {
  const { title, knowledge: known, diagnostics, plan, notes } = rulesAt(file);
  const source = sourceOf(file);
  if (source !== undefined) return testSource(source, cast, { casesOnly });
  const folder = dirname(resolve(file));
  const cases = await runCases(loadCases(folder, process.cwd()), cast, () => plan);
  const sets = plan === undefined || notes === undefined ? [] : [{ name: '', checked: { plan, notes, known } }];
  return {
    title: title === 'rules' ? basename(file) : title,
    diagnostics,
    cases,
    endpoints: plan?.endpoints.length ?? 0,
    incomplete: [],
    ...(sets.length > 0 && !casesOnly && { rules: await checkRules(sets, cast, guessFrom(sources)) }),
  };
};
