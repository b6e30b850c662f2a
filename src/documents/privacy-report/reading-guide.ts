import { type Block, code, heading, paragraph, table } from '../render/blocks.ts';

/** Explains the terms of the tables to first-time readers. */
export const readingGuide = (): readonly Block[] => [
  heading('How to read the tables'),
  paragraph(
    'For each source stand its permissions, an example, and every property that Microsoft declares for what is asked. ',
    'A dot leads into an object, ',
    code('[]'),
    ' stands for each item of a list, and braces hold several names: ',
    code('start.{dateTime, timeZone}'),
    ' are two properties. The project judges each property once:',
  ),
  table(
    ['Class', 'What it is', 'May it leave as it is'],
    [
      [
        ['direct identifier'],
        ['names a person, or a thing that is named after one: names, addresses, numbers'],
        ['never'],
      ],
      [['free text'], ['written by people, or by a machine that quotes them: titles, bodies, file names'], ['never']],
      [['credential'], ['opens something: passcodes, keys, links with a password in them'], ['never']],
      [
        ['quasi identifier'],
        ['singles people out together with others: places, units, devices, dates'],
        ['where a rule says so'],
      ],
      [
        ['opaque id'],
        ['made by a service; can hold the ids of people, or stand for one'],
        ['where a rule says so; mostly a token'],
      ],
      [
        ['metadata'],
        ['says nothing about who somebody is: times, states, counts, settings'],
        ['yes, held to a format'],
      ],
    ],
  ),
];
