import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { rulesFolder } from '../rules-folder.ts';

/** True if this is an installed package, which holds the functions built and has no `npm run deploy`. */
export const isPackage = (root: string = join(rulesFolder, '..')): boolean =>
  existsSync(join(root, 'dist/function')) && !existsSync(join(root, 'src/lambda/index.ts'));
