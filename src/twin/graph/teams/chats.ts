import type { Chat as GraphChat } from '@microsoft/microsoft-graph-types';
import type { TwinAnswer } from '../../http/index.ts';
import { type Chat, isoTicks, joinUrl, type Organization, outlookId, type Post } from '../../organization/index.ts';
import {
  answerCollection,
  answerEntity,
  badRequest,
  type GraphCall,
  GraphRefusal,
  holdsAny,
  type Route,
} from '../core/index.ts';
import { findPerson } from '../directory/index.ts';
import type { Expansion, Json } from '../odata/index.ts';
import { findChat, notFound } from './find.ts';
import { memberDocument } from './member-document.ts';
import { postDocument, userIdentity } from './post-document.ts';

const basicReaders = ['Chat.ReadBasic.All', 'Chat.Read.All', 'Chat.ReadWrite.All'];
const messageReaders = ['Chat.Read.All', 'Chat.ReadWrite.All'];

const messagesRefused = (): GraphRefusal =>
  new GraphRefusal(
    403,
    'Forbidden',
    `Missing role permissions on the request. API requires one of '${messageReaders.join(', ')}'.`,
  );

const meetingInfo = (
  { meeting }: Chat,
  organization: Organization,
): NonNullable<GraphChat['onlineMeetingInfo']> | null => {
  if (meeting?.thread === undefined) return null;
  const organizer = organization.personAt(meeting.organizer);
  const mailboxId = organizer.mailboxId ?? '';
  return {
    calendarEventId: outlookId({ kind: 'event', mailboxId, number: meeting.index, occurrence: 0 }),
    joinWebUrl: joinUrl(organization.tenantId, organizer.id, meeting.thread),
    organizer: userIdentity(organizer, organization.tenantId),
  };
};

const chatDocument = (chat: Chat, organization: Organization): Json => {
  const latest = organization.posts(chat)[0]?.at ?? chat.createdAt;
  const document: GraphChat = {
    id: chat.id,
    topic: chat.topic ?? null,
    createdDateTime: isoTicks(chat.createdAt),
    lastUpdatedDateTime: isoTicks(latest),
    chatType: chat.kind,
    webUrl: `https://teams.microsoft.com/l/chat/${encodeURIComponent(chat.id)}/0?tenantId=${organization.tenantId}`,
    tenantId: organization.tenantId,
    onlineMeetingInfo: meetingInfo(chat, organization),
    viewpoint: { isHidden: false, lastMessageReadDateTime: isoTicks(latest) },
    isHiddenForAllMembers: false,
  };
  return { ...document, chatViewpoint: { isHidden: false } };
};

const membersOf = (chat: Chat, organization: Organization): readonly Json[] =>
  chat.members.map((index) => memberDocument(organization.personAt(index), chat.id, 2, true, organization));

const preview = (chat: Chat, organization: Organization): Json | null => {
  const [latest] = organization.posts(chat);
  if (latest === undefined) return null;
  const { id, createdDateTime, messageType, body, from, eventDetail } = postDocument(
    latest,
    { chatId: chat.id },
    organization,
  );
  return { id, createdDateTime, isDeleted: latest.isDeleted, messageType, eventDetail, body, from };
};

const expand =
  (call: GraphCall) =>
  (document: Json, chat: Chat, { name }: Expansion): Json => {
    const { organization } = call.world;
    // A preview is a part of a message.
    if (name === 'lastMessagePreview' && !holdsAny(call, messageReaders)) throw messagesRefused();
    if (name === 'members') return { ...document, members: membersOf(chat, organization) };
    return name === 'lastMessagePreview' ? { ...document, lastMessagePreview: preview(chat, organization) } : document;
  };

/** Teams ignores a filter by a property other than the sort property. */
const withoutIdleFilter = (call: GraphCall): GraphCall => {
  const { filter, orderBy } = call.options;
  const sorted = orderBy[0]?.path ?? 'lastModifiedDateTime';
  if (filter === undefined || filter.toLowerCase().includes(sorted.toLowerCase())) return call;
  return { ...call, options: { ...call.options, filter: undefined } };
};

const list = (call: GraphCall, chats: readonly Chat[], link: string) => ({
  type: 'chat',
  context: 'chats',
  items: chats,
  document: (chat: Chat) => chatDocument(chat, call.world.organization),
  key: ({ id }: Chat) => id,
  pageSize: 20,
  largestPage: 50,
  link,
  expand: expand(call),
});

const answerMessages = (call: GraphCall): TwinAnswer => {
  const chat = findChat(call);
  const { organization } = call.world;
  if (call.options.orderBy.some(({ descending }) => !descending)) {
    throw badRequest(`QueryOptions to order by 'CreatedDateTime' in 'Ascending' direction is not supported.`);
  }
  return answerCollection(withoutIdleFilter(call), {
    type: 'chatMessage',
    context: `chats('${encodeURIComponent(chat.id)}')/messages`,
    items: organization.posts(chat),
    document: (post: Post) => postDocument(post, { chatId: chat.id }, organization),
    key: ({ id }: Post) => id,
    feed: `messages of ${chat.id}`,
    pageSize: 20,
    largestPage: 50,
    link: `/chats('${encodeURIComponent(chat.id)}')/messages`,
    identity: (document) => `SkipValue=0#ChatId=${chat.id}#Message=${String(document['id'])}`,
  });
};

const answerAll = (call: GraphCall): TwinAnswer => {
  const person = findPerson(call);
  const { organization } = call.world;
  const model = call.options.all.get('model');
  if (model !== undefined && !['a', 'b'].includes(model.toLowerCase())) throw badRequest(`Invalid model '${model}'.`);
  const items = organization
    .chatsOf(person)
    .flatMap((chat) => organization.posts(chat).map((post) => ({ chat, post })));
  return answerCollection(call, {
    type: 'chatMessage',
    context: `Collection(chatMessage)`,
    items,
    document: ({ chat, post }) => postDocument(post, { chatId: chat.id }, organization),
    key: ({ chat, post }) => `${chat.id} ${post.id}`,
    pageSize: 50,
    largestPage: 50,
    link: `/users('${person.id}')/chats/getAllMessages`,
    identity: (document) =>
      `SkipValue=0#UserId=${person.id}#MailboxFolder=MsgFolderRoot#Message=${String(document['id'])}`,
  });
};

const memberReaders = [...basicReaders, 'ChatMember.Read.All'];

const answerMembers = (call: GraphCall, chat: Chat): TwinAnswer => {
  const value = membersOf(chat, call.world.organization);
  const context = `${call.root}/$metadata#chats('${encodeURIComponent(chat.id)}')/members`;
  return { status: 200, json: { '@odata.context': context, '@odata.count': value.length, value } };
};

const route = (path: string, needs: readonly string[], answer: (call: GraphCall) => TwinAnswer): Route => ({
  path,
  workload: 'teams',
  needs,
  answer,
});

export const chatRoutes: readonly Route[] = [
  route('/chats', basicReaders, (call) =>
    answerCollection(call, list(call, call.world.organization.chats(), '/chats')),
  ),
  route('/users/{user}/chats', basicReaders, (call) => {
    const person = findPerson(call);
    return answerCollection(call, list(call, call.world.organization.chatsOf(person), `/users('${person.id}')/chats`));
  }),
  route('/users/{user}/chats/getAllMessages', messageReaders, answerAll),
  route('/chats/{chat}', basicReaders, (call) => answerEntity(call, { ...list(call, [], ''), item: findChat(call) })),
  route('/users/{user}/chats/{chat}/members', memberReaders, (call) => {
    const chat = findChat(call);
    if (!chat.members.includes(findPerson(call).index)) throw notFound('chat thread', chat.id);
    return answerMembers(call, chat);
  }),
  route('/chats/{chat}/members', memberReaders, (call) => answerMembers(call, findChat(call))),
  route('/chats/{chat}/messages', messageReaders, answerMessages),
];
