import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { rulesFolder } from '../rules-folder.ts';

/** Examples of a help text, followed by what may stand for SOURCE in them. */
export const withSourceNames = (examples: string): string => {
  const names = readdirSync(rulesFolder)
    .filter((name) => existsSync(join(rulesFolder, name, 'source.yaml')))
    .sort();
  return `${examples}\n\nSOURCE is one of ${names.join(', ')}.`;
};
