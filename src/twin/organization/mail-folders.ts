import { throwDice } from './dice.ts';
import type { MailCopy } from './mails.ts';
import type { Person } from './person.ts';
import type { Phrasebook } from './phrasebook.ts';

/** A folder of a mailbox; `number` is its index in the mailbox's list. */
export type MailFolder = {
  readonly number: number;
  readonly displayName: string;
  readonly wellKnownName: string | undefined;
  /** Number of the parent folder; undefined for top-level folders. */
  readonly parent: number | undefined;
  readonly isHidden: boolean;
};

const wellKnown = [
  ['Inbox', 'inbox'],
  ['Drafts', 'drafts'],
  ['Sent Items', 'sentitems'],
  ['Deleted Items', 'deleteditems'],
  ['Archive', 'archive'],
  ['Junk Email', 'junkemail'],
  ['Outbox', 'outbox'],
  ['Conversation History', 'conversationhistory'],
] as const;

/** Returns the folders of a mailbox: the well-known ones, two custom ones that the owner named, and a hidden one. */
export const foldersOf = (seed: number, owner: Person, book: Phrasebook): readonly MailFolder[] => {
  const dice = throwDice(seed, `folders of ${owner.index}`);
  const [project = '', inside = ''] = dice.sample(book.folderNames, 2);
  const known = wellKnown.map(([displayName, wellKnownName], number) => ({
    number,
    displayName,
    wellKnownName,
    parent: undefined,
    isHidden: false,
  }));
  const own = { wellKnownName: undefined, isHidden: false };
  return [
    ...known,
    { ...own, number: 8, displayName: project, parent: 0 },
    { ...own, number: 9, displayName: inside, parent: 8 },
    { ...own, number: 10, displayName: 'PersonMetadata', parent: undefined, isHidden: true },
  ];
};

const received = [0, 0, 0, 0, 0, 0, 0, 8, 8, 9, 3, 4, 5] as const;

/** Returns the folder of a copy. */
export const folderOf = (seed: number, owner: Person, { mail, isSent }: MailCopy): number =>
  isSent ? 2 : throwDice(seed, `place of ${mail.index} at ${owner.index}`).pick(received);
