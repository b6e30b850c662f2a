import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessCheckName, certificatesFile, consoleName, tokenServiceName } from '../../src/config/index.ts';
import type { BuiltFunction } from './build-functions.ts';
import { builtRuntime, bundleFile, isRepository, noticesFile } from './bundle-functions.ts';
import { forbiddenInAccessCheck, forbiddenInConsole, forbiddenInTokenService } from './check-bundle.ts';
import { bundledPackages, noticesText } from './notices.ts';
import { leaveOutUnused } from './sdk-plugins.ts';
import { zip } from './zip.ts';

/** A function that isn't a connector's. */
type Service = {
  /** The source that exports `start`. */
  readonly source: string;
  /** Starts the function with the data of the deployment and returns its handler. */
  readonly start: string;
  /** True if it uses the web's classes for requests and forms, and validates with zod. */
  readonly web?: true;
  readonly forbidden: (inputs: readonly string[]) => readonly string[];
};

const services = {
  [tokenServiceName]: {
    source: 'src/lambda/token-function.ts',
    start: 'startTokenFunction',
    forbidden: forbiddenInTokenService,
  },
  [consoleName]: {
    source: 'src/lambda/console-function.ts',
    start: 'startConsoleFunction',
    web: true,
    forbidden: forbiddenInConsole,
  },
  [accessCheckName]: {
    source: 'src/lambda/access-check-function.ts',
    start: 'startAccessCheckFunction',
    forbidden: forbiddenInAccessCheck,
  },
} as const satisfies Readonly<Record<string, Service>>;

export type ServiceName = keyof typeof services;

export const serviceNames = Object.keys(services) as readonly ServiceName[];

/** Files of a service in a release, below the folder of the built runtime. */
export const serviceFiles = (name: ServiceName) => ({ code: `${name}.cjs`, notices: `${name}-NOTICES.txt` });

/** A service's code and the licenses of the packages inside. */
export type ServiceRuntime = {
  readonly code: Uint8Array;
  readonly notices: string;
  readonly inputs: readonly string[];
};

/** What a deployment tells a service, in its archive. */
const dataFile = 'deployment.json';

const entry = (name: ServiceName): string => `import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
const data = JSON.parse(readFileSync(new URL('./${dataFile}', import.meta.url), 'utf8'));
export const { handler } = createRequire(import.meta.url)('./${serviceFiles(name).code}').${services[name].start}(data);
`;

const bundleSources = async (root: string, name: ServiceName): Promise<ServiceRuntime> => {
  const service: Service = services[name];
  const input = { entryPoints: [service.source], plugins: [leaveOutUnused] };
  const { contents, inside, packages } = await bundleFile(root, serviceFiles(name).code, input, service.web);
  return { code: contents, notices: noticesText(bundledPackages(root, inside)), inputs: [...inside, ...packages] };
};

const readBuilt = (root: string, name: ServiceName): ServiceRuntime => {
  const files = serviceFiles(name);
  const path = (file: string): string => join(root, builtRuntime.folder, file);
  if (!existsSync(path(files.code))) throw new Error(`${path(files.code)} is missing; install the package again`);
  return { code: readFileSync(path(files.code)), notices: readFileSync(path(files.notices), 'utf8'), inputs: [] };
};

/** Returns the code of a service: bundled from the sources of a repository, or prebuilt in a release. */
export const bundleService = (root: string, name: ServiceName): Promise<ServiceRuntime> =>
  isRepository(root) ? bundleSources(root, name) : Promise.resolve(readBuilt(root, name));

/**
 * Packs a service. Throws if its bundle contains a forbidden file.
 *
 * @param data of the deployment, as JSON
 */
export const buildService = async (
  root: string,
  name: ServiceName,
  data: object = {},
  certificates?: string,
): Promise<BuiltFunction> => {
  const { code, notices, inputs } = await bundleService(root, name);
  const problems = services[name].forbidden(inputs);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const files = {
    [serviceFiles(name).code]: code,
    'index.mjs': Buffer.from(entry(name)),
    [dataFile]: Buffer.from(JSON.stringify(data)),
  };
  const archive = zip({
    ...files,
    [noticesFile]: Buffer.from(notices),
    ...(certificates !== undefined && { [certificatesFile]: Buffer.from(certificates) }),
  });
  return { connector: name, files, archive };
};
