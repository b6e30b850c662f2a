import {
  type Actor,
  createClient,
  createProposal,
  createRequest,
  giveToGroup,
  type Relation,
  type Verb,
} from '../../access/index.ts';
import type { AnyVerb } from '../verbs/verb.ts';
import { admin, type ConsoleWorld, developer, guidOf, member, permissions, person } from './console-world.ts';

export const privacyOfficer = person('Pia Privacy', 'PrivacyOfficer');

/** One person of each role, and one without. */
export const everybody = [admin, privacyOfficer, developer, member] as const;

/** The connector of the tests’ registry. */
const connector = 'diary';

/** Has every role, so that only other defenses are in the way. */
export const everything = person('Eve Everything', 'Admin', 'PrivacyOfficer', 'Developer');

const nobody = { id: guidOf('nobody'), name: 'Nobody', roles: [] };

/** Objects that belong to a person, or to nobody who is signed in. */
export type Belongings = {
  readonly client: string;
  readonly name: string;
  readonly secret: string;
  /** The secret itself, which claims need. */
  readonly clientSecret: string;
  /** A group with a grant of the client and a request of it. */
  readonly group: string;
  readonly grant: string;
  readonly code: string;
  readonly request: string;
  readonly proposal: string;
  /** Confirms the removal of the connector, which belongs to nobody. */
  readonly confirm: string;
};

/** What is in the store, by the id of the person to whom it belongs. */
export type Stored = ReadonlyMap<string, Belongings>;

/** The key of objects whose group has no owner in Microsoft Graph. */
const ownerless = 'ownerless';
/** A group that nobody asks for yet. */
const askedFor = guidOf('asked for');
const reason = 'Meeting load of a group';

const crowdOf = (name: string): readonly string[] => Array.from({ length: 6 }, (_, at) => guidOf(`${name} ${at}`));

/** A group of a person, with a grant of the client, a request and a proposal. */
const groupOf = async ({ access, groups, ports }: ConsoleWorld, owner: Actor, client: string, text: string) => {
  const group = guidOf(`group of ${owner.id}`);
  groups.set(group, {
    name: text,
    owners: [owner.id],
    canHaveOwners: owner.id !== ownerless,
    people: crowdOf(owner.id),
  });
  groups.set(askedFor, { people: crowdOf('asked for') });
  const [first, second] = permissions.map(({ name, endpoints }) => ({ name, endpoints }));
  if (first === undefined || second === undefined) throw new Error('expected two permissions');
  const terms = { client, days: 30, reason: text };
  const { directory, leastGroupSize } = ports.groups;
  const decider = { operator: 'operator' };
  const given = await giveToGroup(
    { ...access, directory, leastGroupSize },
    { ...terms, group, permissions: [first], decider, hand: 'claim' },
  );
  const asked = await createRequest(access, { ...terms, group, permissions: [second], by: owner.id });
  const proposed = await createProposal(access, { ...terms, permissions: [second], by: owner.id });
  if (!given.ok || !asked.ok || !proposed.ok || given.handed.hand !== 'claim') throw new Error('expected a grant');
  return {
    group,
    grant: given.grant.id,
    code: given.handed.code,
    request: asked.request.id,
    proposal: proposed.proposal.id,
  };
};

const belongingsOf = async (world: ConsoleWorld, owner: Actor, text: string): Promise<Belongings> => {
  const { access } = world;
  const made = await createClient(access, {
    name: `tool-${guidOf(owner.id).slice(0, 8).replaceAll(/\d/g, 'x')}`,
    contact: text,
    permissions: permissions.map(({ name }) => name),
    by: owner.id,
    federated: [],
    keys: [],
    withSecret: true,
  });
  if (!made.ok) throw new Error(made.why);
  const { id: client, name, secrets } = made.client;
  const secret = secrets[0]?.id ?? '';
  const group = await groupOf(world, owner, client, text);
  return { client, name, secret, clientSecret: made.secret ?? '', confirm: '', ...group };
};

/** Fills the store with objects of people, and of somebody else. @param text in every field that takes one */
export const fill = async (
  world: ConsoleWorld,
  people: readonly Actor[] = everybody,
  text = 'Insights team',
): Promise<Stored> => {
  const stored = new Map<string, Belongings>();
  for (const owner of [...people, nobody, { ...nobody, id: ownerless }])
    stored.set(owner.id, await belongingsOf(world, owner, text));
  const planned = await world.ports.registry.planDelete(connector);
  if (!planned.ok) throw new Error(planned.code);
  const { confirm } = planned.plan;
  return new Map([...stored].map(([id, belongings]) => [id, { ...belongings, confirm }]));
};

/** Objects to which a person has a relation. */
export const related = (stored: Stored, actor: Actor, relation: Relation): Belongings => {
  const owner = { own: actor.id, other: nobody.id, none: ownerless }[relation];
  const found = stored.get(owner);
  if (found === undefined) throw new Error('expected objects of everybody');
  return found;
};

/** The terms of a grant that the client doesn't have yet. */
const terms = { permissions: ['diary:User.Read.All'], days: 30, reason };

/** A valid input of each verb, path included. A verb that is missing here fails the tests that read it. */
export const inputs: Readonly<Partial<Record<Verb, (objects: Belongings) => Readonly<Record<string, unknown>>>>> = {
  'catalog.list': () => ({}),
  'connector.list': () => ({}),
  'connector.show': () => ({ name: connector }),
  'connector.check': () => ({ name: connector }),
  'connector.plan': () => ({ name: connector, timeout: 90 }),
  'connector.change': () => ({ name: connector, version: 0, offered: ['group'] }),
  'connector.pause': () => ({ name: connector, reason: 'An incident' }),
  'connector.resume': () => ({ name: connector }),
  'connector.plan-delete': () => ({ name: connector }),
  'connector.delete': ({ confirm }) => ({ name: connector, confirm }),
  'catalog.dictionary': () => ({ name: connector }),
  'check.list': () => ({}),
  'review.list': () => ({}),
  'review.end': ({ client }) => ({ grants: [`${client}/none`] }),
  'review.done': () => ({}),
  'ledger.list': () => ({ count: 10 }),
  'ledger.verify': () => ({}),
  'client.list': () => ({}),
  'client.show': ({ client: id }) => ({ id }),
  'client.create': () => ({ name: 'new-tool', permissions: ['diary'], signIn: 'secret' }),
  'client.change': ({ client: id }) => ({
    id,
    version: 2,
    contact: 'Another team',
    permissions: ['diary:Calendars.Read'],
  }),
  'client.rotate': ({ client: id }) => ({ id, overlapHours: 2 }),
  'client.end-secret': ({ client: id, secret: secretId }) => ({ id, secretId }),
  'client.delete': ({ client: id }) => ({ id }),
  'request.list': ({ client }) => ({ client }),
  'request.create': ({ client }) => ({ client, group: askedFor, ...terms }),
  'request.withdraw': ({ client, request }) => ({ client, request }),
  'request.decline': ({ group, client, request }) => ({ group, client, request, answer: 'Not this quarter' }),
  'group.list': () => ({}),
  'group.show': ({ group }) => ({ group }),
  'grant.list': ({ client }) => ({ client }),
  'grant.give': ({ group, client, request }) => ({ group, client, request, hand: 'claim', ...terms }),
  'grant.confirm': ({ client, grant }) => ({ client, grant }),
  'grant.regenerate': ({ client, grant }) => ({ client, grant, hand: 'claim' }),
  'grant.suspend': ({ client, grant }) => ({ client, grant }),
  'grant.resume': ({ client, grant }) => ({ client, grant }),
  'grant.end': ({ client, grant }) => ({ client, grant }),
  'grant.review': ({ client, grant }) => ({ client, grant }),
  'claim.redeem': ({ client, grant, code, clientSecret }) => ({ client, grant, code, clientSecret }),
  'proposal.list': () => ({}),
  'proposal.create': ({ client }) => ({ client, ...terms }),
  'proposal.approve': ({ client, proposal }) => ({ client, proposal }),
  'proposal.decline': ({ client, proposal }) => ({ client, proposal }),
  'proposal.withdraw': ({ client, proposal }) => ({ client, proposal }),
  'access-check.run': () => ({}),
};

export const inputOf = (verb: Verb, objects: Belongings): Readonly<Record<string, unknown>> => {
  const make = inputs[verb];
  if (make === undefined) throw new Error(`expected an input of ${verb}`);
  return make(objects);
};

/** What a form has beside the fields of its verb: names to type, and fields that the form always sends. */
const typed: Readonly<Partial<Record<Verb, (objects: Belongings) => Readonly<Record<string, string>>>>> = {
  'client.change': () => ({ permissions: 'diary:Calendars.Read' }),
  'client.delete': ({ name }) => ({ name }),
};

/** The request of a page with a form: its path with parameters, and its fields. */
export const formOf = (verb: Verb, path: string, objects: Belongings) => {
  const input = inputOf(verb, objects);
  const fields = Object.entries({ ...input, ...typed[verb]?.(objects) });
  return {
    path: path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(input[name]))),
    form: Object.fromEntries(
      fields.map(([name, value]): [string, string | readonly string[]] => [
        name,
        Array.isArray(value) ? value.map(String) : String(value),
      ]),
    ),
  };
};

/** The request of an operation: its path with parameters and query, and its body. */
export const requestOf = (
  { api }: Pick<AnyVerb, 'api'>,
  input: Readonly<Record<string, unknown>>,
): { readonly method: string; readonly path: string; readonly body: unknown } => {
  const rest = new Map(Object.entries(input));
  const path = api.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(rest.get(name));
    rest.delete(name);
    return encodeURIComponent(value);
  });
  const method = api.method.toUpperCase();
  if (method !== 'GET') return { method, path, body: rest.size === 0 ? undefined : Object.fromEntries(rest) };
  const query = new URLSearchParams([...rest].map(([name, value]): [string, string] => [name, String(value)]));
  return { method, path: query.size === 0 ? path : `${path}?${query}`, body: undefined };
};
