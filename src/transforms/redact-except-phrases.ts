import { isBlank } from './java-text.ts';
import { textsOf } from './matcher.ts';
import type { Transform } from './transform.ts';

const escaped = (character: string): string => {
  const upper = character.toUpperCase();
  const lower = character.toLowerCase();
  if (/[a-z]/i.test(character)) return `[${upper}${lower}]`;
  return /[\^$\\.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
};

/** Matches a phrase as whole words, in either ASCII case; blanks and colons may follow before the next word. */
const phrasePattern = (phrase: string): RegExp =>
  new RegExp(`\\b(${[...phrase].map(escaped).join('')})[ \\t\\n\\v\\f\\r:]*\\b`, 'u');

export const redactExceptPhrases: Transform = {
  name: 'redactExceptPhrases',
  summary: 'Reduces a text to the listed phrases that occur in it, spelled as in the list and separated by commas.',
  accepts: ['text'],
  parameters: {
    allowedPhrases: {
      description: 'The phrases to keep. They match whole words in either case and are kept in the order of the list.',
      type: 'texts',
      required: true,
    },
  },
  examples: [
    {
      shows: 'the title of a meeting',
      options: { allowedPhrases: ['1:1', 'Focus Time', 'Standup'] },
      input: 'Daily standup, then 1:1 with Avery',
      output: '1:1,Standup',
    },
    {
      shows: 'part of a word isn’t a phrase',
      options: { allowedPhrases: ['Call'] },
      input: 'Recall the callout',
      output: '',
    },
  ],
  compile: ({ allowedPhrases, spelling }) => {
    const phrases = textsOf(allowedPhrases).map((phrase) => ({ phrase, pattern: phrasePattern(phrase) }));
    return (value) => {
      if (typeof value !== 'string') return null;
      if (isBlank(value)) return value;
      return phrases
        .map(({ phrase, pattern }) => {
          const found = pattern.exec(value)?.[1];
          // The writer's letter case could reveal something, but Psoxy keeps it.
          return found === undefined || spelling === 'of the text' ? found : phrase;
        })
        .filter((found) => found !== undefined)
        .join(',');
    };
  },
};
