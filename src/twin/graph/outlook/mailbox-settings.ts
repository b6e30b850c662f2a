import type { MailboxSettings } from '@microsoft/microsoft-graph-types';
import type { TwinAnswer } from '../../http/index.ts';
import { dayMs, isoTicks, quarter } from '../../organization/index.ts';
import { answerEntity, type GraphCall, type Route } from '../core/index.ts';
import type { Json } from '../odata/index.ts';
import { property } from '../odata/index.ts';
import { findMailbox, type MailboxOwner } from './mailbox.ts';

const readers = ['MailboxSettings.Read', 'MailboxSettings.ReadWrite'];

const settingsDocument = (owner: MailboxOwner): Json => {
  const away = owner.index % 5 === 0;
  const { timeZone } = owner.office;
  const at = (instant: number) => ({ dateTime: isoTicks(instant).slice(0, -1), timeZone: 'UTC' });
  const message = `I am away. Call me under ${owner.mobilePhone}. ${owner.displayName}`;
  const settings: MailboxSettings = {
    archiveFolder: `archive-${owner.mailboxId}`,
    timeZone,
    delegateMeetingMessageDeliveryOptions: 'sendToDelegateOnly',
    dateFormat: 'yyyy-MM-dd',
    timeFormat: 'HH:mm',
    userPurpose: owner.kind === 'room' ? 'room' : 'user',
    automaticRepliesSetting: {
      status: away ? 'scheduled' : 'disabled',
      externalAudience: 'all',
      internalReplyMessage: away ? message : '',
      externalReplyMessage: away ? message : '',
      scheduledStartDateTime: at(quarter.today),
      scheduledEndDateTime: at(quarter.today + 7 * dayMs),
    },
    language: { locale: owner.office.language, displayName: `Language of ${owner.office.country}` },
    workingHours: {
      daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
      startTime: '08:00:00.0000000',
      endTime: '17:00:00.0000000',
      timeZone: { name: timeZone },
    },
  };
  return { ...settings };
};

const answerPart = (call: GraphCall, name: string): TwinAnswer => {
  const owner = findMailbox(call);
  const part = property(settingsDocument(owner), name);
  const context = `${call.root}/$metadata#users('${owner.id}')/mailboxSettings/${name}`;
  const body = typeof part === 'object' && part !== null ? part : { value: part };
  return { status: 200, json: { '@odata.context': context, ...body } };
};

const parts = ['automaticRepliesSetting', 'language', 'timeZone', 'workingHours', 'userPurpose'];

export const mailboxSettingsRoutes: readonly Route[] = [
  {
    path: '/users/{user}/mailboxSettings',
    workload: 'outlook',
    needs: readers,
    answer: (call) => {
      const item = findMailbox(call);
      return answerEntity(call, {
        item,
        type: 'mailboxSettings',
        context: `users('${item.id}')/mailboxSettings`,
        document: settingsDocument,
        key: ({ mailboxId }) => mailboxId,
        isPart: true,
      });
    },
  },
  ...parts.map(
    (name): Route => ({
      path: `/users/{user}/mailboxSettings/${name}`,
      workload: 'outlook',
      needs: readers,
      answer: (call) => answerPart(call, name),
    }),
  ),
];
