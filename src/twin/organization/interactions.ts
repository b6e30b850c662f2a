import { dayMs, hourMs, minuteMs, quarter } from './calendar-time.ts';
import { throwDice } from './dice.ts';
import type { Person } from './person.ts';
import type { Phrasebook } from './phrasebook.ts';

/** A prompt to Copilot or its response. */
export type Interaction = {
  /** Milliseconds since 1970 as text, as in Copilot's ids. */
  readonly id: string;
  readonly kind: 'userPrompt' | 'aiResponse';
  readonly sessionId: string;
  readonly requestId: string;
  readonly app: string;
  readonly at: number;
  readonly text: string;
  readonly fileName: string;
};

const apps = ['BizChat', 'WebChat', 'Teams', 'Word', 'Excel', 'PowerPoint', 'Outlook'] as const;

/** Copilot prompts of a licensed person in the quarter, with the responses; earliest first. */
export const interactionsOf = (seed: number, person: Person, book: Phrasebook): readonly Interaction[] => {
  if (!person.hasCopilot) return [];
  const dice = throwDice(seed, `interactions of ${person.index}`);
  const conversations = Array.from({ length: dice.between(6, 40) }, () => {
    const sessionId = `19:${dice.text(43)}@thread.v2`;
    const app = dice.pick(apps);
    const begin =
      quarter.start + dice.between(0, 88) * dayMs + dice.between(7, 17) * hourMs + dice.between(0, 3_599_999);
    return Array.from({ length: dice.between(1, 4) }, (_, turn) => {
      const at = begin + turn * 2 * minuteMs;
      const requestId = dice.guid();
      const fileName = dice.pick(book.fileNames);
      const common = { sessionId, requestId, app, fileName };
      const prompt: Interaction = {
        ...common,
        id: String(at),
        kind: 'userPrompt',
        at,
        text: dice.pick(book.sentences),
      };
      const text = dice.sample(book.sentences, 5).join(' ');
      const answer: Interaction = { ...common, id: String(at + 4_321), kind: 'aiResponse', at: at + 4_321, text };
      return [prompt, answer];
    }).flat();
  });
  return conversations.flat().sort((a, b) => a.at - b.at);
};
