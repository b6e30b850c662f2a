import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { certificatesFile, tokenServiceName } from '../../src/config/index.ts';
import type { BuiltFunction } from './build-functions.ts';
import { builtRuntime, bundleFile, isRepository, noticesFile } from './bundle-functions.ts';
import { forbiddenInTokenService } from './check-bundle.ts';
import { bundledPackages, noticesText } from './notices.ts';
import { leaveOutUnused } from './sdk-plugins.ts';
import { zip } from './zip.ts';

/** Files of the token service in a release, below the folder of the built runtime. */
export const tokenFiles = { code: 'tokens.cjs', notices: 'tokens-NOTICES.txt' } as const;

/** The token service's code and the licenses of the packages inside. */
export type TokenRuntime = { readonly code: Uint8Array; readonly notices: string; readonly inputs: readonly string[] };

const entry = `import { createRequire } from 'node:module';
export const { handler } = createRequire(import.meta.url)('./${tokenFiles.code}').startTokenFunction();
`;

const bundleSources = async (root: string): Promise<TokenRuntime> => {
  const { contents, inside, packages } = await bundleFile(root, tokenFiles.code, {
    entryPoints: ['src/lambda/token-function.ts'],
    plugins: [leaveOutUnused],
  });
  return { code: contents, notices: noticesText(bundledPackages(root, inside)), inputs: [...inside, ...packages] };
};

const readBuilt = (root: string): TokenRuntime => {
  const path = (name: string): string => join(root, builtRuntime.folder, name);
  if (!existsSync(path(tokenFiles.code)))
    throw new Error(`${path(tokenFiles.code)} is missing; install the package again`);
  return {
    code: readFileSync(path(tokenFiles.code)),
    notices: readFileSync(path(tokenFiles.notices), 'utf8'),
    inputs: [],
  };
};

/** Returns the code of the token service: bundled from the sources of a repository, or prebuilt in a release. */
export const bundleTokenRuntime = (root: string): Promise<TokenRuntime> =>
  isRepository(root) ? bundleSources(root) : Promise.resolve(readBuilt(root));

/** Packs the token service. Throws if its bundle contains a forbidden file. */
export const buildTokenService = async (root: string, certificates?: string): Promise<BuiltFunction> => {
  const { code, notices, inputs } = await bundleTokenRuntime(root);
  const problems = forbiddenInTokenService(inputs);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const files = { [tokenFiles.code]: code, 'index.mjs': Buffer.from(entry) };
  const archive = zip({
    ...files,
    [noticesFile]: Buffer.from(notices),
    ...(certificates !== undefined && { [certificatesFile]: Buffer.from(certificates) }),
  });
  return { connector: tokenServiceName, files, archive };
};
