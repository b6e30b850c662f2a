import { isKindName, kinds, tokenKindOf, type ValueKindName, valueKinds } from '../../src/plan/index.ts';
import { spaceOfKind } from '../../src/pseudonyms/index.ts';
import { generatedBy, type Page, table } from './page.ts';

const spaceOf = (name: ValueKindName): string =>
  name === 'other-id' ? 'one for each property' : spaceOfKind(tokenKindOf(name));

/** The kinds of values that have pseudonyms and that parameters accept. */
export const kindsPage: Page = {
  path: 'docs/reference/kinds.md',
  render: () => {
    const all = [...valueKinds].map(([name, title]) => [
      `\`${name}\``,
      title,
      spaceOf(name as ValueKindName),
      isKindName(name) ? 'yes' : '',
    ]);
    const parameters = Object.entries(kinds).map(([name, kind]) => [
      `\`${name}\``,
      `\`${kind.example}\``,
      'names' in kind ? kind.names.map((word) => `\`${word}\``).join(' ') : '',
      kind.place === 'literal' ? 'only inside a quoted literal of `$filter`' : '',
    ]);
    return [
      `${generatedBy('src/plan/kinds.ts and src/pseudonyms/token-kinds.ts')}# Kinds of values`,
      'Every pseudonym has a kind. The kind is part of the token, and its space is part of the hash: equal values of kinds with the same space have the same pseudonym, and equal texts in different spaces have unrelated ones. If the privacy table doesn’t have the kind of a property, its rule needs `of: <kind>`.',
      table(['kind', 'description', 'space', 'accepted by parameters'], all),
      '## Parameters',
      'A parameter of a rule names the kind of value that it accepts. A token is accepted where its own kind is accepted; `outlook-id` also takes calendars, events, messages and folders, `directory-object-id` also people and groups, and `team-id` takes groups. If a rule accepts plain values, they must look like the example.',
      table(['kind', 'looks like', 'names instead', 'place'], parameters),
      '## Kinds of a source',
      'A source declares further kinds under `kinds` of its `source.yaml`, each with a title, an example and optionally a pattern. Rules name them as they name the kinds above. Each has a space of its own, a parameter takes only tokens of its own kind, and plain values never. In tokens such a kind is text of a rule (`rule-text`) whose place is `kind:` and its name.',
    ].join('\n\n');
  },
};
