import type { Caller } from '../config/index.ts';
import { freshMs, usableMs } from '../population/index.ts';
import { type Block, code, type Inline, joined, link, type Text, table } from './render/blocks.ts';

/** A caller, and whose data it gets. */
export type CallerPeople = Pick<Caller, 'name' | 'groups' | 'counterparts'>;

/** Number of minutes after which members are read again, and after which a change is effective at the latest. */
export const [refreshMinutes, effectiveMinutes] = [freshMs / 60_000, usableMs / 60_000];

export const isLimited = ({ groups }: Pick<CallerPeople, 'groups'>): boolean => groups.length > 0;

/** Returns the groups of a caller, as links if their address is known. */
const groupsOf = ({ groups }: CallerPeople, addressOf?: (group: string) => string): Text =>
  joined(groups.map((id): readonly Inline[] => [addressOf === undefined ? code(id) : link(id, addressOf(id))]));

const peopleOf = (caller: CallerPeople, addressOf?: (group: string) => string): Text =>
  isLimited(caller)
    ? ['only the people of ', caller.groups.length === 1 ? 'group ' : 'groups ', ...groupsOf(caller, addressOf)]
    : ['everybody that the permissions cover'];

const othersOf = (caller: CallerPeople): Text => {
  if (!isLimited(caller)) return ['as pseudonyms'];
  return caller.counterparts
    ? ['as pseudonyms, by the setting ', code('counterparts')]
    : ['that somebody was there; no pseudonym'];
};

/** A table of callers: whose data each of them gets. `addressOf` returns a page about a group. */
export const callerPeopleTable = (callers: readonly CallerPeople[], addressOf?: (group: string) => string): Block =>
  table(
    ['Caller', 'Gets data about', 'Others whom that data mentions'],
    callers.map((caller) => [[caller.name], peopleOf(caller, addressOf), othersOf(caller)]),
  );
