import type { Checked } from '../canary/ask-all.ts';
import { checkCanary, type GuessEntity } from '../canary/check-canary.ts';
import { checkInterference } from '../canary/check-interference.ts';
import type { Exception, Finding } from '../canary/findings.ts';
import type { Cast } from '../cast-file.ts';

/** The results of the canary and interference checks on sets of rules. */
export type RulesCheck = {
  /** Sets of rules: the file by itself, and with each of its overlays. */
  readonly sets: number;
  readonly endpoints: number;
  /** Sanitized responses and errors of Graph, and refused calls. */
  readonly asked: number;
  /** Kinds of responses that were compared byte by byte. */
  readonly compared: number;
  readonly findings: readonly (Finding & { readonly rules: string })[];
  readonly exceptions: readonly (Exception & { readonly rules: string })[];
  readonly interferences: readonly string[];
  readonly unreached: readonly string[];
};

/** Compiled rules with their name: empty for the file itself, otherwise `variant plain-ids` and similar. */
export type NamedRules = { readonly name: string; readonly checked: Checked };

const noGuess: GuessEntity = () => undefined;

/**
 * Runs the canary and interference checks on each set of rules. Checks fully only once if several sets share the same
 * rules.
 */
export const checkRules = async (
  sets: readonly NamedRules[],
  cast: Cast,
  guess: GuessEntity = noGuess,
): Promise<RulesCheck> => {
  const seen = new Set<string>();
  const compared = new Set<string>();
  const endpoints = new Set<string>();
  let asked = 0;
  const findings: (Finding & { readonly rules: string })[] = [];
  const exceptions: (Exception & { readonly rules: string })[] = [];
  const interferences: string[] = [];
  const unreached = new Set<string>();
  for (const { name, checked } of sets) {
    const canary = await checkCanary(checked, cast, { guess, seen });
    const interference = await checkInterference(checked, compared);
    asked += canary.asked;
    findings.push(...canary.findings.map((finding) => ({ ...finding, rules: name })));
    exceptions.push(...canary.exceptions.map((exception) => ({ ...exception, rules: name })));
    interferences.push(...interference.found.map(({ endpoint, message }) => `${endpoint}: ${message}`));
    for (const template of canary.unreached) unreached.add(template);
    for (const { pathTemplate } of checked.plan.endpoints) endpoints.add(pathTemplate);
  }
  return {
    sets: sets.length,
    endpoints: endpoints.size,
    asked,
    compared: compared.size,
    findings,
    exceptions,
    interferences,
    unreached: [...unreached],
  };
};
