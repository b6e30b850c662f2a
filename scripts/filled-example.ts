import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Returns the text of graphveil.example.yaml with ids that look real in place of its placeholders. */
export const filledExample = (root: string): string =>
  readFileSync(join(root, 'graphveil.example.yaml'), 'utf8')
    .replaceAll('000000000000', '111122223333')
    .replaceAll('choose-an-external-id', 'agreed-id');
