import { uniquenessOf } from '../../src/documents/index.ts';
import { askDirectory } from './directory.ts';
import type { Attack } from './finding.ts';

/** Counts the people whose kept properties are unique, and which someone inside the tenant can look up. */
export const attackUniqueness: Attack = async ({ progress }) => {
  progress('uniqueness: asking the twin for its directory');
  const { pages } = await askDirectory();
  const all = pages.flatMap(({ after }) => after);
  const inPages = pages.reduce((sum, { after }) => sum + uniquenessOf(after).unique, 0);
  return [
    {
      attack: 'kept properties',
      measure: 'people who are unique by their kept properties, in the whole list (documented, not closed)',
      before: uniquenessOf(all).share,
      after: uniquenessOf(all).share,
    },
    {
      attack: 'kept properties',
      measure: 'people who are unique by page and their kept properties (documented, not closed)',
      before: 1,
      after: inPages / all.length,
    },
  ];
};
