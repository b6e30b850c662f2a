import type { CompileInput, CompileResult } from '../../compile/index.ts';
import { compileAllowList } from '../../rules/compile/index.ts';
import type { AllowListPlan } from '../../rules/plan/index.ts';
import { compile } from '../compile.ts';
import { smallPrivacy, smallTypes } from './small-types.ts';

const inputOf = (text: string, rest: Partial<CompileInput>): CompileInput => ({
  title: 'test',
  main: { path: 'rules.yaml', text },
  shared: [],
  overlays: [],
  types: smallTypes,
  privacy: smallPrivacy,
  builtIn: false,
  ...rest,
});

/** Compiles a text against the hand-made types; other parts of the input as given. */
export const compileText = (text: string, rest: Partial<CompileInput> = {}): CompileResult =>
  compile(inputOf(text, rest));

/** Compiles a text of the allow-list form against the hand-made types. */
export const compileAllowListText = (text: string, rest: Partial<CompileInput> = {}): CompileResult<AllowListPlan> =>
  compileAllowList(inputOf(text, rest));

/** What a compilation said, as `line:column code message`. */
export const said = (result: CompileResult): readonly string[] =>
  result.diagnostics.map(({ position, code, message }) => `${position.line}:${position.column} ${code} ${message}`);

/** One endpoint for users, with this response. */
export const userEndpoint = (response: string): string => `endpoints:
  - pathTemplate: /v1.0/users
    entity: user
    collection: true
    response: ${response}
`;
