import { kinds } from '../../src/plan/index.ts';
import { generatedBy, type Page, table } from './page.ts';

/** The kinds of values that parameters may name. */
export const kindsPage: Page = {
  path: 'docs/reference/kinds.md',
  render: () => {
    const rows = Object.entries(kinds).map(([name, kind]) => [
      `\`${name}\``,
      kind.title,
      `\`${kind.example}\``,
      'names' in kind ? kind.names.map((word) => `\`${word}\``).join(' ') : '',
      kind.place === 'literal' ? 'only inside a quoted literal of `$filter`' : '',
    ]);
    const intro =
      'A parameter of a rule names the kind of value that it accepts; an opened pseudonym must be of that kind, so that a token of a chat can’t stand for a person.';
    return `${generatedBy('src/plan/kinds.ts')}# Kinds of values\n\n${intro}\n\n${table(['kind', 'what it is', 'looks like', 'names instead', 'place'], rows)}`;
  },
};
