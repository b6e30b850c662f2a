import { readFileSync } from 'node:fs';
import { type Uniqueness, uniquenessOf } from '../../documents/index.ts';
import { CliError, exitCodes } from '../shared/exit.ts';
import { table } from '../shared/table.ts';

const refuse = (problem: string): never => {
  throw new CliError(
    exitCodes.usage,
    'Usage',
    problem,
    'name a JSON file with a reply of the proxy: { "value": [ … ] }',
  );
};

const parsed = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return refuse('--sample can’t be read as JSON');
  }
};

/** Reads a reply, or a list of items, and counts how unique its items are. Nothing of it is kept or written. */
export const readSample = (path: string): Uniqueness => {
  const content = parsed(path);
  const items = Array.isArray(content) ? content : (content as { readonly value?: unknown } | null)?.value;
  const isItems =
    Array.isArray(items) && items.length > 0 && items.every((item) => typeof item === 'object' && item !== null);
  return isItems ? uniquenessOf(items) : refuse('--sample holds no items');
};

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;

/** What a person reads of a sample. */
export const sampleText = ({ items, unique, amongFewerThanFive, properties }: Uniqueness): string =>
  [
    `sample of ${items} items, by what is kept of each (a pseudonym counts by how many share it):`,
    ...table(
      [
        ['unique by everything that is kept', String(unique), percent(unique, items)],
        ['shared by fewer than five', String(amongFewerThanFive), percent(amongFewerThanFive, items)],
        ...properties.map(({ path, unique: alone }) => [`unique by ${path}`, String(alone), percent(alone, items)]),
      ],
      { columns: [{}, { align: 'right' }, { align: 'right' }], indent: 2 },
    ),
  ].join('\n');
