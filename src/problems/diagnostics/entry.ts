/** A text, or a template with arguments. */
type Template<A> = string | ((args: A) => string);

/** One message of a code: `<subject> <problem>[, expected <x>, got <y>]`, and a hint in the imperative. */
export type Entry<A> = {
  readonly message: Template<A>;
  readonly hint: Template<A>;
  /** Arguments of the example that the reference prints. */
  readonly example: A;
};

/** Declares a message with the type of its arguments. */
export const entry = <A>(texts: Entry<A>): Entry<A> => texts;

/** Any message of the list. */
export type AnyEntry = {
  readonly message: Template<never>;
  readonly hint: Template<never>;
  readonly example?: unknown;
};

/** Fills a template. */
export const fill = <A>(template: Template<A>, args: A): string =>
  typeof template === 'string' ? template : template(args);
