import type { Context, Hono } from 'hono';
import { type Outcome, type Refusal, refuse } from '../outcome.ts';
import type { ConsolePorts } from '../ports.ts';
import { jsonOf } from '../session/form-body.ts';
import type { Requests, Signed } from '../session/requests.ts';
import { verbList } from '../verbs/index.ts';
import { type AnyVerb, onlyReads, perform, type VerbDefinition } from '../verbs/verb.ts';
import { openApi } from './open-api.ts';

type Services = { readonly ports: ConsolePorts; readonly requests: Requests };

/** The header that carries the session's token. A browser doesn't let another site send it. */
export const csrfHeader = 'x-graphveil-csrf';

const json = (value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(JSON.stringify(value), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  });

/** A refusal in the shape of Graph's errors. */
export const errorReply = ({ status, code, message, fields, changes }: Refusal): Response =>
  json({ error: { code, message, ...(fields && { fields }), ...(changes && { changes }) } }, status);

const honoPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

const inputOf = async (verb: AnyVerb, { req }: Context): Promise<Readonly<Record<string, unknown>> | undefined> => {
  const body = onlyReads(verb) ? req.query() : await jsonOf(req.raw);
  if (body === undefined) return undefined;
  const version = req.header('if-match')?.replaceAll(/^"|"$/g, '');
  return { ...(version !== undefined && { version }), ...body, ...req.param() };
};

const answered = (outcome: Outcome<unknown>): Response => {
  if (!outcome.ok) return errorReply(outcome);
  const version = (outcome.value as { readonly version?: unknown } | undefined)?.version;
  return json(outcome.value, 200, typeof version === 'number' ? { etag: `"${version}"` } : {});
};

/** Serves every verb of the list below /api, with its description. */
export const apiRoutes = (app: Hono, { ports, requests }: Services): void => {
  const description = openApi(verbList, ports.origin);
  app.get('/api/openapi.json', () => json(description));
  app.get('/api/session', async ({ req }) => {
    const signed = await requests.signed(req.raw);
    if (signed === undefined) return errorReply(refuse('Console.SignInNeeded'));
    return json({ person: signed.context.actor, csrf: signed.csrf });
  });
  const admitted = async (verb: AnyVerb, request: Request): Promise<Outcome<Signed>> => {
    if (!onlyReads(verb)) return requests.admit(request, request.headers.get(csrfHeader) ?? undefined);
    const signed = await requests.signed(request);
    return signed === undefined ? refuse('Console.SignInNeeded') : { ok: true, value: signed };
  };
  for (const verb of verbList)
    app.on(verb.api.method.toUpperCase(), honoPath(verb.api.path), async (context) => {
      const person = await admitted(verb, context.req.raw);
      if (!person.ok) return errorReply(person);
      const input = await inputOf(verb, context);
      if (input === undefined) return errorReply(refuse('Console.InputInvalid'));
      return answered(
        await perform(
          person.value.context,
          verb as unknown as VerbDefinition<AnyVerb['input'], AnyVerb['output']>,
          input,
        ),
      );
    });
  app.all('/api/*', () => errorReply(refuse('Console.PageUnknown')));
};
