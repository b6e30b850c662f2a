import { type Transform, transforms } from '../../src/transforms/index.ts';
import { fenced, generatedBy, type Page, table } from './page.ts';

/** The transforms that rules can apply to a value, generated from their records. Their examples are run as tests. */
export const transformsPage: Page = {
  path: 'docs/reference/transforms.md',
  render: () => {
    const all = [...transforms.values()];
    const index = all.map(({ name, summary }) => `- [${name}](#${name.toLowerCase()}): ${summary}`).join('\n');
    const intro =
      'The same transforms serve both forms of rules. Tokens in the examples are of a fixed documentation keyring.';
    const head = `${generatedBy('src/transforms')}# Transforms\n\n${intro}\n\n${index}\n\n`;
    return head + all.map(section).join('\n');
  },
};

const section = ({ name, summary, accepts, parameters, examples }: Transform): string =>
  [
    `## ${name}\n\n${summary}\n`,
    `Works on: ${accepts.join(', ')}.\n`,
    parameterTable(parameters),
    ...examples.map(
      ({ shows, options, input, output }) =>
        `${capitalized(shows)}:\n\n${fenced('text', `${JSON.stringify(options)}\n${show(input)}\n→ ${show(output)}`)}`,
    ),
  ].join('\n');

const parameterTable = (parameters: Transform['parameters']): string => {
  const rows = Object.entries(parameters).map(([name, { type, choices, required, default: fallback, description }]) => [
    `\`${name}\``,
    choices === undefined ? type : choices.map((choice) => `\`${choice}\``).join(' or '),
    required === true ? 'required' : fallback === undefined ? '' : `\`${JSON.stringify(fallback)}\``,
    description,
  ]);
  return rows.length === 0 ? 'It has no options.\n' : table(['option', 'type', 'default', 'meaning'], rows);
};

const show = (value: unknown): string => (value === undefined ? '(removed)' : JSON.stringify(value));
const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
