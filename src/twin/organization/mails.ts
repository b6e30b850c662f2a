import { dayMs, hourMs, minuteMs, workdays } from './calendar-time.ts';
import { type Dice, throwDice } from './dice.ts';
import type { Person } from './person.ts';
import type { Phrasebook } from './phrasebook.ts';

export type Recipient = {
  /** Index of the person; undefined for someone outside of the tenant. */
  readonly person: number | undefined;
  readonly name: string;
  readonly address: string;
  readonly field: 'to' | 'cc' | 'bcc';
};

/** One mail of the organization. The sender and each recipient have a copy with a separate id. */
export type Mail = {
  readonly index: number;
  /** Index of the person; undefined for mail from outside. */
  readonly sender: number | undefined;
  readonly from: { readonly name: string; readonly address: string };
  readonly recipients: readonly Recipient[];
  readonly subject: string;
  readonly text: string;
  readonly sentAt: number;
  /** Index of the mail that began the conversation, which is its own index for the first mail. */
  readonly conversation: number;
  /** Position in the conversation, from 0. */
  readonly depth: number;
  readonly hasAttachments: boolean;
  readonly isMeetingRequest: boolean;
  readonly importance: 'low' | 'normal' | 'high';
  readonly categories: readonly string[];
};

const perSender = 16;

const recipient = (person: Person, field: Recipient['field']): Recipient => ({
  person: person.index,
  name: person.displayName,
  address: person.mail ?? '',
  field,
});

const first = (index: number, sender: Person, reachable: readonly Person[], book: Phrasebook, dice: Dice): Mail => {
  const people = dice.sample(reachable, dice.between(1, 6)).filter((person) => person !== sender);
  const fields = ['to', 'to', 'to', 'cc', 'cc', 'bcc'] as const;
  const outside = {
    person: undefined,
    name: `Client ${dice.hex(4)}`,
    address: `desk.${dice.hex(6)}@tailspin.example`,
    field: 'to',
  } as const;
  const isFromOutside = dice.chance(0.1);
  return {
    index,
    sender: isFromOutside ? undefined : sender.index,
    from: isFromOutside ? outside : { name: sender.displayName, address: sender.mail ?? '' },
    recipients: [
      ...(isFromOutside ? [recipient(sender, 'to')] : []),
      ...people.map((person, at) => recipient(person, fields[at] ?? 'cc')),
      ...(dice.chance(0.2) ? [outside] : []),
    ],
    subject: dice.pick(book.titles),
    text: dice.sample(book.sentences, 4).join(' '),
    sentAt: dice.pick(workdays.slice(0, -2)) + dice.between(6, 18) * hourMs + dice.between(0, 3_599) * 1_000,
    conversation: index,
    depth: 0,
    hasAttachments: dice.chance(0.2),
    isMeetingRequest: dice.chance(0.08),
    importance: dice.pick(['normal', 'normal', 'normal', 'normal', 'high', 'low'] as const),
    categories: dice.chance(0.1) ? [dice.pick(book.categories)] : [],
  };
};

const reply = (index: number, to: Mail, people: readonly Person[], book: Phrasebook, dice: Dice): Mail | undefined => {
  const answering = dice.pick(to.recipients).person;
  const sender = answering === undefined ? undefined : people[answering];
  if (sender === undefined || to.sender === undefined || sender.mailboxId === undefined) return undefined;
  const others = to.recipients.filter(({ person }) => person !== sender.index);
  return {
    ...to,
    index,
    sender: sender.index,
    from: { name: sender.displayName, address: sender.mail ?? '' },
    recipients: [{ person: to.sender, ...to.from, field: 'to' }, ...others],
    subject: to.subject.startsWith('RE: ') ? to.subject : `RE: ${to.subject}`,
    text: dice.pick(book.sentences),
    sentAt: to.sentAt + dice.between(3, 700) * minuteMs,
    depth: to.depth + 1,
    isMeetingRequest: false,
  };
};

/** Creates all mail of the quarter. The first person writes `busyMails` more. */
export const makeMails = (
  seed: number,
  people: readonly Person[],
  book: Phrasebook,
  busyMails: number,
): readonly Mail[] => {
  const senders = people.filter(({ kind }) => kind === 'employee');
  const reachable = people.filter(({ kind, mail }) => (kind === 'employee' || kind === 'guest') && mail !== null);
  const mails: Mail[] = [];
  for (const [rank, sender] of senders.entries()) {
    const dice = throwDice(seed, `mail of ${sender.index}`);
    for (let count = 0; count < perSender + (rank === 0 ? busyMails : 0); count += 1) {
      let latest: Mail | undefined = first(mails.length, sender, reachable, book, dice);
      mails.push(latest);
      while (latest !== undefined && latest.recipients.length > 0 && dice.chance(0.4)) {
        latest = reply(mails.length, latest, people, book, dice);
        if (latest !== undefined) mails.push(latest);
      }
    }
  }
  return mails;
};

/** A copy of a mail in somebody's mailbox. */
export type MailCopy = { readonly mail: Mail; readonly isSent: boolean };

const latestFirst = (a: MailCopy, b: MailCopy): number => b.mail.sentAt - a.mail.sentAt || a.mail.index - b.mail.index;

/** The copies in each mailbox, latest first. */
export const copiesByPerson = (mails: readonly Mail[]): ReadonlyMap<number, readonly MailCopy[]> => {
  const boxes = new Map<number, MailCopy[]>();
  const add = (person: number | undefined, copy: MailCopy): void => {
    if (person === undefined) return;
    const held = boxes.get(person);
    if (held === undefined) boxes.set(person, [copy]);
    else held.push(copy);
  };
  for (const mail of mails) {
    add(mail.sender, { mail, isSent: true });
    for (const { person } of mail.recipients) if (person !== mail.sender) add(person, { mail, isSent: false });
  }
  return new Map([...boxes].map(([person, copies]) => [person, copies.sort(latestFirst)]));
};

/** Delay between sending and receiving a mail. */
export const deliveryMs = 2_000;
/** Maximum age of unread mail. */
export const unreadMs = 20 * dayMs;
