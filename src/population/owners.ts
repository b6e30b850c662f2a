import { encodePathValue, type OwnedKind } from '../plan/index.ts';
import type { Clock } from '../ports/index.ts';
import type { Pseudonyms } from '../pseudonyms/index.ts';
import type { Population } from './population.ts';
import { type AskGraph, asObject, readBody, targetOfLink, type UpstreamAnswer } from './read-group.ts';

type Json = Readonly<Record<string, unknown>>;

/** People and groups that a document of Graph names. */
type Named = { readonly people: readonly unknown[]; readonly groups: readonly unknown[] };

const ofIdentities = (set: unknown): Named => {
  const { user, group } = asObject(set);
  return { people: [asObject(user)['id'], asObject(user)['email']], groups: [asObject(group)['id']] };
};

const ofParticipant = (value: unknown): Named => {
  const { id, identity } = asObject(value);
  return { people: [id, ...ofIdentities(identity).people], groups: [] };
};

/** Where Graph lists the people of a thing, one list after the other until somebody is found. */
type Place = { readonly path: (id: string) => string; readonly named: (document: Json) => readonly Named[] };

const listOf = ({ value }: Json): readonly unknown[] => (Array.isArray(value) ? value : []);

const places: Readonly<Record<OwnedKind, readonly Place[]>> = {
  'drive-id': [{ path: (id) => `/v1.0/drives/${id}?$select=id,owner`, named: ({ owner }) => [ofIdentities(owner)] }],
  // The owner of a site is that of its default library.
  'site-id': [
    { path: (id) => `/v1.0/sites/${id}/drive?$select=id,owner`, named: ({ owner }) => [ofIdentities(owner)] },
  ],
  'chat-id': [
    {
      path: (id) => `/v1.0/chats/${id}/members`,
      named: (page) =>
        listOf(page).map((member) => ({ people: [asObject(member)['userId'], asObject(member)['email']], groups: [] })),
    },
  ],
  'call-record-id': [
    {
      path: (id) => `/v1.0/communications/callRecords/${id}/participants_v2`,
      named: (page) => listOf(page).map(ofParticipant),
    },
    // The organizer of a call need not take part in it.
    { path: (id) => `/v1.0/communications/callRecords/${id}`, named: (call) => [ofParticipant(call['organizer_v2'])] },
  ],
};

/** Pages of people that a look-up reads at most. */
const mostPages = 50;
/** How long the result of a look-up counts, in milliseconds. */
const freshMs = 5 * 60_000;
const mostResults = 2_000;

export type OwnerAnswer = { readonly ok: true; readonly inside: boolean } | ({ readonly ok: false } & UpstreamAnswer);

/** Looks up whether a population has one of the people of a thing. */
export type Owners = (
  thing: { readonly of: OwnedKind; readonly id: string; readonly plain: boolean },
  population: Population,
  pseudonyms: Pseudonyms,
  ask: AskGraph,
) => Promise<OwnerAnswer>;

/** Statuses of a thing that doesn't exist, or that Graph shows to nobody. */
const absent: ReadonlySet<number> = new Set([404, 410, 423]);

/** True if Graph's refusal only shows that a thing isn't there. */
export const isAbsent = ({ response: { status } }: UpstreamAnswer): boolean => absent.has(status);

/**
 * Creates the look-up of the people of drives, chats and calls. Remembers each result for five minutes. Of a plain id, which can be
 * guessed, it also remembers that nothing has the id: otherwise the time of a second call would show whether others have it.
 */
export const createOwners = ({ graph, clock }: { readonly graph: string; readonly clock: Clock }): Owners => {
  const results = new Map<string, { readonly answer: OwnerAnswer; readonly until: number }>();

  const lookUp = async (
    { of, id }: { readonly of: OwnedKind; readonly id: string },
    isInside: (named: Named) => boolean,
    ask: AskGraph,
  ): Promise<OwnerAnswer> => {
    for (const { path, named } of places[of]) {
      let target: string | undefined = path(encodePathValue(id));
      for (let pages = 0; target !== undefined && pages < mostPages; pages += 1) {
        const answer: UpstreamAnswer = await ask(target);
        if (answer.response.status !== 200) return { ok: false, ...answer };
        const document: Json = readBody(answer.response);
        if (named(document).some(isInside)) return { ok: true, inside: true };
        target = targetOfLink(document['@odata.nextLink'], graph);
      }
    }
    return { ok: true, inside: false };
  };

  return async (thing, population, pseudonyms, ask) => {
    const key = `${population.digest} ${thing.of} ${thing.id}`;
    const known = results.get(key);
    if (known !== undefined && clock() < known.until) return known.answer;

    const has = (kind: 'user-id' | 'group-id') => (value: unknown) =>
      typeof value === 'string' &&
      value !== '' &&
      population.has(pseudonyms.pseudonymize(value, kind, { reversible: false, domain: 'drop' }).hash);
    const answer = await lookUp(
      thing,
      ({ people, groups }) => people.some(has('user-id')) || groups.some(has('group-id')),
      ask,
    );
    if (!answer.ok && !(thing.plain && isAbsent(answer))) return answer;
    results.delete(key);
    results.set(key, { answer, until: clock() + freshMs });
    const [oldest] = results.keys();
    if (results.size > mostResults && oldest !== undefined) results.delete(oldest);
    return answer;
  };
};
