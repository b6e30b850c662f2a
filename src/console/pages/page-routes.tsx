import type { Hono } from 'hono';
import { mayDo, needsFreshSignIn, relations } from '../../access/index.ts';
import { type Refusal, refuse } from '../outcome.ts';
import type { ConsolePorts } from '../ports.ts';
import { draftOf, valuesOfDraft } from '../session/draft.ts';
import { formOf } from '../session/form-body.ts';
import type { Requests, Signed } from '../session/requests.ts';
import { freshSeconds } from '../sign-in/entra.ts';
import { type FormValues, fieldOf, noValues } from '../ui/form.tsx';
import type { Frames } from '../ui/frames.tsx';
import { verbList } from '../verbs/index.ts';
import { perform, relationTo } from '../verbs/verb.ts';
import { pages } from './index.ts';
import type { PageDefinition, PageReply, PageRequest } from './page.ts';

type Services = { readonly ports: ConsolePorts; readonly requests: Requests; readonly frames: Frames };

const signsIn = new Set(['Console.SignInNeeded', 'Console.SignInAgain']);

const isStale = ({ session }: Signed, { verb }: PageDefinition, { access }: ConsolePorts): boolean =>
  needsFreshSignIn(verb) && session.authTime + freshSeconds < access.clock() / 1000;

/** True if the person may perform the verb of a page: on its object, or on any if its path names none. */
const mayOpen = async ({ context }: Signed, { verb, path }: PageDefinition, params: PageRequest['params']) => {
  const definition = path.includes(':') ? verbList.find((each) => each.verb === verb) : undefined;
  const possible = definition === undefined ? relations : [await relationTo(context, definition, params)];
  return possible.some((relation) => mayDo(context.actor, verb, relation));
};

/** A name or an id in an address. Nothing else can be one, so that no address changes where a form posts to. */
const plain = /^(?!\.+$)[A-Za-z0-9_.~-]+$/;

/** Serves the pages of the list. */
export const pageRoutes = (app: Hono, { ports, requests, frames }: Services): void => {
  const replied = (reply: PageReply, path: string, signed: Signed): Promise<Response> | Response => {
    if ('go' in reply) return new Response(null, { status: 303, headers: { location: reply.go } });
    if ('download' in reply) {
      const { name, type, text } = reply.download;
      const disposition = `attachment; filename="${name}"`;
      return new Response(text, { headers: { 'content-type': type, 'content-disposition': disposition } });
    }
    if ('refusal' in reply)
      return signsIn.has(reply.refusal.code)
        ? frames.signIn(reply.refusal, path)
        : frames.refused(reply.refusal, signed);
    return frames.page({ ...reply, path, signed });
  };
  const asked = (
    signed: Signed,
    url: URL,
    params: Readonly<Record<string, string>>,
    form: FormValues,
  ): PageRequest => ({
    actor: signed.context.actor,
    ports,
    params,
    query: url.searchParams,
    form,
    perform: (definition, input) => perform(signed.context, definition, input),
  });

  const show = async (page: PageDefinition, request: Request, params: Readonly<Record<string, string>>) => {
    const url = new URL(request.url);
    const signed = await requests.signed(request);
    if (signed === undefined) return frames.signIn(refuse('Console.SignInNeeded'), url.pathname);
    if (!(await mayOpen(signed, page, params))) return frames.refused(refuse('Console.NotAllowed'), signed);
    const { draft } = signed.session;
    const own = draft?.path === url.pathname ? draft : undefined;
    if (own !== undefined) await requests.sessions.keep(signed.id, undefined);
    const form = own === undefined ? noValues : valuesOfDraft(own);
    return replied(await page.handle(asked(signed, url, params, form)), url.pathname, signed);
  };

  const send = async (page: PageDefinition, request: Request, params: Readonly<Record<string, string>>) => {
    const url = new URL(request.url);
    const form = await formOf(request);
    if (form === undefined) return frames.refused(refuse('Console.InputInvalid'));
    const again = async (refusal: Refusal): Promise<Response> =>
      frames.signIn(refusal, url.pathname, await requests.keepDraft(request, draftOf(url.pathname, form)));
    const admitted = await requests.admit(request, fieldOf(form, '_csrf'));
    if (!admitted.ok) return signsIn.has(admitted.code) ? again(admitted) : frames.refused(admitted);
    const signed = admitted.value;
    if (isStale(signed, page, ports)) return again(refuse('Console.SignInAgain'));
    return replied(await page.handle(asked(signed, url, params, form)), url.pathname, signed);
  };

  const unknown = async (request: Request): Promise<Response> =>
    frames.refused(refuse('Console.PageUnknown'), await requests.signed(request));
  for (const page of pages) {
    const handle = page.method === 'get' ? show : send;
    app.on(page.method.toUpperCase(), page.path, ({ req }) => {
      const params: Readonly<Record<string, string>> = req.param();
      return Object.values(params).every((value) => plain.test(value))
        ? handle(page, req.raw, params)
        : unknown(req.raw);
    });
  }
  app.notFound(({ req }) => unknown(req.raw));
};
