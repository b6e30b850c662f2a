import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Settings, TerraformOutputs } from '../../config/index.ts';
import {
  type ApplicationIds,
  apiFiles,
  apiFolder,
  buildCallerModel,
  buildConsentModel,
  callerFiles,
  consentFiles,
  type Described,
  type DocumentFile,
} from '../../documents/index.ts';

/**
 * Renders all documents of a deployment: consent if the applications' ids are known, callers' pages if the callers'
 * roles are known.
 */
export const renderDocuments = (
  described: Described,
  ids: ReadonlyMap<string, ApplicationIds> | undefined,
  { entra, endpoints, callerRoles }: TerraformOutputs,
): readonly DocumentFile[] => [
  ...(ids === undefined ? [] : consentFiles(buildConsentModel(described, ids, entra?.console))),
  ...described.settings.callers.flatMap((caller) => {
    const role = callerRoles.get(caller.name);
    return role === undefined ? [] : callerFiles(buildCallerModel(described, caller, role, endpoints));
  }),
  ...apiFiles(described, endpoints),
];

/** The ids of the applications, for the AWS stack and for `consent verify`. The path is relative to the settings file. */
export const entraOutputsFile = (
  { entraOutputs }: Pick<Settings, 'entraOutputs'>,
  { entra }: Pick<TerraformOutputs, 'entra'>,
): readonly DocumentFile[] =>
  entra === undefined ? [] : [{ path: entraOutputs, content: `${JSON.stringify(entra, null, 2)}\n` }];

const own = z.object({ product: z.literal('graphveil'), environment: z.string() });
/** Documents of OpenAPI have members of their own only in an extension. */
const ours = z.union([own, z.object({ 'x-graphveil': own }).transform((document) => document['x-graphveil'])]);

const isOurs = (path: string, environment: string): boolean => {
  try {
    return ours.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data?.environment === environment;
  } catch {
    return false;
  }
};

/** The folders that documents of these outputs are in. */
const documentFolders = ({ entra, endpoints }: TerraformOutputs): readonly string[] => [
  ...(entra === undefined ? [] : ['consent']),
  ...(endpoints.size === 0 ? [] : ['callers', apiFolder]),
];

/**
 * Removes documents of connectors and callers that the settings no longer have, so that nobody sends one of them. Leaves
 * every file that isn't a document of this environment.
 */
export const removeFormerDocuments = (
  folder: string,
  environment: string,
  outputs: TerraformOutputs,
  files: readonly DocumentFile[],
): void => {
  const current = new Set(files.map(({ path }) => join(folder, path)));
  for (const place of documentFolders(outputs).map((name) => join(folder, name))) {
    if (!existsSync(place)) continue;
    for (const name of readdirSync(place).filter((file) => file.endsWith('.json'))) {
      const path = join(place, name);
      if (current.has(path) || !isOurs(path, environment)) continue;
      for (const format of ['md', 'html', 'json']) rmSync(path.replace(/json$/, format), { force: true });
    }
  }
};
