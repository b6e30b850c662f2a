/** What tests of the rule engine share; imported by tests alone. */
export { compileText, said, userEndpoint } from './compile-text.ts';
export { smallPrivacy, smallTypes } from './small-types.ts';
