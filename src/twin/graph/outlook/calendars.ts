import type { Calendar } from '@microsoft/microsoft-graph-types';
import { outlookId } from '../../organization/index.ts';
import { answerCollection, answerEntity, type GraphCall, type Route } from '../core/index.ts';
import type { Json } from '../odata/index.ts';
import { changeKey, findMailbox, itemNotFound, type MailboxOwner, readItemId } from './mailbox.ts';
import { calendarReaders } from './permissions.ts';

/** Names of a mailbox's calendars. The first one contains the events. */
const calendarNames = (owner: MailboxOwner): readonly string[] => [
  'Calendar',
  'Birthdays',
  `Leave of ${owner.displayName}`,
];

const calendarId = (owner: MailboxOwner, number: number): string =>
  outlookId({ kind: 'calendar', mailboxId: owner.mailboxId, number, occurrence: 0 });

const calendarDocument = (owner: MailboxOwner, number: number): Json => {
  const id = calendarId(owner, number);
  const calendar: Calendar = {
    id,
    name: calendarNames(owner)[number] ?? '',
    color: 'auto',
    hexColor: '',
    isDefaultCalendar: number === 0,
    changeKey: changeKey(id),
    canShare: number === 0,
    canViewPrivateItems: true,
    canEdit: number !== 1,
    allowedOnlineMeetingProviders: number === 1 ? [] : ['teamsForBusiness'],
    defaultOnlineMeetingProvider: number === 1 ? 'unknown' : 'teamsForBusiness',
    isTallyingResponses: number === 0,
    isRemovable: number !== 0,
    owner: { name: owner.displayName, address: owner.mail },
  };
  return { ...calendar, groupClassId: '0006f0b7-0000-0000-c000-000000000046' };
};

/** Returns the number of the calendar in the path; 0, the main one, if there is none. */
export const readCalendar = (call: GraphCall, owner: MailboxOwner): number => {
  const id = call.param('calendar');
  if (id === '') return 0;
  const { number } = readItemId(id, owner, 'calendar');
  if (number >= calendarNames(owner).length) throw itemNotFound();
  return number;
};

const shape = (owner: MailboxOwner) => ({
  type: 'calendar',
  context: `users('${owner.id}')/calendars`,
  document: (number: number) => calendarDocument(owner, number),
  key: String,
  always: ['id'],
});

const answerOne = (call: GraphCall) => {
  const owner = findMailbox(call);
  return answerEntity(call, { ...shape(owner), item: readCalendar(call, owner) });
};

export const calendarRoutes: readonly Route[] = [
  {
    path: '/users/{user}/calendars',
    workload: 'outlook',
    needs: calendarReaders,
    answer: (call) => {
      const owner = findMailbox(call);
      return answerCollection(call, {
        ...shape(owner),
        items: [...calendarNames(owner).keys()],
        pageSize: 10,
        largestPage: 1_000,
        link: `/users('${owner.id}')/calendars`,
        paging: 'skip',
      });
    },
  },
  { path: '/users/{user}/calendar', workload: 'outlook', needs: calendarReaders, answer: answerOne },
  { path: '/users/{user}/calendars/{calendar}', workload: 'outlook', needs: calendarReaders, answer: answerOne },
];
