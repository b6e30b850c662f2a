import type { ReadyConnector } from '../../../connectors/index.ts';
import { hasErrors } from '../../../diagnostics/index.ts';
import type { Source } from '../../../sources/index.ts';
import { chooseSources, connectorOf, endOnErrors, readyOrEnd } from '../../shared/choose-rules.ts';
import { grouping } from '../../shared/count.ts';
import { exitCodes } from '../../shared/exit.ts';
import { printJson, printOut, showProgress } from '../../shared/terminal.ts';
import { provePopulation } from './prove-population.ts';
import { populationProofText, unreachedOf } from './show.ts';

export type PopulationOptions = {
  readonly source?: readonly string[];
  readonly rulesFolder?: string;
  readonly documents?: number;
  readonly seed?: number;
  readonly json?: true;
};

const defaults = { documents: 1_000, seed: 1 } as const;

/** Documents between two lines of progress. */
const eachTime = 50;

/** Returns the connectors of all sources with their extras: first the rules themselves, then with each variant. */
export const connectorsToProve = (sources: readonly Source[]): readonly (readonly ReadyConnector[])[] => {
  const variants = [...new Set(sources.flatMap((source) => [...source.variants.keys()]))].sort();
  return [undefined, ...variants].map((variant) =>
    readyOrEnd(
      sources.map((source) =>
        connectorOf(source, {
          extras: source.extras.map(({ id }) => id),
          variants: variant !== undefined && source.variants.has(variant) ? [variant] : [],
        }),
      ),
    ),
  );
};

/** Runs `graphveil test --population`. */
export const runPopulation = async (options: PopulationOptions): Promise<void> => {
  const { source, rulesFolder, documents = defaults.documents, seed = defaults.seed, json } = options;
  const { sources, diagnostics } = chooseSources(source, rulesFolder);
  if (hasErrors(diagnostics)) endOnErrors(diagnostics, json === true);
  const proof = await provePopulation({
    connectors: connectorsToProve(sources),
    documents,
    seed,
    onProgress: (done) => {
      if (done % eachTime === 0) showProgress(`${grouping(done)} of ${grouping(documents)} documents`);
    },
  });
  showProgress('');
  const passed = proof.findings.length === 0;
  if (json) printJson({ passed, seed, ...proof, unreached: unreachedOf(proof) });
  else printOut(populationProofText(proof, seed));
  if (!passed) process.exitCode = exitCodes.no;
};
