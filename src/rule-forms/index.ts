/** The registry of rule forms at build time: compiles rule files of either form to a Plan. */
export { compile, explainAnswer, isProvable, methodsOf } from './compile.ts';
