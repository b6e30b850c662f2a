import type { CompileInput, CompileResult } from '../../compile/index.ts';
import { compile } from '../compile.ts';
import { smallPrivacy, smallTypes } from './small-types.ts';

/** Compiles a text against the hand-made types; other parts of the input as given. */
export const compileText = (text: string, rest: Partial<CompileInput> = {}): CompileResult =>
  compile({
    title: 'test',
    main: { path: 'rules.yaml', text },
    shared: [],
    overlays: [],
    types: smallTypes,
    privacy: smallPrivacy,
    builtIn: false,
    ...rest,
  });

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
