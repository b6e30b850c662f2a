import { dayMs, hourMs, minuteMs, quarter } from './calendar-time.ts';
import { type Dice, throwDice } from './dice.ts';
import type { Phrasebook } from './phrasebook.ts';

/** A message in a chat or channel. */
export type Post = {
  /** Milliseconds since 1970 as text, as in Teams' ids of messages. */
  readonly id: string;
  /** Id of the parent post; undefined for a top-level post. */
  readonly replyTo: string | undefined;
  /** Index of the person; undefined for a bot. */
  readonly author: number | undefined;
  readonly kind: 'message' | 'systemEventMessage';
  readonly at: number;
  readonly text: string;
  readonly subject: string | undefined;
  /** Indexes of mentioned people. */
  readonly mentions: readonly number[];
  readonly reactions: readonly { readonly person: number; readonly type: string }[];
  readonly fileName: string | undefined;
  readonly isEdited: boolean;
  readonly isDeleted: boolean;
  readonly importance: 'normal' | 'high' | 'urgent';
};

export type Thread = { readonly id: string; readonly members: readonly number[] };

const emojis = ['like', 'heart', 'laugh', 'surprised', '💯'] as const;

const write = (thread: Thread, at: number, replyTo: string | undefined, book: Phrasebook, dice: Dice): Post => {
  const isSystem = replyTo === undefined && dice.chance(0.05);
  const others = dice.sample(thread.members, 3);
  return {
    id: String(at),
    replyTo,
    author: dice.chance(0.04) ? undefined : dice.pick(thread.members),
    kind: isSystem ? 'systemEventMessage' : 'message',
    at,
    text: dice.sample(book.sentences, dice.between(1, 3)).join(' '),
    subject: dice.chance(0.1) ? dice.pick(book.titles) : undefined,
    mentions: dice.chance(0.25) ? others.slice(0, 2) : [],
    reactions: dice.chance(0.3) ? others.map((person) => ({ person, type: dice.pick(emojis) })) : [],
    fileName: dice.chance(0.1) ? dice.pick(book.fileNames) : undefined,
    isEdited: dice.chance(0.08),
    isDeleted: dice.chance(0.02),
    importance: dice.pick(['normal', 'normal', 'normal', 'normal', 'high', 'urgent'] as const),
  };
};

/** Returns `count` different times in the quarter, latest first. */
const moments = (count: number, dice: Dice): readonly number[] => {
  const found = new Set<number>();
  while (found.size < count) {
    found.add(quarter.start + dice.between(0, 88) * dayMs + dice.between(7, 18) * hourMs + dice.between(0, 3_599_999));
  }
  return [...found].sort((a, b) => b - a);
};

/** The posts of a chat, latest first. */
export const postsOfChat = (seed: number, thread: Thread, book: Phrasebook): readonly Post[] => {
  const dice = throwDice(seed, `posts of ${thread.id}`);
  return moments(dice.between(2, 70), dice).map((at) => write(thread, at, undefined, book, dice));
};

/** A post of a channel with its replies, earliest reply first. */
export type Conversation = { readonly root: Post; readonly replies: readonly Post[] };

/** Creates the conversations of a channel, latest first. The first one has several pages of replies. */
export const conversationsOf = (seed: number, thread: Thread, book: Phrasebook): readonly Conversation[] => {
  const dice = throwDice(seed, `conversations of ${thread.id}`);
  return moments(dice.between(24, 60), dice).map((at, place) => {
    const count = place === 0 ? 27 : dice.between(0, 6);
    const replies = Array.from({ length: count }, (_, reply) =>
      write(thread, at + (reply + 1) * 7 * minuteMs, String(at), book, dice),
    );
    return { root: write(thread, at, undefined, book, dice), replies };
  });
};
