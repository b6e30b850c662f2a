/** The registry of rule forms at build time: texts → Plan, whichever form they are written in. */
export { compile, explainAnswer, isProvable, methodsOf } from './compile.ts';
