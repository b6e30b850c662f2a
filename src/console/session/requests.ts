import type { Actor } from '../../access/index.ts';
import { isFromHere } from '../headers.ts';
import { done, type Outcome, refuse } from '../outcome.ts';
import type { ConsolePorts } from '../ports.ts';
import type { VerbContext } from '../verbs/verb.ts';
import { type Cookies, cookiesOf } from './cookies.ts';
import { csrfOf, type Draft, isCsrf, makeSessions, type Session, type Sessions } from './sessions.ts';

/** A request with a live session. */
export type Signed = {
  readonly id: string;
  readonly csrf: string;
  readonly session: Session;
  readonly context: VerbContext;
};

export type Requests = {
  readonly sessions: Sessions;
  readonly cookies: Cookies;
  /** The live session of a request; undefined if there is none. */
  readonly signed: (request: Request) => Promise<Signed | undefined>;
  /** Admits a request that changes something. @param token the session's token, as the request carries it */
  readonly admit: (request: Request, token: string | undefined) => Promise<Outcome<Signed>>;
  /** Keeps a form whose session ended, for the person of that session. True if it was kept. */
  readonly keepDraft: (request: Request, draft: Draft) => Promise<boolean>;
};

const actorOf = ({ personId: id, name, roles }: Session): Actor => ({ id, name, roles });

/** Reads sessions of requests, and decides which requests of a session count. */
export const makeRequests = (ports: ConsolePorts): Requests => {
  const sessions = makeSessions(ports.access);
  const cookies = cookiesOf(ports.origin);
  const signed = async (request: Request): Promise<Signed | undefined> => {
    const id = cookies.read(request, 'session');
    const found = await sessions.find(id);
    if (id === undefined || !found?.live) return undefined;
    const { session } = found;
    const context: VerbContext = { actor: actorOf(session), ports, authTime: session.authTime, groups: session.groups };
    return { id, csrf: csrfOf(id), session, context };
  };
  return {
    sessions,
    cookies,
    signed,
    admit: async (request, token) => {
      if (!isFromHere(request, ports.origin)) return refuse('Console.RequestForged');
      const person = await signed(request);
      if (person === undefined) return refuse('Console.SignInNeeded');
      return isCsrf(person.id, token) ? done(person) : refuse('Console.RequestForged');
    },
    keepDraft: async (request, draft) => {
      const id = cookies.read(request, 'session');
      if (id === undefined || (await sessions.find(id)) === undefined) return false;
      await sessions.keep(id, draft);
      return true;
    },
  };
};
