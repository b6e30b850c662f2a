/** The look of every document, which pages of the console share. */
export { style } from './style.ts';
