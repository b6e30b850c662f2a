import type { Hono } from 'hono';
import { refuse } from '../outcome.ts';
import { isPagePath } from '../pages/paths.ts';
import type { ConsolePorts } from '../ports.ts';
import { formOf } from '../session/form-body.ts';
import { makeNames } from '../session/names.ts';
import type { Requests } from '../session/requests.ts';
import type { Draft } from '../session/sessions.ts';
import { fieldOf } from '../ui/form.tsx';
import type { Frames } from '../ui/frames.tsx';
import { callbackPath, newPendingSignIn, type PendingSignIn, SignInFault } from './entra.ts';

type Services = { readonly ports: ConsolePorts; readonly requests: Requests; readonly frames: Frames };

type Pending = PendingSignIn & { readonly to: string };

const pendingSeconds = 600;

const encode = (pending: Pending): string => Buffer.from(JSON.stringify(pending)).toString('base64url');

/** Reads the sign-in that this browser began. The cookie is the browser's own, so only its form can be checked. */
const decode = (text: string | undefined): Pending | undefined => {
  try {
    const value: unknown = JSON.parse(Buffer.from(text ?? '', 'base64url').toString('utf8'));
    if (typeof value !== 'object' || value === null) return undefined;
    const { state, nonce, verifier, to } = value as Record<string, unknown>;
    const texts = [state, nonce, verifier, to];
    return texts.every((one) => typeof one === 'string' && one !== '') ? (value as Pending) : undefined;
  } catch {
    return undefined;
  }
};

/** Never leads out of the console: only to the path of one of its pages. */
const safePath = (to: string | undefined): string => (to !== undefined && isPagePath(to) ? to : '/');

const moved = (to: string, cookies: readonly string[]): Response =>
  new Response(null, {
    status: 302,
    headers: [['location', to], ...cookies.map((cookie) => ['set-cookie', cookie] as [string, string])],
  });

/** Sign-in and sign-out. */
export const signInRoutes = (app: Hono, { ports, requests, frames }: Services): void => {
  const { cookies, sessions } = requests;
  const names = makeNames(ports.access);
  const failed = (error: unknown): Promise<Response> => {
    if (!(error instanceof SignInFault)) throw error;
    ports.onFault?.(error);
    return frames.refused(refuse(error.kind === 'refused' ? 'Console.SignInFailed' : 'Console.SignInUnavailable'));
  };

  app.get('/sign-in', async ({ req }) => {
    const pending: Pending = { ...newPendingSignIn(), to: safePath(req.query('to')) };
    try {
      const url = await ports.signIn.begin(pending, req.query('fresh') === '1');
      return moved(url.href, [cookies.set('sign-in', encode(pending), pendingSeconds)]);
    } catch (error) {
      return failed(error);
    }
  });

  app.get(callbackPath, async ({ req }) => {
    const pending = decode(cookies.read(req.raw, 'sign-in'));
    if (pending === undefined) return frames.refused(refuse('Console.SignInFailed'));
    try {
      const callback = new URL(`${ports.origin}${callbackPath}${new URL(req.url).search}`);
      const person = await ports.signIn.finish(callback, pending);
      const former = cookies.read(req.raw, 'session');
      const ended = (await sessions.find(former))?.session;
      const draft: Draft | undefined = ended?.personId === person.id ? ended.draft : undefined;
      const { id: personId, name, roles, authTime, groups } = person;
      const id = await sessions.create({ personId, name, roles, authTime, groups, ...(draft && { draft }) });
      await sessions.end(former);
      await names.remember(personId, name);
      return moved(safePath(pending.to), [cookies.set('session', id), cookies.clear('sign-in')]);
    } catch (error) {
      return failed(error);
    }
  });

  app.post('/sign-out', async ({ req }) => {
    const form = await formOf(req.raw);
    const admitted = await requests.admit(req.raw, form && fieldOf(form, '_csrf'));
    if (!admitted.ok && admitted.code !== 'Console.SignInNeeded') return frames.refused(admitted);
    if (admitted.ok) await sessions.end(admitted.value.id);
    return moved('/signed-out', [cookies.clear('session')]);
  });

  app.get('/signed-out', () =>
    frames.page({
      title: 'You are signed out',
      path: '',
      body: (
        <>
          <p>Your session with Microsoft may go on in this browser.</p>
          <p class="actions">
            <a class="button" href="/sign-in">
              Sign in with Microsoft
            </a>
          </p>
        </>
      ),
    }),
  );
};
