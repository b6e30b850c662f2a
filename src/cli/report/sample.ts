import { readFileSync } from 'node:fs';
import { type Uniqueness, uniquenessOf } from '../../documents/index.ts';
import { cliError } from '../shared/exit.ts';
import { table } from '../shared/table.ts';

const parsed = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw cliError('Usage:sample-json');
  }
};

/** Reads a reply, or a list of items, and counts how unique its items are. Stores nothing. */
export const readSample = (path: string): Uniqueness => {
  const content = parsed(path);
  const items = Array.isArray(content) ? content : (content as { readonly value?: unknown } | null)?.value;
  const isItems =
    Array.isArray(items) && items.length > 0 && items.every((item) => typeof item === 'object' && item !== null);
  if (!isItems) throw cliError('Usage:sample-items');
  return uniquenessOf(items);
};

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;

/** Renders the results of a sample for people. */
export const sampleText = ({ items, unique, amongFewerThanFive, properties }: Uniqueness): string =>
  [
    `sample of ${items} items, compared by their kept values (a pseudonym counts by the number of items that share it):`,
    ...table(
      [
        ['unique by all kept values', String(unique), percent(unique, items)],
        ['shared by fewer than five', String(amongFewerThanFive), percent(amongFewerThanFive, items)],
        ...properties.map(({ path, unique: alone }) => [`unique by ${path}`, String(alone), percent(alone, items)]),
      ],
      { columns: [{}, { align: 'right' }, { align: 'right' }], indent: 2 },
    ),
  ].join('\n');
