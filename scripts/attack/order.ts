import { ephemeralKeyring } from '../../src/adapters/memory/index.ts';
import type { Keyring } from '../../src/pseudonyms/index.ts';
import { askDirectory, connectorWith, type Directory, type Item, sanitizerOf } from './directory.ts';
import type { Attack, Effort, Finding } from './finding.ts';

const users = '/v1.0/users';
const events = '/v1.0/users/{userId}/events/{eventId}';

/** Number of attendees in one silent item. */
const attendees = 500;

/** Allowed deviation in standard deviations: chance exceeds it at most once in a hundred thousand runs. */
const luck = 5;

const share = (count: number, total: number): number => count / total;

const personOf = (item: Item | undefined, { pseudonyms }: Keyring): string | undefined => {
  const opened = pseudonyms.open(String(item?.['id']));
  return opened.ok ? opened.value : undefined;
};

const namesOf = (items: readonly Item[]): readonly string[] =>
  items.map((item) => String(item['userPrincipalName']).toLowerCase());

/**
 * Counts the right guesses of an attacker who has the sorted list of addresses and assigns the n-th token to the n-th
 * address.
 */
const guessedByPlace = (before: readonly Item[], after: readonly Item[], keyring: Keyring): number => {
  const sorted = before.toSorted((a, b) => (namesOf([a]).join() < namesOf([b]).join() ? -1 : 1));
  return sorted.filter(({ id }, place) => personOf(after[place], keyring) === id).length;
};

/**
 * Kendall's tau between the order of a reply and the order of the addresses: 1 for the same order, 0 for unrelated
 * orders.
 */
const tau = (before: readonly Item[], after: readonly Item[], keyring: Keyring): number => {
  const ranks = new Map(namesOf(before).map((name, index) => [String(before[index]?.['id']), name]));
  const names = after.map((item) => ranks.get(personOf(item, keyring) ?? '') ?? '');
  let sum = 0;
  for (let a = 0; a < names.length; a += 1)
    for (let b = a + 1; b < names.length; b += 1) sum += (names[a] ?? '') < (names[b] ?? '') ? 1 : -1;
  return (2 * sum) / (names.length * (names.length - 1));
};

const attackPages = ({ pages, connector }: Directory, { keyrings, progress }: Effort): readonly Finding[] => {
  const sanitize = sanitizerOf(connector, users);
  const sums = { before: 0, after: 0, people: 0, replies: 0, tauBefore: 0, tauAfter: 0, variance: 0 };
  for (let round = 0; round < keyrings; round += 1) {
    const keyring = ephemeralKeyring();
    for (const { before } of pages) {
      const [kept, written] = [true, false].map((ordered) => sanitize({ value: before }, keyring, ordered));
      if (kept === undefined || written === undefined) continue;
      const size = before.length;
      sums.replies += 1;
      sums.people += size;
      sums.before += guessedByPlace(before, kept, keyring);
      sums.after += guessedByPlace(before, written, keyring);
      sums.tauBefore += tau(before, kept, keyring);
      sums.tauAfter += tau(before, written, keyring);
      // Variance of tau in a random order (Kendall, 1938).
      sums.variance += (2 * (2 * size + 5)) / (9 * size * (size - 1));
    }
    progress(`order: keyring ${round + 1} of ${keyrings}`);
  }
  const { people, replies } = sums;
  // In a random order, one guess per page is right on average, with a variance of one.
  const mostByLuck = replies + luck * Math.sqrt(replies);
  return [
    {
      attack: 'order within pages',
      measure: 'people named by their place in a page, with all addresses',
      before: share(sums.before, people),
      after: share(sums.after, people),
      chance: share(replies, people),
      holds: sums.after <= mostByLuck,
    },
    {
      attack: 'order within pages',
      measure: 'Kendall’s tau of replies and addresses',
      before: sums.tauBefore / replies,
      after: sums.tauAfter / replies,
      chance: 0,
      holds: Math.abs(sums.tauAfter) <= luck * Math.sqrt(sums.variance),
    },
  ];
};

const smallestPage = ({ pages }: Directory): Finding => {
  const sizes = pages.slice(0, -1).map(({ after }) => after.length);
  const after = Math.min(...sizes);
  return {
    attack: 'pages of one',
    measure: 'people of the smallest page, when one is asked for',
    before: 1,
    after,
    holds: after >= 100,
  };
};

const addressAt = (number: number): string => `person${number}@contoso.example`;

const eventWith = (numbers: readonly number[]) => ({
  id: 'AAMkADk0MGZlMzU2AAA=',
  attendees: numbers.map((number) => ({ type: 'required', emailAddress: { address: addressAt(number) } })),
});

type Attendee = { readonly emailAddress: { readonly address: string } };

/** Attacks by someone who secretly writes items into a mailbox and reads the replies. */
const attackItems = ({ keyrings, progress }: Effort): readonly Finding[] => {
  const connector = connectorWith(events);
  const list = sanitizerOf(connector, events.replace('/{eventId}', ''));
  const numbers = Array.from({ length: attendees }, (_, index) => index + 1);
  const read = (chosen: readonly number[], keyring: Keyring, ordered: boolean): readonly string[] => {
    const [item] = list({ value: [eventWith(chosen)] }, keyring, ordered);
    const written = (item?.['attendees'] ?? []) as readonly Attendee[];
    return written.map(({ emailAddress }) => emailAddress.address);
  };
  const tokensOf = (keyring: Keyring): ReadonlyMap<string, number> =>
    new Map(numbers.map((number) => [read([number], keyring, false)[0] ?? '', number]));

  let inOneItem = 0;
  for (let round = 0; round < keyrings; round += 1) {
    const keyring = ephemeralKeyring();
    const truth = tokensOf(keyring);
    inOneItem += read(numbers, keyring, false).filter((token, place) => truth.get(token) === numbers[place]).length;
    progress(`one item: keyring ${round + 1} of ${keyrings}`);
  }

  // Each person gets a number, and each item contains the people whose number has a certain bit set, so that the items
  // with a token spell its number.
  const keyring = ephemeralKeyring();
  const truth = tokensOf(keyring);
  const bits = Math.ceil(Math.log2(attendees + 1));
  const spelled = new Map<string, number>();
  for (let bit = 0; bit < bits; bit += 1)
    for (const token of read(
      numbers.filter((number) => (number >> bit) % 2 === 1),
      keyring,
      false,
    ))
      spelled.set(token, (spelled.get(token) ?? 0) + 2 ** bit);
  const named = [...spelled].filter(([token, number]) => truth.get(token) === number).length;
  return [
    {
      attack: 'one silent item',
      measure: `of ${attendees} attendees named by their place`,
      before: attendees,
      after: inOneItem / keyrings,
      chance: 1,
      holds: inOneItem <= keyrings + luck * Math.sqrt(keyrings),
    },
    {
      attack: 'several silent items',
      measure: `items that name ${named} of ${attendees} attendees by who is in which (documented, not closed)`,
      before: 1,
      after: bits,
    },
  ];
};

/** Measures how much the order of replies reveals about the people behind pseudonyms. */
export const attackOrder: Attack = async (effort) => {
  effort.progress('order: asking the twin for its directory');
  const directory = await askDirectory();
  return [smallestPage(directory), ...attackPages(directory, effort), ...attackItems(effort)];
};
