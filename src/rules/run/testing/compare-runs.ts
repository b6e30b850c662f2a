import type { Runner, Runners, RunResult } from '../../../plan/index.ts';
import type { AllowListPlan } from '../../plan/index.ts';
import { prepareRunners } from '../prepare-runners.ts';

const shown = (result: RunResult): string =>
  JSON.stringify(result.ok ? { ...result, body: Buffer.from(result.body).toString('utf8') } : result);

const difference = (one: string, other: string): string => {
  let at = 0;
  while (one[at] === other[at]) at += 1;
  const around = (text: string): string => text.slice(Math.max(0, at - 100), at + 100);
  return `the scanner differs at ${at}:\n${around(one)}\n${around(other)}`;
};

/**
 * Runners that sanitize each document by the walk and by the scanner; by the latter `times` times, since it remembers texts. They throw if the results
 * differ in body, refusal or counts. `left` is the number of documents that the scanner left to the walk.
 */
export const prepareBoth = (plan: AllowListPlan, times = 2): Runners & { readonly left: () => number } => {
  let left = 0;
  const walked = prepareRunners(plan, { scans: false });
  const onWalk = (): void => {
    left += 1;
  };
  const scanned = prepareRunners(plan, { onWalk });
  const compare = (walk: Runner, scan: Runner): Runner => ({
    run: (body, tools) => {
      const expected = walk.run(body, tools);
      for (let time = 1; time <= times; time += 1) {
        const actual = scan.run(body, tools);
        if (shown(actual) !== shown(expected))
          throw new Error(`run ${time}: ${difference(shown(expected), shown(actual))}`);
      }
      return expected;
    },
  });
  return {
    ...scanned,
    at: (endpoint) => compare(walked.at(endpoint), scanned.at(endpoint)),
    left: () => left / times,
  };
};
