import type { JSX } from 'hono/jsx/jsx-runtime';
import type { z } from 'zod';
import type { Actor, Verb } from '../../access/index.ts';
import type { Outcome, Refusal } from '../outcome.ts';
import type { ConsolePorts } from '../ports.ts';
import type { FormValues } from '../ui/form.tsx';
import type { VerbDefinition } from '../verbs/verb.ts';

/** A request for a page by a person who is signed in. */
export type PageRequest = {
  readonly actor: Actor;
  readonly ports: ConsolePorts;
  /** Parameters of the path. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The sent values, or those that were typed before the session ended. Empty otherwise. */
  readonly form: FormValues;
  /** Performs a verb as this person. */
  readonly perform: <Input extends z.ZodObject, Output extends z.ZodType>(
    definition: VerbDefinition<Input, Output>,
    input: unknown,
  ) => Promise<Outcome<z.output<Output>>>;
};

export type PageReply =
  | { readonly title: string; readonly body: JSX.Element; readonly status?: number }
  /** A file to save. */
  | { readonly download: { readonly name: string; readonly type: string; readonly text: string } }
  /** Another page of this console. */
  | { readonly go: string }
  /** A verb refused, and the page has nothing to show beside it. */
  | { readonly refusal: Refusal };

/** A page, or the end of a form. A form posts to the path of its page, so that typed values find their way back. */
export type PageDefinition = {
  /** The act that it shows or performs. */
  readonly verb: Verb;
  readonly method: 'get' | 'post';
  /** With parameters: `/clients/:id`. */
  readonly path: string;
  readonly handle: (request: PageRequest) => Promise<PageReply>;
};
