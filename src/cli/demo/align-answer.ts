import { randomBytes } from 'node:crypto';
import type { Plan } from '../../plan/index.ts';
import type { Pseudonyms } from '../../pseudonyms/index.ts';
import { prepareRunners } from '../../rule-forms/prepared.ts';
import { alignItems } from '../../rule-tests/index.ts';
import { askRules } from '../shared/ask.ts';

/** Reorders the lists of Graph's response like those of the reply. */
export type AlignAnswer = (upstream: string, before: unknown) => Promise<unknown>;

/** Prepares the comparison of responses and replies: replies are in token order, Graph's responses aren't. */
export const prepareAlign = (plan: Plan, pseudonyms: Pseudonyms): AlignAnswer => {
  const runners = prepareRunners(plan);
  return async (upstream, before) => {
    const asked = askRules(plan, { method: 'GET', url: upstream, plainValues: true }, pseudonyms);
    if (!asked.allowed) return before;
    const runner = runners.at(asked.index);
    return alignItems(before, (document) => {
      const made = runner.run(new TextEncoder().encode(JSON.stringify(document)), {
        pseudonyms,
        seal: () => ({ ok: true, url: 'https://proxy.example' }),
        random: (count) => randomBytes(count),
        ordered: asked.asked.ordered === true,
      });
      return made.ok ? JSON.parse(new TextDecoder().decode(made.body)) : undefined;
    });
  };
};
