import { privacyTable as privacy, typeIndex as types } from '../../src/graph-types/index.ts';
import { findingsOf, prove } from '../../src/proof/index.ts';
import { compile } from '../../src/rule-forms/index.ts';
import { createRandom } from './random.ts';
import { type Written, writeHarmless, writeHostile } from './write.ts';

/** The gate's result for a file: proven, refused with codes, or not compiled. */
export type Verdict = Written & { readonly proven: boolean; readonly codes: readonly string[] };

export const judgeFile = ({ kind, text }: Written): Verdict => {
  const input = { title: kind, main: { path: 'rules.yaml', text }, shared: [], overlays: [] };
  const { plan, notes, diagnostics } = compile({ ...input, types, privacy, builtIn: false });
  if (plan === undefined || notes === undefined)
    return { kind, text, proven: false, codes: diagnostics.map(({ code }) => code) };
  const findings = findingsOf(prove({ plan, notes }, { types, privacy }, { everythingJudged: false }));
  return { kind, text, proven: findings.length === 0, codes: findings.map(({ code }) => code) };
};

/**
 * Generates and checks files. A hostile file that is proven, or a harmless one that isn't, is a mistake of the gate.
 */
export const proveAll = (seed: number, hostile: number, harmless: number) => {
  const random = createRandom(seed);
  const bad = Array.from({ length: hostile }, () => judgeFile(writeHostile(random)));
  const good = Array.from({ length: harmless }, () => judgeFile(writeHarmless(random)));
  return {
    hostile: bad,
    harmless: good,
    leaks: bad.filter(({ proven }) => proven),
    falseAlarms: good.filter(({ proven }) => !proven),
  };
};
