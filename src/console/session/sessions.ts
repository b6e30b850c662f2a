import { createHash, timingSafeEqual } from 'node:crypto';
import type { AccessPorts, AppRole } from '../../access/index.ts';
import type { RecordKey } from '../../ports/index.ts';

/** The typed values of a form whose session had ended, without secrets. */
export type Draft = {
  /** Path of the form's page. */
  readonly path: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
};

/** A person's session. Times are in seconds since the Unix epoch. */
export type Session = {
  readonly personId: string;
  readonly name: string;
  /** App roles of the sign-in. They are read again for every decision. */
  readonly roles: readonly AppRole[];
  /** When the person last proved who they are; 0 if Entra doesn't tell. */
  readonly authTime: number;
  /** Object ids of the groups that the person owned at the sign-in. */
  readonly groups: readonly string[];
  readonly createdAt: number;
  readonly seenAt: number;
  readonly draft?: Draft | undefined;
};

export type NewSession = Pick<Session, 'personId' | 'name' | 'roles' | 'authTime' | 'groups' | 'draft'>;

export type FoundSession = { readonly session: Session; readonly live: boolean };

export type Sessions = {
  /** Creates a session and returns its id, which nobody can read again. */
  readonly create: (session: NewSession) => Promise<string>;
  /** Undefined if there is none. A session that ended is found for a day, so that a draft can be kept. */
  readonly find: (id: string | undefined) => Promise<FoundSession | undefined>;
  /** Keeps a draft, or drops it. */
  readonly keep: (id: string, draft: Draft | undefined) => Promise<void>;
  readonly end: (id: string | undefined) => Promise<void>;
};

const idleSeconds = 60 * 60;
const longestSeconds = 8 * 60 * 60;
const draftSeconds = 24 * 60 * 60;
/** A session is written again after this time, not with every request. */
const touchSeconds = 60;

const idBytes = 32;
const idShape = /^[A-Za-z0-9_-]{43}$/;

/** The token that forms and calls of the API carry: derived from the session's id, which it doesn't reveal. */
export const csrfOf = (id: string): string =>
  createHash('sha256').update(`graphveil/console/v1/csrf/${id}`).digest('base64url');

export const isCsrf = (id: string, given: string | undefined): boolean => {
  const [one, other] = [Buffer.from(csrfOf(id)), Buffer.from(given ?? '')];
  return one.length === other.length && timingSafeEqual(one, other);
};

/** Sessions in the store. At rest an id is a code that only the key service can make of it. */
export const makeSessions = ({ records, macs, clock, random }: AccessPorts): Sessions => {
  const now = (): number => Math.floor(clock() / 1000);
  const keyOf = async (id: string): Promise<RecordKey> => {
    const mac = Buffer.from(await macs.make(`graphveil/console/v1/session/${id}`)).toString('base64url');
    return { partition: `SESSION#${mac}`, sort: 'META' };
  };
  const isLive = ({ createdAt, seenAt }: Session): boolean =>
    now() < createdAt + longestSeconds && now() < seenAt + idleSeconds;
  const read = async (id: string | undefined) => {
    if (id === undefined || !idShape.test(id)) return undefined;
    const key = await keyOf(id);
    const record = await records.get(key);
    return record && { key, version: record.version, session: record.body as Session };
  };
  const recordOf = (key: RecordKey, session: Session) => ({
    ...key,
    body: session,
    until: session.createdAt + longestSeconds + draftSeconds,
  });
  return {
    create: async (given) => {
      const id = Buffer.from(random(idBytes)).toString('base64url');
      const session: Session = { ...given, createdAt: now(), seenAt: now() };
      await records.put(recordOf(await keyOf(id), session), 0);
      return id;
    },
    find: async (id) => {
      const found = await read(id);
      if (found === undefined) return undefined;
      const { key, version, session } = found;
      const live = isLive(session);
      // Losing the race against another request of the same session loses nothing.
      if (live && now() >= session.seenAt + touchSeconds)
        await records.put(recordOf(key, { ...session, seenAt: now() }), version);
      return { session, live };
    },
    keep: async (id, draft) => {
      for (;;) {
        const found = await read(id);
        if (found === undefined) return;
        if (await records.put(recordOf(found.key, { ...found.session, draft }), found.version)) return;
      }
    },
    end: async (id) => {
      for (;;) {
        const found = await read(id);
        if (found === undefined || (await records.remove(found.key, found.version))) return;
      }
    },
  };
};
