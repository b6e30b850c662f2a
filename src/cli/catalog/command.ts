import { catalogJson, catalogJsonSchema, dictionaryOf } from '../../registry/describe/index.ts';
import { type CatalogEntry, catalogOf, findConnector } from '../../registry/index.ts';
import { type AccessOptions, defaultAccessFolder } from '../shared/access-options.ts';
import { readyOrEnd } from '../shared/choose-rules.ts';
import { describedHere } from '../shared/described.ts';
import { refusedByRegistry } from '../shared/registry.ts';
import { table } from '../shared/table.ts';
import { printJson, printOut } from '../shared/terminal.ts';
import { version } from '../shared/version.ts';

const availability = { ga: 'ready', beta: 'beta', alpha: 'alpha', 'coming-soon': 'coming soon' } as const;

const line = ({ id, title, services, availability: is, connectors }: CatalogEntry): readonly string[] => [
  id,
  title,
  services.join(', '),
  availability[is],
  connectors.join(', ') || '-',
];

export const runList = (options: AccessOptions): void => {
  const entries = catalogOf(describedHere(options).described);
  if (options.json) printJson({ catalog: entries });
  else
    printOut(table([['source', 'title', 'services', 'availability', 'connectors'], ...entries.map(line)]).join('\n'));
};

export const runDictionary = (names: readonly string[], { settings }: { readonly settings?: string }): void => {
  const options = { folder: defaultAccessFolder, ...(settings !== undefined && { settings }) };
  const { described, connectors } = describedHere(options);
  for (const name of names) {
    const found = findConnector(described, name);
    if (!found.ok) throw refusedByRegistry(found);
  }
  const chosen = connectors.filter(({ name }) => names.length === 0 || names.includes(name));
  printJson(catalogJson(version, readyOrEnd(chosen).map(dictionaryOf)));
};

export const runSchema = (): void => printJson(catalogJsonSchema());
