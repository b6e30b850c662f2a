/** The registry of rule forms: texts → Plan, whichever form they are written in. */
export { compile } from './compile.ts';
export { recognizeForm } from './recognize-form.ts';
