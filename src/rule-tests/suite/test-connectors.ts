import type { ReadyConnector } from '../../connectors/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';
import { describe } from '../../problems/diagnostics/index.ts';
import { isProvable } from '../../rule-forms/index.ts';
import { loadCases } from '../cases/load-cases.ts';
import type { Cast } from '../cast-file.ts';
import { checkRules } from './check-rules.ts';
import { runCases } from './run-cases.ts';

const shown = 3;

/**
 * Returns the failures of a custom rule file: cases next to it and, for a form that can be proven, canaries and
 * non-interference.
 */
const failuresOf = async (
  { rules: { plan, notes, knowledge } }: ReadyConnector,
  folder: string,
  cast: Cast,
): Promise<readonly string[]> => {
  const cases = await runCases(loadCases(folder, process.cwd()), cast, () => plan);
  const failed = cases.flatMap(({ found, problems }) => problems.map((problem) => `${found.name}: ${problem}`));
  // Psoxy's form keeps what it doesn't name, so canaries come out of every reply; the proof already says so.
  if (!isProvable(plan.form)) return failed;
  const { findings, interferences } = await checkRules(
    [{ name: '', checked: { plan, notes, known: knowledge } }],
    cast,
  );
  return [
    ...failed,
    ...findings.map(({ endpoint, out, path, canary }) => `${endpoint}: ${canary} comes out of the ${out} at ${path}`),
    ...interferences,
  ];
};

/**
 * Tests every rule file that isn't built in, as `graphveil test` does. A failure is an error, or a warning if the
 * settings accept unproven rules. Skips Psoxy's form: its rules can't be proven and always need that acceptance.
 */
export const testConnectors = async (
  connectors: readonly ReadyConnector[],
  cast: Cast,
): Promise<readonly Diagnostic[]> => {
  const problems: Diagnostic[] = [];
  for (const connector of connectors) {
    const { own, name, acceptUnproven } = connector;
    if (own === undefined) continue;
    const failures = await failuresOf(connector, own.folder, cast);
    if (failures.length === 0) continue;
    problems.push({
      severity: acceptUnproven === undefined ? 'error' : 'warning',
      position: own.position,
      ...describe('settings/failing-rules', {
        connector: name,
        gaps: failures.slice(0, shown),
        more: Math.max(0, failures.length - shown),
        remedy: 'run npx --no-install graphveil test with the rule file, which shows each failure',
      }),
    });
  }
  return problems;
};
