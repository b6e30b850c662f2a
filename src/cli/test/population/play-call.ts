import type { ReadyConnector } from '../../../connectors/index.ts';
import type { AllowListEndpoint } from '../../../rules/plan/index.ts';
import { type AttackName, attack, type Player } from './adversary.ts';
import type { DrawnCall } from './draw-call.ts';
import { isList, isObject, type JsonObject } from './json.ts';
import { type Judgement, judgeReply } from './judge-reply.ts';
import type { KnownIds } from './known-ids.ts';
import { type Answered, everybody, type LimitedCaller, type ProofWorld, targetOf, truthIn } from './proof-world.ts';

/** An endpoint of a connector. */
export type Tried = { readonly connector: ReadyConnector; readonly endpoint: AllowListEndpoint };

/** The calls of one organization. */
export type Round = {
  readonly world: ProofWorld;
  readonly ids: KnownIds;
  readonly draw: (tried: Tried, focus: LimitedCaller) => DrawnCall | undefined;
  readonly report: (tried: Tried, caller: LimitedCaller, judgement: Judgement, attack?: AttackName) => void;
};

/** Pages of one list that are followed. */
const mostPages = 40;
/** Share of replies that are attacked. */
const attacked = 0.25;

/** Returns the links of a reply by the place of each: its name, and the id of the item that has it. */
const linksOf = ({ body }: Answered): ReadonlyMap<string, string> => {
  const ofObject = (object: JsonObject, id: string): readonly (readonly [string, string])[] =>
    Object.entries(object).flatMap(([name, value]) =>
      /@odata\.(?:nextLink|deltaLink)$/i.test(name) && typeof value === 'string' ? [[`${id} ${name}`, value]] : [],
    );
  const { value } = body;
  const items = isList(value) ? value.filter(isObject) : [];
  return new Map([...ofObject(body, ''), ...items.flatMap((item) => ofObject(item, String(item['id'])))]);
};

const playerOf = (tried: Tried, caller: LimitedCaller): Player => ({
  name: caller.name,
  truth: truthIn(tried.connector, caller),
  counterparts: caller.counterparts,
});

/** A pair of calls for the same data: of the caller who sees everybody, and of a limited one. */
type Pair = { readonly unlimited: string; readonly limited: string; readonly page: number };

/** Makes a call as both callers, compares the replies, attacks some of them, and follows all links of both. */
export const playCall = async (
  { world, ids, report, draw }: Round,
  tried: Tried,
  caller: LimitedCaller,
  call: DrawnCall,
): Promise<void> => {
  const connector = tried.connector.name;
  const player = playerOf(tried, caller);
  const dice = world.organization.dice(`attacks on ${call.target}`);
  const strangers = world.callers().filter(({ group }) => group !== caller.group);
  const queue: Pair[] = [{ unlimited: call.withIds, limited: call.target, page: 0 }];
  for (const { unlimited, limited, page } of queue) {
    const ask = (target: string, name: string): Promise<Answered> =>
      world.ask({ connector, target, headers: page === 0 ? call.headers : {} }, name);
    const whole = await ask(unlimited, everybody);
    const own = await ask(limited, caller.name);
    report(tried, caller, judgeReply(call, whole, own, player));
    if (whole.status !== 200) continue;
    ids.learn(whole.body, call.path);
    const [wholeLinks, ownLinks] = [linksOf(whole), linksOf(own)];
    if (dice.chance(attacked)) {
      const other = dice.pick(strangers);
      const result = await attack({
        played: { call, followsChanges: tried.endpoint.response.shape === 'delta', ownLinks, wholeLinks },
        caller: player,
        other: playerOf(tried, other),
        drawOther: () => draw(tried, other),
        ask: (asked, name) => world.ask({ ...asked, connector }, name),
        dice,
      });
      if (result !== undefined) report(tried, caller, result.judgement, result.name);
    }
    if (own.status !== 200 || page >= mostPages) continue;
    for (const [place, link] of wholeLinks) {
      const next = ownLinks.get(place);
      if (next === undefined) continue;
      const following = /deltaLink$/i.test(place) ? mostPages : page + 1;
      queue.push({ unlimited: targetOf(link), limited: targetOf(next), page: following });
    }
  }
};
