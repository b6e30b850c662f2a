import { randomBytes } from 'node:crypto';
import type { Plan } from '../../plan/index.ts';
import type { Problem } from '../../problems/index.ts';
import { findDestination } from '../../proxy/index.ts';
import type { Pseudonyms } from '../../pseudonyms/index.ts';
import { prepareMatcher, prepareRunners } from '../../rule-forms/prepared.ts';
import type { Answer } from '../shared/ask.ts';

/** Placeholder for sealed links. In Psoxy's form, links stay as the rules leave them. */
const placeholder = 'https://proxy.example/sealed';

/** The HTTP status of a response without content. */
const noContent = 204;

type Sanitized = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: Problem };

/**
 * Applies an endpoint's rules to an upstream response. An empty one counts as a response without content. Rejects links
 * that the proxy would reject. `graph`: Microsoft Graph's origin, which links must have.
 */
export const sanitizeBody = (
  plan: Plan,
  { index, asked }: Pick<Extract<Answer, { allowed: true }>, 'index' | 'asked'>,
  body: Uint8Array,
  { pseudonyms, graph }: { readonly pseudonyms: Pseudonyms; readonly graph: string },
): Sanitized => {
  const runners = prepareRunners(plan);
  const matcher = prepareMatcher(plan);
  const blank = /^\s*$/.test(Buffer.from(body).toString('utf8'));
  if (blank && runners.isBodiless('GET', noContent)) return { ok: true, text: '' };
  const result = runners.at(index).run(body, {
    pseudonyms,
    seal: ({ url, kind, written }) =>
      written === undefined && findDestination(url, graph, matcher) === undefined
        ? { ok: false, code: 'Graphveil.LinkUnmapped' }
        : { ok: true, url: written ?? `${placeholder}/${kind}` },
    random: (count) => randomBytes(count),
    ordered: asked.ordered === true,
  });
  if (!result.ok) return { ok: false, problem: { code: result.code, detail: result.why } };
  return { ok: true, text: Buffer.from(result.body).toString('utf8') };
};
