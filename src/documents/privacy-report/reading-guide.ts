import { type Block, code, heading, paragraph, table } from '../render/blocks.ts';

/** Explains the terms of the tables to first-time readers. */
export const readingGuide = (): readonly Block[] => [
  heading('How to read the tables'),
  paragraph(
    'For each source, the report lists its permissions, an example, and every property that Microsoft declares for the ',
    'requested data. In the names of properties, a dot leads into an object, ',
    code('[]'),
    ' means each item of a list, and braces enclose several names: ',
    code('start.{dateTime, timeZone}'),
    ' means two properties. Each property has one class:',
  ),
  table(
    ['Class', 'Description', 'Can leave unchanged'],
    [
      [
        ['direct identifier'],
        ['names a person, or an object named after a person: names, addresses, numbers'],
        ['never'],
      ],
      [['free text'], ['written by people, or by a machine that quotes them: titles, bodies, file names'], ['never']],
      [['credential'], ['gives access: passcodes, keys, links that contain a password'], ['never']],
      [
        ['quasi identifier'],
        ['can single out people in combination with others: places, units, devices, dates'],
        ['if a rule allows it'],
      ],
      [
        ['opaque id'],
        ['created by a service; can contain or represent the ID of a person'],
        ['if a rule allows it; usually it becomes a token'],
      ],
      [['metadata'], ['doesn’t identify a person: times, states, counts, settings'], ['yes, if it matches a format']],
    ],
  ),
];
