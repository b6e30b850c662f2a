import type { ReadyConnector } from '../../connectors/index.ts';
import type { Grant, Grants } from '../../population/index.ts';
import type { Source } from '../../sources/index.ts';
import type { Group, Organization, Person } from '../../twin/index.ts';
import { type KnownIds, makeKnownIds } from '../shared/known-ids.ts';
import { ask, makeTap } from './ask.ts';
import { type Mentions, type Names, prepareMentions } from './mentions.ts';
import type { TwinWorld } from './twin-world.ts';

/** The two callers of the demo. */
export const callers = { unlimited: 'everybody', limited: 'limited' } as const;

/** Least size of groups in the demo, as in the settings' default. */
export const leastGroupSize = 5;

/** Returns the grants of the demo: one caller sees everybody, the other one only the group. */
export const grantsFor = ({ id }: Group): Grants => ({
  leastGroupSize,
  callers: new Map<string, Grant | 'everybody'>([
    [callers.unlimited, 'everybody'],
    [callers.limited, { groups: [id], counterparts: false, beside: [] }],
  ]),
});

/** The replies to a call and to those for its further pages. */
export type Look = {
  readonly status: number;
  /** Code of a refusal. */
  readonly code?: string;
  /** Items of a list; 1 for a single thing. */
  readonly items: number;
  readonly mentions: Mentions;
  readonly first: unknown;
};

/** One call of both callers. `whose`: of the group's people or of others; absent if the path names nobody. */
export type Comparison = {
  readonly source: string;
  readonly title: string;
  readonly whose?: 'member' | 'outsider';
  readonly target: string;
  readonly unlimited: Look;
  readonly limited: Look;
};

/** A moment in the life of a membership, with the status of a call about the person. */
export type Moment = { readonly text: string; readonly status: number; readonly code?: string };

export type GroupFacts = {
  readonly group: Group;
  /** Number of people, those of nested groups included. */
  readonly people: number;
};

/** Returns the people of a group and its nested groups. */
const peopleOf = (organization: Organization, group: Group): readonly Person[] => {
  const inner = group.nested.flatMap((index) => organization.groups[index] ?? []);
  return [
    ...new Set([
      ...group.members.map(organization.personAt),
      ...organization.crowdOf(group),
      ...inner.flatMap((each) => peopleOf(organization, each)),
    ]),
  ];
};

const namesOf = (people: readonly Person[], groups: readonly Group[]): Names => ({
  people: people
    .flatMap((person) => [
      ...[person.id, person.mail, person.userPrincipalName, person.mobilePhone, person.businessPhone],
      person.mail && `${person.mailNickname}@${person.mail.split('@')[1]}`,
    ])
    .filter((name) => typeof name === 'string'),
  groups: groups.flatMap(({ id, mail }) => (mail === null ? [id] : [id, mail])),
});

/** Number of pages of a list that a tool would follow here. */
const mostPages = 5;

const errorCode = (reply: unknown): string | undefined => {
  const { error } = (reply ?? {}) as { readonly error?: { readonly code?: string } };
  return error?.code;
};

/** Graphveil's own code of a refusal, which is the inner one if the outer one is Graph's. */
const refusalCode = (reply: unknown): string | undefined => {
  const { error } = (reply ?? {}) as { readonly error?: { readonly innerError?: { readonly code?: string } } };
  return error?.innerError?.code ?? errorCode(reply);
};

const itemsOf = (reply: unknown): number => {
  const { value } = (reply ?? {}) as { readonly value?: unknown };
  return Array.isArray(value) ? value.length : 1;
};

const nextLink = (reply: unknown): string | undefined => {
  const link = ((reply ?? {}) as Readonly<Record<string, unknown>>)['@odata.nextLink'];
  return typeof link === 'string' ? link : undefined;
};

type Ask = (caller: keyof typeof callers, source: string, target: string) => Promise<Look>;

/** The demo of a limited caller: the compared calls, and the state that the calls need. */
export type GroupStage = GroupFacts & {
  readonly connectors: readonly ReadyConnector[];
  readonly world: TwinWorld;
  readonly ask: Ask;
};

/** Prepares the demo of a group. `act` decides who makes the next call. */
export const makeGroupStage = (
  connectors: readonly ReadyConnector[],
  world: TwinWorld,
  group: Group,
  act: (principal: string) => void,
): GroupStage => {
  const { organization } = world.twin;
  const members = peopleOf(organization, group);
  const mentionsIn = prepareMentions(
    world.pseudonyms,
    namesOf(members, [group]),
    namesOf(organization.people, organization.groups),
  );
  const askOnce = async (source: string, target: string) =>
    ask({ baseUrl: `${world.http.url}/${source}`, source, title: '', target }, makeTap());
  return {
    connectors,
    world,
    group,
    people: members.length,
    ask: async (caller, source, target) => {
      act(callers[caller]);
      const first = await askOnce(source, target);
      const replies = [first.after];
      for (let next = nextLink(first.after); next !== undefined && replies.length < mostPages; ) {
        const { after } = await askOnce(source, next);
        replies.push(after);
        next = nextLink(after);
      }
      const code = first.status < 400 ? undefined : refusalCode(first.after);
      return {
        status: first.status,
        ...(code !== undefined && { code }),
        items: first.status < 400 ? replies.reduce<number>((sum, reply) => sum + itemsOf(reply), 0) : 0,
        mentions: mentionsIn(replies),
        first: first.after,
      };
    },
  };
};

/** Returns why the group can't limit a caller; undefined if it can. */
export const refusalOfGroup = async ({ connectors, ask: askAs }: GroupStage): Promise<Look | undefined> => {
  for (const { name, source } of connectors) {
    const look = await askAs('limited', name, source.exampleCalls[0]?.path ?? '/');
    if (look.code?.startsWith('Graphveil.Group') || look.code === 'Graphveil.PopulationUnavailable') return look;
  }
  return undefined;
};

/** Ids as tools know them, about the group's people or about others. */
const idsOf = ({ world: { pseudonyms } }: GroupStage, person: Person, group: Group) => {
  const ids = makeKnownIds();
  const learn = (path: string, token: string): void => ids.learn(path, { value: [{ id: token }] });
  learn('/v1.0/users', pseudonyms.tokenize(person.id, 'user-id'));
  for (const path of ['/v1.0/groups', '/v1.0/teams']) learn(path, pseudonyms.tokenize(group.id, 'group-id'));
  return ids;
};

/** Chooses whom the calls are about: the busiest of the group, and the busiest of the others. */
const chooseSubjects = (stage: GroupStage) => {
  const { organization } = stage.world.twin;
  const members = new Set(peopleOf(organization, stage.group).map(({ index }) => index));
  const { people } = organization;
  const employees = people.filter(({ kind, accountEnabled }) => kind === 'employee' && accountEnabled);
  // Guests are the only people outside of a group of all employees.
  const find = (inside: boolean) => [...employees, ...people].find(({ index }) => members.has(index) === inside);
  const [member, outsider] = [find(true), find(false)];
  const isTeam = ({ kind }: Group): boolean => (stage.group.kind === 'team' ? kind === 'team' : true);
  const other = organization.groups.find((group) => group.index > 0 && group !== stage.group && isTeam(group));
  if (member === undefined || outsider === undefined || other === undefined)
    throw new Error('expected people inside and outside of the group');
  return { member, outsider, other };
};

type Side = { readonly whose: 'member' | 'outsider'; readonly ids: KnownIds };

/** Returns the calls of an example: one about a member and one about somebody else, or one if the path names neither. */
const callsOf = (path: string, sides: readonly Side[]) => {
  const calls = sides.flatMap(({ whose, ids }) => {
    const filled = ids.fill(path);
    return 'path' in filled ? [{ whose, target: filled.path, learners: [ids] }] : [];
  });
  const [first, second] = calls;
  return first !== undefined && first.target === second?.target
    ? [{ target: first.target, learners: sides.map(({ ids }) => ids) }]
    : calls;
};

/** Makes the example calls of each source as both callers, about a member and about somebody else. */
export const compareCallers = async (
  stage: GroupStage,
  onSource: (source: Source, comparisons: readonly Comparison[]) => void = () => undefined,
): Promise<readonly Comparison[]> => {
  const { member, outsider, other } = chooseSubjects(stage);
  const compareIn = async ({ name, source }: ReadyConnector): Promise<readonly Comparison[]> => {
    const sides: readonly Side[] = [
      { whose: 'member', ids: idsOf(stage, member, stage.group) },
      { whose: 'outsider', ids: idsOf(stage, outsider, other) },
    ];
    const made: Comparison[] = [];
    for (const { title, path } of source.exampleCalls)
      for (const { learners, ...call } of callsOf(path, sides)) {
        const unlimited = await stage.ask('unlimited', name, call.target);
        for (const ids of learners) ids.learn(path, unlimited.first);
        const limited = await stage.ask('limited', name, call.target);
        made.push({ source: name, title, ...call, unlimited, limited });
      }
    return made;
  };
  const comparisons: Comparison[] = [];
  for (const connector of stage.connectors) {
    const made = await compareIn(connector);
    comparisons.push(...made);
    onSource(connector.source, made);
  }
  return comparisons;
};

/** Returns the first call about a person outside that somebody may make. */
export const aboutOutsider = (comparisons: readonly Comparison[]): Comparison | undefined =>
  comparisons.find(
    ({ whose, target, unlimited }) => whose === 'outsider' && target.includes('/users/') && unlimited.status === 200,
  );

/** Age at which members are read again. */
const refreshMs = 5 * 60_000;

/** Lets somebody join the group and leave it again, and shows when a call about the person passes. */
export const playMembership = async (
  stage: GroupStage,
  comparisons: readonly Comparison[],
): Promise<readonly Moment[]> => {
  const call = aboutOutsider(comparisons);
  if (call === undefined) return [];
  const { outsider } = chooseSubjects(stage);
  const { twin, passTime } = stage.world;
  const moment = async (text: string): Promise<Moment> => {
    const { status, code } = await stage.ask('limited', call.source, call.target);
    return { text, status, ...(code !== undefined && { code }) };
  };
  const moments = [await moment('before joining')];
  twin.controls.join(stage.group.id, outsider.id);
  passTime(refreshMs);
  moments.push(await moment('5 minutes after joining'));
  twin.controls.leave(stage.group.id, outsider.id);
  passTime(refreshMs);
  moments.push(await moment('5 minutes after leaving'));
  return moments;
};
