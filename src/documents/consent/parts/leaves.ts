import type { AnswerDispositions } from '../../../connectors/index.ts';
import type { ConsentConnector } from '../../model.ts';
import { type Block, code, details, heading, paragraph, type Text, table } from '../../render/blocks.ts';
import type { ConsentScope } from '../consent-model.ts';

type Answer = AnswerDispositions & { readonly titles: readonly string[] };

/** The treatment of each response type; connectors that treat it equally share it. */
const answersOf = (connectors: readonly ConsentConnector[]): readonly Answer[] => {
  const answers = new Map<string, Answer>();
  for (const { title, dispositions } of connectors)
    for (const answer of dispositions) {
      const { endpoints, ...treatment } = answer;
      const key = JSON.stringify(treatment);
      const before = answers.get(key);
      answers.set(key, {
        ...answer,
        endpoints: [...new Set([...(before?.endpoints ?? []), ...endpoints])],
        titles: [...new Set([...(before?.titles ?? []), title])],
      });
    }
  return [...answers.values()];
};

const names = (paths: readonly string[]): Text =>
  paths.length === 0 ? ['none'] : paths.flatMap((path, index) => [index === 0 ? '' : ', ', code(path)]);

const row = ({ entity, endpoints, kept, pseudonymized, transformed, dropped, titles }: Answer, several: boolean) => [
  [
    code(entity),
    endpoints.length === 1 ? '' : `, on ${endpoints.length} paths`,
    several ? ` (${titles.join(', ')})` : '',
  ],
  names(pseudonymized),
  names([...kept, ...transformed]),
  [`${dropped.length} properties`],
];

/** The annex: every property that leaves, folded. Empty if nothing could be proven. */
export const leavesPart = ({ connectors }: ConsentScope): readonly Block[] => {
  const answers = answersOf(connectors);
  if (answers.length === 0) return [];
  return [
    heading('Data that leaves'),
    paragraph(
      'The table lists each of Microsoft’s types that the rules name, with the results of ',
      code('graphveil prove'),
      '. Data that isn’t in this table never leaves.',
    ),
    details(
      answers.length === 1
        ? 'Show the type with its properties'
        : `Show the ${answers.length} types with their properties`,
      table(
        ['Type', 'As pseudonyms', 'Unchanged or generalized', 'Dropped'],
        answers.map((answer) => row(answer, connectors.length > 1)),
      ),
    ),
  ];
};
