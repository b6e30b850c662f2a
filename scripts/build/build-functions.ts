import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuiltSettings, builtSettingsFile, certificatesFile } from '../../src/config/index.ts';
import { bundleRuntime, type FunctionRuntime, functionFiles, noticesFile } from './bundle-functions.ts';
import { forbiddenInputs } from './check-bundle.ts';
import { bundledOf, type LoadedDeployment } from './connectors.ts';
import type { FunctionFiles } from './entry-code.ts';
import { type Archive, zip } from './zip.ts';

/** Functions that are deployed separately don't know each other. */
export type BuildInput = Pick<LoadedDeployment, 'connectors' | 'version'> &
  Partial<Pick<LoadedDeployment, 'elsewhereOf' | 'certificates'>> & {
    /** Endpoints whose paths lead to another connector below the base URL of registered tools, by connector. */
    readonly notFirst?: ReadonlyMap<string, readonly number[]> | undefined;
  };

/** A deployable function. */
export type BuiltFunction = {
  /** The connector, or the token service. */
  readonly connector: string;
  /** The code in the archive, by name. */
  readonly files: FunctionFiles;
  readonly archive: Archive;
};

/**
 * Bundles and packs the functions of a deployment. Throws if a bundle contains a forbidden file.
 *
 * @param runtime may be started before the deployment is read, which takes equally long
 */
export const buildFunctions = async (
  root: string,
  { connectors, version, elsewhereOf, certificates, notFirst }: BuildInput,
  runtime: Promise<FunctionRuntime> = bundleRuntime(root),
): Promise<readonly BuiltFunction[]> => {
  const made = await runtime;
  const problems = forbiddenInputs(made.inputs);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const notices = Buffer.from(made.notices);
  return connectors.map((connector) => {
    const files = functionFiles(
      made,
      bundledOf(connector, version, elsewhereOf?.(connector) ?? [], notFirst?.get(connector.name)),
    );
    const archive = zip({
      ...files,
      [noticesFile]: notices,
      ...(certificates !== undefined && { [certificatesFile]: Buffer.from(certificates) }),
    });
    return { connector: connector.name, files, archive };
  });
};

/** Writes the archives to a folder, replacing its content. `built` tells of which settings they are made. */
export const writeFunctions = (folder: string, functions: readonly BuiltFunction[], built?: BuiltSettings): void => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { connector, archive } of functions) writeFileSync(join(folder, `${connector}.zip`), archive.bytes);
  if (built !== undefined) writeFileSync(join(folder, builtSettingsFile), JSON.stringify(built));
};
