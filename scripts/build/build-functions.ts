import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFunctions } from './bundle-functions.ts';
import { forbiddenInputs } from './check-bundle.ts';
import { bundledOf, type LoadedDeployment } from './connectors.ts';
import { type Archive, zip } from './zip.ts';

/** A function ready to be deployed. */
export type BuiltFunction = {
  readonly connector: string;
  readonly code: Uint8Array;
  readonly archive: Archive;
};

/** Bundles and packs the functions of a deployment. Throws where something is in a bundle that must not be. */
export const buildFunctions = async (
  root: string,
  { connectors, version }: Pick<LoadedDeployment, 'connectors' | 'version'>,
): Promise<readonly BuiltFunction[]> => {
  const bundled = new Map(connectors.map((prepared) => [prepared.connector.name, bundledOf(prepared, version)]));
  const bundles = await bundleFunctions(root, bundled);
  const problems = bundles.flatMap(({ connector, inputs }) =>
    forbiddenInputs(inputs).map((problem) => `${connector}: ${problem}`),
  );
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return bundles.map(({ connector, code }) => ({ connector, code, archive: zip({ 'index.js': code }) }));
};

/** Writes the archives below a folder, in the place of what was there. */
export const writeFunctions = (folder: string, functions: readonly BuiltFunction[]): void => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { connector, archive } of functions) writeFileSync(join(folder, `${connector}.zip`), archive.bytes);
};
