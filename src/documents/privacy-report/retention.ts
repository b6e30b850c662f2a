import { type Block, heading, paragraph, table } from '../render/blocks.ts';
import type { ReportModel } from './model.ts';

/** Locations and periods of storage: no data that passes through, and little other data. */
export const retentionPart = ({ deployment }: ReportModel): readonly Block[] => {
  const log =
    deployment === undefined
      ? 'as the settings say, 90 days unless they say otherwise'
      : `${deployment.logRetentionDays} days`;
  return [
    heading('How long anything is kept'),
    paragraph(
      'Graphveil has no database and no cache of answers. What passes through it is in memory until the reply is sent.',
    ),
    table(
      ['What', 'Where', 'How long'],
      [
        [['Answers of Microsoft and replies'], ['memory of the function'], ['until the reply is sent']],
        [['Access tokens of Microsoft'], ['memory of the function'], ['an hour or so, then they expire']],
        [
          ['Log: names of endpoints, counts, durations, codes; no value of a person'],
          ['the account’s log service, encrypted with a key of its own'],
          [log],
        ],
        [
          ['Place in a list, sealed inside the links of a reply'],
          ['the analytics tool holds the link; only Graphveil can open it'],
          ['a day for pages, 60 days for changes'],
        ],
        [
          ['Keyring'],
          ['ciphertext in a parameter'],
          ['until it is retired; old epochs until then open old pseudonyms'],
        ],
        [['What the analytics tool received'], ['outside Graphveil'], ['for the controller to say, below']],
      ],
    ),
  ];
};
