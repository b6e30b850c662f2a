/** Files that must not be in a deployed function, and the reasons. */
const forbidden: readonly (readonly [what: RegExp, why: string])[] = [
  [/node_modules\/(?:cdktf|@cdktf|constructs)\//, 'infrastructure code'],
  [/^infra\/|^scripts\//, 'infrastructure code'],
  [/^src\/(?:cli|documents|sources|connectors)\//, 'modules of the command line'],
  [/^src\/access\/(?!verify\/)/, 'a connector verifies tokens and issues none'],
  [/^src\/(?:console|registry)\//, 'pages and statuses are the console’s'],
  [/node_modules\/(?:hono|openid-client)\//, 'pages and sign-in of people are the console’s'],
  [/^src\/twin\//, 'the twin is not for production'],
  [/^src\/(?:proof|rule-tests|graph-types)\//, 'Microsoft’s types are read at build'],
  [
    /^src\/(?:rules\/(?:format|compile)|psoxy-rules\/(?:format|compile|java-regex|json-path)|rule-forms\/(?:index|compile|rule-form)|compile|yaml|diagnostics)[/.]/,
    'rules are compiled at build',
  ],
  [/^src\/config\/settings\//, 'settings are read at build'],
  [/node_modules\/(?:yaml|zod|recheck)\//, 'rules and settings are read at build'],
  [/node_modules\/(?:@aws-sdk\/client-dynamodb|node-sqlite3-wasm)\//, 'records are read by signed requests'],
  [/node_modules\/(?:commander|@faker-js|jest|@jest|esbuild|typescript)\//, 'development code'],
  [/node_modules\/(?:jsonwebtoken|semver|open|http-proxy-agent)\//, 'no function uses it'],
  [
    /node_modules\/@aws-sdk\/(?:nested-clients|token-providers|credential-provider-(?!node|env))/,
    'credentials of a function are in its environment',
  ],
  [/node_modules\/@smithy\/.*\/(?:readFile|parseIni)\.js$/, 'settings of a function are in its environment'],
  [/\.test\.ts$|\/testing\//, 'test code'],
];

type Forbidden = typeof forbidden;

const found = (list: Forbidden, inputs: readonly string[]): readonly string[] =>
  inputs.flatMap((input) =>
    list.filter(([what]) => what.test(input)).map(([, why]) => `${input} is in the bundle: ${why}`),
  );

/** Returns every forbidden input of a connector's bundle, with the reason. */
export const forbiddenInputs = (inputs: readonly string[]): readonly string[] => found(forbidden, inputs);

/** Code that a connector must not have and the token service needs. */
const ofTokens = /access|client-dynamodb/;

const noData: Forbidden = [
  [
    /^src\/(?:proxy|rules|psoxy-rules|pseudonyms|population|rule-forms|transforms)\//,
    'the token service sees no data of Microsoft 365',
  ],
  [/^src\/adapters\/entra\//, 'the token service never signs in to Microsoft'],
];

/** Code that a connector must not have and the console needs. */
const ofConsole = /access|console|documents|hono|client-dynamodb|zod/;

const noRules: Forbidden = [
  // The documents' style sheet is the console's too, and so is the choice of permissions in its plans.
  [
    /^src\/(?:cli\/|documents\/(?!render\/)|sources\/|connectors\/(?!choose-permissions\.ts$)|registry\/describe\/)/,
    'modules of the command line',
  ],
  [/node_modules\/(?:yaml|recheck)\//, 'rules and settings are read at build'],
  [
    /^src\/(?:proxy|rules|psoxy-rules|pseudonyms|population|rule-forms|transforms)\//,
    'the console sees no data of people in Microsoft 365',
  ],
  [/^src\/access\/token\//, 'the console issues no tokens'],
];

/** Returns every forbidden input of the console's bundle, with the reason. */
export const forbiddenInConsole = (inputs: readonly string[]): readonly string[] =>
  found([...forbidden.filter(([what]) => !ofConsole.test(what.source)), ...noRules], inputs);

const noPages: Forbidden = [
  [/^src\/(?:console|registry)\/|node_modules\/(?:hono|openid-client|zod)\//, 'pages are the console’s'],
];

/** Returns every forbidden input of the access check's bundle, with the reason. */
export const forbiddenInAccessCheck = (inputs: readonly string[]): readonly string[] => [
  ...forbiddenInConsole(inputs),
  ...found(noPages, inputs),
];

/** Returns every forbidden input of the token service's bundle, with the reason. */
export const forbiddenInTokenService = (inputs: readonly string[]): readonly string[] =>
  found([...forbidden.filter(([what]) => !ofTokens.test(what.source)), ...noData], inputs);
