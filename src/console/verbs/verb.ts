import type { z } from 'zod';
import { type Actor, mayDo, needsFreshSignIn, type Relation, type Verb } from '../../access/index.ts';
import { DirectoryFault } from '../../ports/index.ts';
import { done, type Outcome, type Refusal, refuse } from '../outcome.ts';
import type { ConsolePorts } from '../ports.ts';
import { freshSeconds } from '../sign-in/entra.ts';
import { looksLikeSecret } from './secrets-of-others.ts';

/** Who acts, and with what. */
export type VerbContext = {
  readonly actor: Actor;
  readonly ports: ConsolePorts;
  /** When the person last proved who they are, in seconds. */
  readonly authTime: number;
  /** Object ids of the groups that the person owned at the sign-in: only for choosing one. The directory decides. */
  readonly groups: readonly string[];
};

export type ApiRoute = {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** With parameters in braces, which are fields of the input: `/api/clients/{id}`. */
  readonly path: `/api/${string}`;
};

/** A verb with its handler, which pages and the API share. */
export type VerbDefinition<Input extends z.ZodObject, Output extends z.ZodType> = {
  readonly verb: Verb;
  readonly api: ApiRoute;
  /** One sentence for the description of the API. */
  readonly summary: string;
  readonly input: Input;
  /** Fields that it doesn't name are never in a reply or on a page. */
  readonly output: Output;
  /** The person's relation to the verb's object, computed now. @default none */
  readonly relation?: (context: VerbContext, input: z.output<Input>) => Promise<Relation>;
  readonly run: (context: VerbContext, input: z.output<Input>) => Promise<Outcome<z.input<Output>>>;
};

/** Any verb of the list. */
export type AnyVerb = Omit<VerbDefinition<z.ZodObject, z.ZodType>, 'relation' | 'run'> & {
  readonly relation?: (context: VerbContext, input: never) => Promise<Relation>;
  readonly run: (context: VerbContext, input: never) => Promise<Outcome<unknown>>;
};

export const defineVerb = <Input extends z.ZodObject, Output extends z.ZodType>(
  definition: VerbDefinition<Input, Output>,
): VerbDefinition<Input, Output> => definition;

/** True for a verb that changes nothing. */
export const onlyReads = ({ api }: Pick<AnyVerb, 'api'>): boolean => api.method === 'get';

/** Computes the relation of the person to the object that parameters of a path name. */
export const relationTo = async (
  context: VerbContext,
  { relation }: Pick<AnyVerb, 'relation'>,
  params: Readonly<Record<string, string>>,
): Promise<Relation> => (await relation?.(context, params as never)) ?? 'none';

/** Texts in a value, however deep: a body of brackets is deeper than calls can be. */
const textsIn = (value: unknown): readonly string[] => {
  const texts: string[] = [];
  const left = [value];
  while (left.length > 0) {
    const one = left.pop();
    if (typeof one === 'string') texts.push(one);
    else if (typeof one === 'object' && one !== null) left.push(...Object.values(one));
  }
  return texts;
};

const unreadable = (error: z.ZodError): Refusal => {
  const fields = new Map<string, string>();
  for (const { path, message, code, ...issue } of error.issues) {
    const unknown = code === 'unrecognized_keys' && 'keys' in issue ? issue.keys : undefined;
    if (unknown !== undefined) for (const key of unknown) fields.set(key, 'Unknown field.');
    else if (!fields.has(String(path[0] ?? ''))) fields.set(String(path[0] ?? ''), message);
  }
  return refuse('Console.InputInvalid', { fields: Object.fromEntries(fields) });
};

/** Names under which people send the secret of an application. */
const secretName = /secret|password/i;

const secretIn = (given: unknown, known: z.ZodObject): Refusal | undefined => {
  const names = typeof given === 'object' && given !== null ? Object.keys(given) : [];
  const named = names.filter((name) => secretName.test(name) && !Object.hasOwn(known.shape, name));
  const pasted = names.filter((name) => textsIn((given as Record<string, unknown>)[name]).some(looksLikeSecret));
  const fields = [...named, ...pasted].map((name) => [name, refuse('Console.SecretNotWanted').message] as const);
  return fields.length === 0 ? undefined : refuse('Console.SecretNotWanted', { fields: Object.fromEntries(fields) });
};

/** Reads the roles again: one that was taken away is felt at the next decision. */
const actorNow = async ({ actor, ports }: VerbContext): Promise<Outcome<Actor>> => {
  try {
    const roles = await ports.rolesOf(actor.id);
    return roles === undefined ? refuse('Console.SignInNeeded') : done({ ...actor, roles });
  } catch {
    return refuse('Console.RolesUnavailable');
  }
};

/**
 * Performs a verb: reads the input, refuses secrets of others, reads the roles again if the verb changes something, decides
 * who may, asks for a fresh sign-in if the verb needs one, and runs it. Pages and the API have no other way.
 */
export const perform = async <Input extends z.ZodObject, Output extends z.ZodType>(
  context: VerbContext,
  definition: VerbDefinition<Input, Output>,
  given: unknown,
): Promise<Outcome<z.output<Output>>> => {
  const { verb, input, output, relation, run } = definition;
  const secret = secretIn(given, input);
  if (secret !== undefined) return secret;
  const read = input.safeParse(given);
  if (!read.success) return unreadable(read.error);
  const person = onlyReads(definition) ? done(context.actor) : await actorNow(context);
  if (!person.ok) return person;
  const now: VerbContext = { ...context, actor: person.value };
  try {
    if (!mayDo(now.actor, verb, (await relation?.(now, read.data)) ?? 'none')) return refuse('Console.NotAllowed');
    if (needsFreshSignIn(verb) && now.authTime + freshSeconds < now.ports.access.clock() / 1000)
      return refuse('Console.SignInAgain');
    const outcome = await run(now, read.data);
    return outcome.ok ? done(output.parse(outcome.value)) : outcome;
  } catch (error) {
    if (!(error instanceof DirectoryFault)) throw error;
    return refuse(error.kind === 'not-permitted' ? 'Console.DirectoryNotPermitted' : 'Console.DirectoryUnavailable');
  }
};
