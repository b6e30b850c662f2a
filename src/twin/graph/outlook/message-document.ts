import type { Recipient as GraphRecipient, Message } from '@microsoft/microsoft-graph-types';
import {
  conversationId,
  deliveryMs,
  hourMs,
  isoSeconds,
  type Mail,
  type MailCopy,
  type OutlookThing,
  outlookId,
  quarter,
  unreadMs,
} from '../../organization/index.ts';
import type { GraphCall } from '../core/index.ts';
import type { Json } from '../odata/index.ts';
import { folderId } from './folders.ts';
import { changeKey, etag, idWriter, type MailboxOwner } from './mailbox.ts';
import { readsMailBodies } from './permissions.ts';

export const messageThing = (owner: MailboxOwner, { mail }: MailCopy): OutlookThing => ({
  kind: 'message',
  mailboxId: owner.mailboxId,
  number: mail.index,
  occurrence: 0,
});

/** The key of a message in its mailbox's feed: the regular id, regardless of the caller's preference. */
export const messageKey = (owner: MailboxOwner, copy: MailCopy): string => outlookId(messageThing(owner, copy));

/** The id of a mail that is the same in every mailbox. It contains the name of the sender's mail server. */
const internetMessageId = (call: GraphCall, mail: Mail): string =>
  `<${call.world.organization.dice(`message id ${mail.index}`).hex(32).toUpperCase()}.${mail.from.address.replace('@', '.')}>`;

const recipients = (mail: Mail, field: 'to' | 'cc' | 'bcc'): GraphRecipient[] =>
  mail.recipients
    .filter((one) => one.field === field)
    .map(({ name, address }) => ({ emailAddress: { name, address } }));

const bodies = (mail: Mail): Message => {
  const content = `<html><body><p>Hello ${mail.recipients[0]?.name ?? 'all'},</p><p>${mail.text}</p><p>${mail.from.name}<br>${mail.from.address}</p></body></html>`;
  return {
    bodyPreview: mail.text.slice(0, 140),
    body: { contentType: 'html', content },
    uniqueBody: { contentType: 'html', content },
  };
};

const headers = (call: GraphCall, mail: Mail): Message => ({
  internetMessageHeaders: [
    {
      name: 'Received',
      value: `from mail.${mail.from.address.split('@')[1]} (192.0.2.${mail.index % 250}) by 198.51.100.7`,
    },
    { name: 'From', value: `${mail.from.name} <${mail.from.address}>` },
    { name: 'Message-ID', value: internetMessageId(call, mail) },
  ],
});

const meetingRequest = (call: GraphCall, mail: Mail, owner: MailboxOwner): Json => {
  if (!mail.isMeetingRequest) return {};
  const at = (instant: number) => ({ dateTime: isoSeconds(instant).slice(0, -1), timeZone: 'UTC' });
  return {
    '@odata.type': '#microsoft.graph.eventMessageRequest',
    meetingMessageType: 'meetingRequest',
    type: 'singleInstance',
    isOutOfDate: false,
    isAllDay: false,
    isDelegated: false,
    startDateTime: at(mail.sentAt + 72 * hourMs),
    endDateTime: at(mail.sentAt + 73 * hourMs),
    location: {
      displayName: call.world.organization
        .dice(`room ${mail.index} ${owner.index}`)
        .pick(call.world.organization.book.places),
    },
  };
};

/** Writes a message of one mailbox, without bodies if the caller may read only basic properties. */
export const messageWriter = (call: GraphCall, owner: MailboxOwner): ((copy: MailCopy) => Json) => {
  const writeId = idWriter(call);
  const { organization } = call.world;
  return (copy) => {
    const { mail, isSent } = copy;
    const id = writeId(messageThing(owner, copy));
    const received = isoSeconds(mail.sentAt + deliveryMs);
    const from = { emailAddress: { ...mail.from } };
    const message: Message = {
      id,
      createdDateTime: received,
      lastModifiedDateTime: isoSeconds(mail.sentAt + 2 * hourMs),
      changeKey: changeKey(id),
      categories: [...mail.categories],
      receivedDateTime: received,
      sentDateTime: isoSeconds(mail.sentAt),
      hasAttachments: mail.hasAttachments,
      internetMessageId: internetMessageId(call, mail),
      subject: mail.subject,
      importance: mail.importance,
      parentFolderId: folderId(owner, organization.folderOf(owner, copy)),
      conversationId: conversationId(owner.mailboxId, `conversation ${mail.conversation}`),
      conversationIndex: Buffer.from(
        `01${mail.conversation.toString(16).padStart(42, '0')}${'00000000a0'.repeat(mail.depth)}`,
        'hex',
      ).toString('base64'),
      isDeliveryReceiptRequested: isSent ? false : null,
      isReadReceiptRequested: false,
      isRead: isSent || quarter.today - mail.sentAt > unreadMs || mail.index % 6 !== 0,
      isDraft: false,
      webLink: `https://outlook.office365.com/owa/?ItemID=${encodeURIComponent(id)}&exvsurl=1&viewmodel=ReadMessageItem`,
      inferenceClassification: mail.index % 4 === 0 ? 'other' : 'focused',
      sender: from,
      from,
      toRecipients: recipients(mail, 'to'),
      ccRecipients: recipients(mail, 'cc'),
      bccRecipients: isSent ? recipients(mail, 'bcc') : [],
      replyTo: mail.index % 11 === 0 ? [from] : [],
      flag: { flagStatus: mail.index % 13 === 0 ? 'flagged' : 'notFlagged' },
      ...headers(call, mail),
      ...(readsMailBodies(call) ? bodies(mail) : {}),
    };
    return { ...meetingRequest(call, mail, owner), '@odata.etag': etag(id), ...message };
  };
};

/** Properties that a response contains only if they are selected. */
const onSelect = new Set(['internetMessageHeaders', 'uniqueBody']);
const meetingProperties = [
  'meetingMessageType',
  'type',
  'isOutOfDate',
  'isAllDay',
  'isDelegated',
  'startDateTime',
  'endDateTime',
  'location',
];

/** Properties of a message in a response without `$select`. */
export const messageDefaults = (document: Json): readonly string[] => [
  ...Object.keys(document).filter((name) => !onSelect.has(name)),
  ...meetingProperties,
];
