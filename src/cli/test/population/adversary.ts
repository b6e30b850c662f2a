import { foreignIn } from './compare-replies.ts';
import type { Concerns, DrawnCall } from './draw-call.ts';
import type { JsonObject } from './json.ts';
import { codeOf, type Finding, type Judged, type Judgement, judgeReply, noJudgement } from './judge-reply.ts';
import type { Dice } from './known-ids.ts';
import { type Answered, type Asked, everybody, targetOf } from './proof-world.ts';

/** The reply to a call of a limited caller, and the links in it. */
type Played = {
  readonly call: DrawnCall;
  /** The endpoint follows changes, so its links count for the people at the time. */
  readonly followsChanges: boolean;
  /** Links of the own reply and of the one of the caller who sees everybody, by their place. */
  readonly ownLinks: ReadonlyMap<string, string>;
  readonly wholeLinks: ReadonlyMap<string, string>;
};

/** A caller with the name that it calls with. */
export type Player = Judged & { readonly name: string };

type Adversary = {
  readonly played: Played;
  readonly caller: Player;
  /** A caller of another group. */
  readonly other: Player;
  /** Draws a call that the other caller may make of the same endpoint. */
  readonly drawOther: () => DrawnCall | undefined;
  readonly ask: (asked: Omit<Asked, 'connector'>, caller: string) => Promise<Answered>;
  readonly dice: Dice;
};

/** One kind of attack. Undefined if the reply gives no opportunity. */
type Attack = (adversary: Adversary) => Promise<Judgement | undefined>;

const judgementOf = (problems: readonly Pick<Finding, 'kind' | 'text'>[], refused: boolean): Judgement => ({
  ...noJudgement,
  refused,
  problems,
});

const leakOf = (text: string, isLeak: boolean): readonly Pick<Finding, 'kind' | 'text'>[] =>
  isLeak ? [{ kind: 'leak', text }] : [];

/** Judges a reply that must be a refusal. */
const mustRefuse = (what: string, reply: Answered, statuses: readonly number[]): Judgement => {
  const isRefused = statuses.includes(reply.status);
  const problems = isRefused
    ? leakOf(`a refusal of ${what} has a pseudonym`, /[pt]~[\w-]{43}/.test(reply.text))
    : leakOf(`${what} gets ${reply.status} ${codeOf(reply)}`, true);
  return judgementOf(problems, isRefused);
};

/** Judges a reply that may be one of a caller’s own group. */
const mayServe = (what: string, reply: Answered, { truth, counterparts }: Judged): Judgement => {
  const seen = counterparts ? 0 : foreignIn(reply.body, truth);
  return judgementOf(
    [
      ...leakOf(`${what} shows somebody outside`, seen > 0),
      ...leakOf(`${what} shows a count`, '@odata.count' in reply.body),
    ],
    reply.status !== 200,
  );
};

const pickLink = ({ played, dice }: Adversary): { readonly place: string; readonly link: string } | undefined => {
  const all = [...played.ownLinks];
  if (all.length === 0) return undefined;
  const [place, link] = dice.pick(all);
  return { place, link: targetOf(link) };
};

/** Another caller follows the link of a limited one, and the link of the one who sees everybody. */
const followLinks: Attack = async (adversary) => {
  const { played, other, ask, dice } = adversary;
  const found = pickLink(adversary);
  const wholeLink = found && played.wholeLinks.get(found.place);
  if (found === undefined || wholeLink === undefined) return undefined;
  const link = dice.chance(0.5) ? found.link : targetOf(wholeLink);
  const reply = await ask({ target: link }, other.name);
  if (played.followsChanges) return mustRefuse('a delta link of others', reply, [410, 403, 404]);
  return judgeReply(played.call, await ask({ target: targetOf(wholeLink) }, everybody), reply, other);
};

/** A limited caller's delta link doesn't let the one who sees everybody miss somebody. */
const widenDelta: Attack = async (adversary) => {
  const found = pickLink(adversary);
  if (found === undefined || !adversary.played.followsChanges) return undefined;
  return mustRefuse('a delta link of a group', await adversary.ask({ target: found.link }, everybody), [410]);
};

/** True for paths of one endpoint that name the same values. */
const isSame = (one: Concerns, other: Concerns): boolean =>
  one.length === other.length && one.every(({ value }, index) => value === other[index]?.value);

/** A token is put behind the path of somebody outside. */
const moveLink: Attack = async (adversary) => {
  const found = pickLink(adversary);
  const elsewhere = adversary.drawOther();
  if (found === undefined || elsewhere === undefined) return undefined;
  const [, query] = found.link.split('?');
  const [otherPath = ''] = elsewhere.target.split('?');
  // A path can be spelled in several ways, so two paths differ by whom they name.
  if (isSame(adversary.played.call.inPath, elsewhere.inPath)) return undefined;
  const reply = await adversary.ask({ target: `${otherPath}?${query}` }, adversary.caller.name);
  return mustRefuse('a token behind another path', reply, [400, 403, 404, 410]);
};

/** A token is changed. */
const forgeLink: Attack = async (adversary) => {
  const found = pickLink(adversary);
  if (found === undefined) return undefined;
  const at = adversary.dice.between(found.link.indexOf('token=') + 7, found.link.length - 1);
  const forged = `${found.link.slice(0, at)}${found.link[at] === 'A' ? 'B' : 'A'}${found.link.slice(at + 1)}`;
  const reply = await adversary.ask({ target: forged }, adversary.caller.name);
  // The last character has bits that don't count.
  return at === found.link.length - 1
    ? mayServe('a forged token', reply, adversary.caller)
    : mustRefuse('a forged token', reply, [400, 404, 410, 503]);
};

/** Parameters are added to a link or to a call. */
const addParameter: Attack = async (adversary) => {
  const { played, caller, other, dice, ask } = adversary;
  const outsider = [...other.truth.people].find((person) => !caller.truth.people.has(person));
  const link = pickLink(adversary)?.link ?? played.call.target;
  const added = dice.pick([
    '$count=true',
    '$top=1',
    '$skip=1',
    `$filter=id eq '${outsider?.id ?? ''}'`,
    `$filter=startswith(mail,'${outsider?.mail?.[0] ?? 'a'}')`,
    '$search="displayName:a"',
    '$apply=aggregate($count as total)',
    '$orderby=displayName',
    '$expand=members',
    '$select=displayName,mail',
    '$format=xml',
  ]);
  const target = `${link}${link.includes('?') ? '&' : '?'}${encodeURI(added)}`;
  const reply = await ask({ target, headers: { consistencylevel: 'eventual' } }, caller.name);
  return mayServe('a call with one more parameter', reply, caller);
};

/** The number of items, and many calls in one. */
const askAround: Attack = async ({ played, caller, dice, ask }) => {
  const [path = ''] = played.call.target.split('?');
  const target = dice.pick([`${path}/$count`, `${path}/$ref`, `${path}/microsoft.graph.user/$count`, '/v1.0/$batch']);
  const method = target.endsWith('$batch') ? 'POST' : 'GET';
  const reply = await ask({ target, method, headers: { consistencylevel: 'eventual' } }, caller.name);
  return mustRefuse('a call around the rules', reply, [400, 403, 404, 405, 411, 413, 415, 501]);
};

const withoutIds = ({ body }: Answered): string =>
  JSON.stringify(body, (name, value: JsonObject) =>
    /^(?:date|request-id|client-request-id)$/.test(name) ? '' : value,
  );

/** Refusals don't show which of two people outside somebody asks about, nor if they exist. */
const compareRefusals: Attack = async (adversary) => {
  const { caller, drawOther, ask, played } = adversary;
  const [one, another] = [drawOther(), drawOther()];
  if (one === undefined || another === undefined) return undefined;
  const outside = [one, another].map(({ inPath }) =>
    inPath.find(({ kind, value }) => caller.truth.admits(kind, value) === false),
  );
  const [ofOne, ofAnother] = outside;
  // A plain id gets Graph's own refusal, and a pseudonym ours.
  if (ofOne === undefined || ofAnother === undefined || ofOne.asToken !== ofAnother.asToken) return undefined;
  const nobody = played.call.path.size === 1 && !one.target.includes('~') ? unknownPerson(one) : undefined;
  const first = await ask({ target: one.target.split('?')[0] ?? '' }, caller.name);
  const second = await ask({ target: (nobody ?? another.target).split('?')[0] ?? '' }, caller.name);
  return judgementOf(
    leakOf(
      'refusals about two people outside differ',
      first.status !== second.status || withoutIds(first) !== withoutIds(second),
    ),
    true,
  );
};

/** The path of a call about a person who doesn’t exist. */
const unknownPerson = ({ target }: DrawnCall): string =>
  target.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/i, '0f8fad5b-d9cb-469f-a165-70867728950e');

const attacks = {
  'links of others': followLinks,
  'delta links of a group': widenDelta,
  'tokens behind another path': moveLink,
  'forged tokens': forgeLink,
  'more parameters': addParameter,
  'calls around the rules': askAround,
  'refusals of different people': compareRefusals,
} as const satisfies Readonly<Record<string, Attack>>;

export type AttackName = keyof typeof attacks;

const attackNames = Object.keys(attacks) as readonly AttackName[];

/** Makes one of the attacks that the played call gives an opportunity for. */
export const attack = async (
  adversary: Adversary,
): Promise<{ readonly name: AttackName; readonly judgement: Judgement } | undefined> => {
  for (const name of adversary.dice.sample(attackNames, attackNames.length)) {
    const judgement = await attacks[name](adversary);
    if (judgement !== undefined) return { name, judgement };
  }
  return undefined;
};
