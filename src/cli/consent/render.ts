import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TerraformOutputs } from '../../config/index.ts';
import {
  type ApplicationIds,
  buildClientModel,
  buildConsentModel,
  callerFiles,
  consentFiles,
  type Described,
  type DocumentFile,
} from '../../documents/index.ts';
import { CliError, exitCodes } from '../shared/exit.ts';

/** All documents of a deployment: consent where the applications' ids are known, pages where the callers' roles are. */
export const renderDocuments = (
  described: Described,
  ids: ReadonlyMap<string, ApplicationIds> | undefined,
  { endpoints, callerRoles }: TerraformOutputs,
): readonly DocumentFile[] => [
  ...(ids === undefined ? [] : consentFiles(buildConsentModel(described, ids))),
  ...described.settings.callers.flatMap((caller) => {
    const role = callerRoles.get(caller.name);
    return role === undefined ? [] : callerFiles(buildClientModel(described, caller, role, endpoints));
  }),
];

/** Writes documents below a folder; gives the paths that were written. */
export const writeDocuments = (folder: string, files: readonly DocumentFile[]): readonly string[] =>
  files.map(({ path, content }) => {
    const file = join(folder, path);
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new CliError(
        exitCodes.world,
        'Documents.Unwritable',
        `${file} cannot be written (${code})`,
        'name a folder that you may write to with --out',
      );
    }
    return file;
  });
