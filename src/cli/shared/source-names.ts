import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { rulesFolder } from '../rules-folder.ts';

/** Appends the possible values of SOURCE to the examples of a help text. */
export const withSourceNames = (examples: string): string => {
  const names = readdirSync(rulesFolder)
    .filter((name) => existsSync(join(rulesFolder, name, 'source.yaml')))
    .sort();
  return `${examples}\n\nSOURCE is one of ${names.join(', ')}.`;
};
