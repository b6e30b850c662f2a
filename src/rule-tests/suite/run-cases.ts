import type { Overlays } from '../../connectors/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { EndpointPlan, Plan } from '../../plan/index.ts';
import { missingCases, type RanCase } from '../cases/completeness.ts';
import type { FoundCase } from '../cases/load-cases.ts';
import { createOfflineProxy, type OfflineProxy } from '../cases/offline-proxy.ts';
import { UnknownPlaceholder } from '../cases/placeholders.ts';
import { type CaseRun, runCase } from '../cases/run-case.ts';
import type { Cast } from '../cast-file.ts';

/** The result of a case, or the reason why it wasn't run. */
export type TestedCase = {
  readonly found: FoundCase;
  readonly run?: CaseRun;
  /** Its problems, each a sentence. */
  readonly problems: readonly string[];
  /** True if its goldens may be rewritten: it has a response of Graph, so the call isn't required to be refused. */
  readonly updatable: boolean;
};

/** Returns the Plan of a source with these overlays; undefined if it doesn't compile, which is reported separately. */
export type PlanWith = (overlays: Overlays) => Plan | undefined;

const asSentence = (diagnostic: Diagnostic): string =>
  `line ${diagnostic.position.line}: ${diagnostic.message}; ${diagnostic.hint}`;

const wrongly = ({ problems }: CaseRun): readonly string[] =>
  problems.map(({ about, difference: { path, expected, actual } }) => {
    const place = [about, path].filter((part) => part !== '').join(path.startsWith('[') ? '' : '.');
    return `${place}: expected ${expected}, got ${actual}`;
  });

const proxies = (planWith: PlanWith) => {
  const made = new Map<string, OfflineProxy | undefined>();
  return (overlays: Overlays): OfflineProxy | undefined => {
    const key = JSON.stringify(overlays);
    if (!made.has(key)) {
      const plan = planWith(overlays);
      made.set(key, plan && createOfflineProxy(plan));
    }
    return made.get(key);
  };
};

const refusedWith = (code: string): string =>
  `call is refused (${code}), but the case has a response of Graph (upstream): correct the call, percent-encoded once, or remove upstream`;

const runOne = async (
  found: FoundCase,
  cast: Cast,
  proxyWith: (overlays: Overlays) => OfflineProxy | undefined,
): Promise<TestedCase> => {
  const { file } = found;
  if (file === undefined) return { found, problems: found.diagnostics.map(asSentence), updatable: false };
  try {
    const { variants, extras } = file;
    const proxy = proxyWith({ variants, extras });
    if (proxy === undefined)
      return { found, problems: ["rules don't compile, so the case wasn't run"], updatable: false };
    const run = await runCase(file, cast, proxy);
    const answered = file.upstream !== undefined;
    // Otherwise a mistake in the call would be recorded as the expected result.
    if (answered && run.goldens.asked === undefined && run.goldens.reply.code !== undefined)
      return { found, run, problems: [refusedWith(run.goldens.reply.code)], updatable: false };
    const unwritten = answered && file.reply === undefined;
    return {
      found,
      run,
      problems: unwritten ? ["the caller's reply (reply) is missing"] : wrongly(run),
      updatable: answered,
    };
  } catch (error) {
    if (!(error instanceof UnknownPlaceholder) && !(error instanceof Error && error.name === 'UnknownOverlay'))
      throw error;
    return { found, problems: [error.message], updatable: false };
  }
};

/** Runs cases one after another, each with its own variants and extras. */
export const runCases = async (
  cases: readonly FoundCase[],
  cast: Cast,
  planWith: PlanWith,
): Promise<readonly TestedCase[]> => {
  const proxyWith = proxies(planWith);
  const tested: TestedCase[] = [];
  for (const found of cases) tested.push(await runOne(found, cast, proxyWith));
  return tested;
};

const ranCase = ({ run }: TestedCase): readonly RanCase[] =>
  run === undefined ? [] : [{ url: run.example.url, status: run.goldens.reply.status, endpoint: run.endpoint }];

/** Names endpoints without a passing case or without a refused one. */
export const incomplete = (endpoints: readonly EndpointPlan[], tested: readonly TestedCase[]): readonly string[] =>
  missingCases(endpoints, tested.flatMap(ranCase)).map(({ endpoint: { pathTemplate }, missing }) =>
    missing === 'passing'
      ? `no case shows an allowed call of ${pathTemplate}: add one with a call and a response of Graph (upstream)`
      : `no case shows a refused call of ${pathTemplate}: add one with only a call and reply: { status: 403, code: Graphveil.EndpointNotAllowed }`,
  );
