/** What must not be in a deployed function, and why. */
const forbidden: readonly (readonly [what: RegExp, why: string])[] = [
  [/node_modules\/(?:cdktf|@cdktf|constructs)\//, 'infrastructure code'],
  [/^infra\/|^scripts\//, 'infrastructure code'],
  [/^src\/(?:cli|consent|sources)\//, 'the command line’s rooms'],
  [/^src\/twin\//, 'the twin is not for production'],
  [/^src\/proof\/|\.generated\.ts$/, 'Microsoft’s types are read at build'],
  [/^src\/rule-engine\/(?:format|compile|type-index|diagnostics)\//, 'rules are compiled at build'],
  [/^src\/config\/(?:settings\/|source-file|yaml-text)/, 'settings are read at build'],
  [/node_modules\/(?:yaml|zod|recheck)\//, 'rules and settings are read at build'],
  [/node_modules\/(?:commander|@faker-js|jest|@jest|esbuild|typescript)\//, 'development code'],
  [/\.test\.ts$|\/testing\//, 'test code'],
];

/** Every input of a bundle that must not be there, with the reason. */
export const forbiddenInputs = (inputs: readonly string[]): readonly string[] =>
  inputs.flatMap((input) =>
    forbidden.filter(([what]) => what.test(input)).map(([, why]) => `${input} is in the bundle: ${why}`),
  );
