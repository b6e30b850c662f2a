import type { JSX } from 'hono/jsx/jsx-runtime';
import { mayDo, relations } from '../../access/index.ts';
import { type Refusal, remedyOf } from '../outcome.ts';
import { navigation } from '../pages/navigation.ts';
import type { ConsolePorts } from '../ports.ts';
import { makeNames } from '../session/names.ts';
import type { Signed } from '../session/requests.ts';
import { Layout } from './layout.tsx';
import { NameOf } from './who.tsx';

export type Shown = {
  readonly title: string;
  readonly body: JSX.Element;
  readonly path: string;
  readonly status?: number | undefined;
  readonly signed?: Signed | undefined;
};

export type Frames = {
  /** A page as a reply. */
  readonly page: (shown: Shown) => Promise<Response>;
  /** A refusal as a page of its own. */
  readonly refused: (refusal: Refusal, signed?: Signed) => Promise<Response>;
  /** Asks for a sign-in, which returns to a path. @param kept whether typed values are kept */
  readonly signIn: (refusal: Refusal, path: string, kept?: boolean) => Promise<Response>;
};

/** Prepares the frame of pages for a deployment. */
export const prepareFrames = ({ place, access }: ConsolePorts): Frames => {
  const names = makeNames(access);
  const page = async ({ title, body, path, status = 200, signed }: Shown): Promise<Response> => {
    const actor = signed?.context.actor;
    const entries =
      actor === undefined
        ? []
        : navigation.filter(({ verb }) => relations.some((relation) => mayDo(actor, verb, relation)));
    const frame = { title, environment: place.environment, path, actor, csrf: signed?.csrf ?? '', navigation: entries };
    const found = new Map<string, Promise<string>>();
    const nameOf = (id: string): Promise<string> => {
      const name = found.get(id) ?? names.of(id);
      found.set(id, name);
      return name;
    };
    const html = await (
      <NameOf.Provider value={nameOf}>
        <Layout frame={frame}>{body}</Layout>
      </NameOf.Provider>
    ).toString();
    return new Response(`<!doctype html>${html}`, { status, headers: { 'content-type': 'text/html; charset=utf-8' } });
  };
  return {
    page,
    refused: (refusal, signed) =>
      page({
        title: refusal.message.replace(/\.$/, ''),
        path: '',
        status: refusal.status,
        signed,
        body: (
          <>
            <p>{remedyOf(refusal.code) ?? ''}</p>
            <p class="soft">
              Code: <code>{refusal.code}</code>
            </p>
            <p class="actions">
              <a class="button quiet" href="/">
                Connectors
              </a>
            </p>
          </>
        ),
      }),
    signIn: (refusal, path, kept = false) =>
      page({
        title: refusal.code === 'Console.SignInAgain' ? 'Sign in again' : 'Sign in',
        path: '',
        status: refusal.status,
        body: (
          <>
            <p>{refusal.message}</p>
            {kept && (
              <p>What you typed is kept, except secrets. You see it again after the sign-in; nothing was done yet.</p>
            )}
            <p class="actions">
              <a
                class="button"
                href={`/sign-in?${new URLSearchParams({ to: path, ...(refusal.code === 'Console.SignInAgain' && { fresh: '1' }) })}`}
              >
                Sign in with Microsoft
              </a>
            </p>
          </>
        ),
      }),
  };
};
