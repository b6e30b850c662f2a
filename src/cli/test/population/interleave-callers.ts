import { withoutLinks } from './expected-reply.ts';
import type { JsonObject } from './json.ts';
import type { Dice } from './known-ids.ts';
import type { Answered, Asked, LimitedCaller, ProofWorld } from './proof-world.ts';

/** A number of callers, half of them limited to one group and half to another. */
export const interleavedCallers = 50;

/** Age at which members are read again. */
const usuallyReread = 5 * 60_000;

/** Members of a reply that differ from call to call. */
const ownOfCall = /^(?:date|request-id|client-request-id)$/;

const shown = ({ status, body }: Answered): string =>
  `${status} ${JSON.stringify(withoutLinks(body), (name, value: JsonObject) => (ownOfCall.test(name) ? '' : value))}`;

/**
 * Lets many callers of two groups make the same calls at the same time, each in an order of its own, and compares each reply with the
 * one that a caller of its group gets while nobody else calls. Members are read again in the middle.
 */
export const interleaveCallers = async (
  world: ProofWorld,
  [one, other]: readonly [LimitedCaller, LimitedCaller],
  calls: readonly Asked[],
  dice: Dice,
): Promise<{ readonly replies: number; readonly differing: readonly Asked[] }> => {
  const groups = [one, other].map(({ name }) => ({ name, alone: new Map<Asked, string>() }));
  for (const { name, alone } of groups) for (const call of calls) alone.set(call, shown(await world.ask(call, name)));

  const differing: Asked[] = [];
  let replies = 0;
  const play = async (index: number): Promise<void> => {
    const { name, alone } = groups[index % groups.length] as (typeof groups)[number];
    for (const call of dice.sample(calls, calls.length)) {
      const reply = shown(await world.ask(call, name, `session ${index}`));
      replies += 1;
      // All members are read again in the middle.
      if (replies === (interleavedCallers * calls.length) / 2) world.passTime(usuallyReread);
      if (reply !== alone.get(call)) differing.push(call);
    }
  };
  await Promise.all(Array.from({ length: interleavedCallers }, (_, index) => play(index)));
  return { replies, differing };
};
