import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Plugin } from 'esbuild';

/** The files of a function that it loads when it first needs them, and the imports that they replace: parts of the SDKs. */
export const sdkFiles = {
  'aws.cjs': {
    entry: 'src/adapters/aws/function-sdk.ts',
    packages: /^@(?:aws-sdk\/client-(?:kms|ssm|sts)|smithy\/(?:core\/checksum|node-http-handler|signature-v4))$/,
  },
  'proxy.cjs': { entry: 'src/adapters/node/function-sdk.ts', packages: /^(?:https-proxy-agent|proxy-from-env)$/ },
  'entra.cjs': { entry: 'src/adapters/entra/function-sdk.ts', packages: /^@azure\/identity$/ },
  // Not an SDK, but needed only in a deployment with registered tools. It uses the other files.
  'tools.cjs': { entry: 'src/lambda/verify-tokens.ts', packages: /^\.\/verify-tokens\.ts$/ },
} as const;

/** Makes code of the function require the other files, when it first needs them. */
export const requireSdkFiles: Plugin = {
  name: 'require-sdk-files',
  setup: (build) => {
    for (const [file, { packages }] of Object.entries(sdkFiles))
      build.onResolve({ filter: packages }, () => ({ path: `./${file}`, external: true }));
  },
};

/** Packages that SDKs import for uses that a function doesn't have. They are two fifths of the SDKs. */
const leftOut: Readonly<Record<string, string>> = {
  jsonwebtoken: 'signs assertions with a certificate',
  open: 'opens a browser',
  'http-proxy-agent': 'a proxy, for which the function makes an agent of its own',
  'https-proxy-agent': 'a proxy, for which the function makes an agent of its own',
};

/** Changes of single files of the SDKs, by path. */
const changed: readonly (readonly [path: RegExp, change: (source: string) => string])[] = [
  // Credentials of a function are in its environment. Reading files, metadata services and single sign-on stay outside.
  [
    /@aws-sdk[\\/]credential-provider-node[\\/]dist-es[\\/]index\.js$/,
    () => `export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';`,
  ],
  // So are its settings.
  [
    /[\\/]fromSharedConfigFiles\.js$/,
    () => `import { CredentialsProviderError } from '../property-provider/CredentialsProviderError.js';
export const fromSharedConfigFiles = () => async () => {
  throw new CredentialsProviderError('a function has no files of settings');
};`,
  ],
  // Errors of operations that the function doesn't call. An error without a class keeps its name, which is all that is read.
  [
    /@aws-sdk[\\/].*schemas_0\.js$/,
    (source) => source.replace(/^n0_registry\.registerError\(/gm, '/* @__PURE__ */ $&'),
  ],
  // An import of the whole of `node:util` loads all that its getters lead to, as workers; the global `crypto` loads Web Crypto.
  [
    /ts-http-runtime[\\/].*[\\/]logger[\\/]log\.js$/,
    (source) =>
      source.replace('import util from "node:util"', 'import { format } from "node:util";\nconst util = { format }'),
  ],
  [
    /[\\/](?:serde[\\/]uuid[\\/]v4|ts-http-runtime[\\/].*[\\/]uuidUtils)\.js$/,
    (source) =>
      `import { randomUUID as fromNode } from 'node:crypto';\nconst crypto = { randomUUID: fromNode };\n${source}`,
  ],
];

/** Leaves out the parts of the SDKs that a function doesn't use: whole packages, other sources of credentials, files of settings. */
export const leaveOutUnused: Plugin = {
  name: 'leave-out-unused',
  setup: (build) => {
    const names = new RegExp(`^(?:${Object.keys(leftOut).join('|')})$`);
    build.onResolve({ filter: names }, ({ path, importer }) =>
      importer.endsWith('function-sdk.ts') ? undefined : { path, namespace: 'left-out' },
    );
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {};' }));
    for (const [filter, change] of changed)
      build.onLoad({ filter }, ({ path }) => ({
        contents: change(readFileSync(path, 'utf8')),
        resolveDir: dirname(path),
      }));
  },
};
