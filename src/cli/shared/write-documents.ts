import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DocumentFile } from '../../documents/index.ts';
import { cliError } from './exit.ts';

/** Writes documents below a folder and returns their paths. */
export const writeDocuments = (folder: string, files: readonly DocumentFile[]): readonly string[] =>
  files.map(({ path, content }) => {
    const file = join(folder, path);
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    } catch (error) {
      const { code = 'unknown' } = error as NodeJS.ErrnoException;
      throw cliError('Documents.Unwritable', { path: file, code });
    }
    return file;
  });
