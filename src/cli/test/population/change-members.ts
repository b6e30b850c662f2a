import type { Person } from '../../../twin/index.ts';
import { isList, isObject, type JsonObject } from './json.ts';
import { codeOf, type Judgement, noJudgement } from './judge-reply.ts';
import { type Answered, type LimitedCaller, type ProofWorld, targetOf } from './proof-world.ts';
import { peopleOf } from './truth.ts';

const minute = 60_000;
/** Time within which a change of members takes effect, and members that can't be read stop to count. */
const atMost = 10 * minute;
/** Time after which the members are read again. */
const usually = 5 * minute;

/** The subjects of a tried change: the people and their changes, in one connector. */
export type Paths = { readonly connector: string; readonly person: (token: string) => string; readonly delta: string };

type Problems = Judgement['problems'];

const expectStatus = (what: string, { status, ...reply }: Answered, expected: number, code?: string): Problems => {
  const isExpected = status === expected && (code === undefined || codeOf({ status, ...reply }) === code);
  const text = `${what}: ${status} ${codeOf({ status, ...reply })}, expected ${expected}`;
  return isExpected ? [] : [{ kind: expected === 200 ? 'lost' : 'leak', text }];
};

const deltaLinkOf = ({ body }: Answered): string | undefined => {
  const link = body['@odata.deltaLink'];
  return typeof link === 'string' ? targetOf(link) : undefined;
};

const nextLinkOf = ({ body }: Answered): string | undefined => {
  const link = body['@odata.nextLink'];
  return typeof link === 'string' ? targetOf(link) : undefined;
};

const itemsOf = ({ body: { value } }: Answered): readonly JsonObject[] => (isList(value) ? value.filter(isObject) : []);

/** Chooses somebody who can join a group, and a member who belongs to it directly and by no nested group. */
const choosePeople = (
  { organization, membersOf }: ProofWorld,
  { group, truth }: LimitedCaller,
): readonly [Person, Person] | undefined => {
  const dice = organization.dice(`changes of ${group.id} ${truth.people.size}`);
  const byNested = new Set(
    group.nested.flatMap((index) => {
      const inner = organization.groups[index];
      return inner === undefined ? [] : [...peopleOf(organization, inner, membersOf)];
    }),
  );
  const members = membersOf(group).filter((person) => !byNested.has(person));
  const others = organization.people.filter((person) => person.kind === 'employee' && !truth.people.has(person));
  return members.length === 0 || others.length === 0 ? undefined : [dice.pick(others), dice.pick(members)];
};

/**
 * Lets somebody join the group of a caller and somebody leave it, and checks that both take effect in time, that changes begin anew
 * after somebody joined, and that calls are refused while members can't be read.
 */
export const changeMembers = async (
  world: ProofWorld,
  caller: LimitedCaller,
  bystander: LimitedCaller,
  paths: Paths,
): Promise<Judgement> => {
  const chosen = choosePeople(world, caller);
  if (chosen === undefined) return noJudgement;
  const [joins, leaves] = chosen;
  const problems: Problems[number][] = [];
  const ask = (target: string, name = caller.name) => world.ask({ connector: paths.connector, target }, name);
  const check = async (what: string, target: string, expected: number, code?: string, name?: string): Promise<void> => {
    problems.push(...expectStatus(what, await ask(target, name), expected, code));
  };
  const pathOf = (person: Person): string => paths.person(world.pseudonyms.tokenize(person.id, 'user-id'));
  const follow = async (name: string): Promise<string | undefined> => {
    let page = await ask(paths.delta, name);
    for (let next = nextLinkOf(page); next !== undefined; next = nextLinkOf(page)) page = await ask(next, name);
    return deltaLinkOf(page);
  };
  const isBeside = (person: Person): boolean =>
    peopleOf(world.organization, bystander.group, world.membersOf).has(person);
  const isListed = async (person: Person): Promise<boolean> => {
    const token = world.pseudonyms.tokenize(person.id, 'user-id');
    let page = await ask(paths.delta);
    let found = false;
    for (;;) {
      found ||= itemsOf(page).some(({ id }) => id === token || id === person.id);
      const next = nextLinkOf(page);
      if (next === undefined) return found;
      page = await ask(next);
    }
  };

  await check('somebody outside before joining', pathOf(joins), 403, 'Graphveil.OutsideGrant');
  await check('a member before leaving', pathOf(leaves), 200);
  const [before, beside] = [await follow(caller.name), await follow(bystander.name)];
  const wasBeside = isBeside(joins);
  world.change(caller.group, joins, leaves);
  world.passTime(atMost);
  await check('somebody who joined ten minutes ago', pathOf(joins), 200);
  await check('somebody who left ten minutes ago', pathOf(leaves), 403, 'Graphveil.OutsideGrant');
  if (before !== undefined) await check('a delta link from before somebody joined', before, 410);
  // Somebody who joins a group also joins those that it is nested in.
  const alsoJoins = !wasBeside && isBeside(joins);
  if (beside !== undefined)
    await check('a delta link of another group', beside, alsoJoins ? 410 : 200, undefined, bystander.name);
  if (!(await isListed(joins))) problems.push({ kind: 'lost', text: 'a round after the change misses who joined' });
  if (await isListed(leaves)) problems.push({ kind: 'leak', text: 'a round after the change has who left' });

  world.hideMembers(true);
  world.passTime(usually);
  await check('a member while the list can’t be read for five minutes', pathOf(joins), 200);
  world.passTime(atMost - usually);
  await check(
    'a member while the list can’t be read for ten minutes',
    pathOf(joins),
    503,
    'Graphveil.PopulationUnavailable',
  );
  world.hideMembers(false);
  world.passTime(minute);
  await check('a member when the list can be read again', pathOf(joins), 200);
  return { ...noJudgement, problems };
};
