import { effectiveMinutes, isLimited } from '../caller-people.ts';
import { type Block, heading, paragraph, table } from '../render/blocks.ts';
import type { ReportModel } from './model.ts';

/** Locations and periods of storage: no data that passes through, and little other data. */
export const retentionPart = ({ deployment }: ReportModel): readonly Block[] => {
  const log =
    deployment === undefined ? 'as set in the settings; 90 days by default' : `${deployment.logRetentionDays} days`;
  return [
    heading('Retention'),
    paragraph(
      'Graphveil has no database and no cache of answers. Data that passes through it is in memory until the reply is sent.',
    ),
    table(
      ['Data', 'Place', 'Period'],
      [
        [['Answers of Microsoft and replies'], ['memory of the function'], ['until the reply is sent']],
        [['Access tokens of Microsoft'], ['memory of the function'], ['about an hour, until they expire']],
        [
          ['Log: names of endpoints, counts, durations, codes; no personal values'],
          ['the account’s log service, encrypted with its own key'],
          [log],
        ],
        [
          ['Position in a list, encrypted in the links of a reply'],
          ['the analytics tool holds the link; only Graphveil can open it'],
          ['a day for pages, 60 days for changes'],
        ],
        ...(deployment?.callers.some(isLimited) === true
          ? [[['Members of callers’ groups, as hashes'], ['memory of the function'], [`${effectiveMinutes} minutes`]]]
          : []),
        [
          ['Keyring'],
          ['ciphertext in a parameter'],
          ['until it is retired; until then, old epochs can open old pseudonyms'],
        ],
        [['Data that the analytics tool received'], ['outside Graphveil'], ['defined by the controller, see below']],
      ],
    ),
  ];
};
