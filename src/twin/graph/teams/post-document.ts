import type {
  ChatMessage,
  ChatMessageMention,
  ChatMessageReaction,
  IdentitySet,
} from '@microsoft/microsoft-graph-types';
import { isoTicks, minuteMs, type Organization, orgId, type Person, type Post } from '../../organization/index.ts';
import type { Json } from '../odata/index.ts';

/** The location of a post: a chat, or a channel of a team. */
export type PostPlace = { readonly chatId: string } | { readonly teamId: string; readonly channelId: string };

/** A person in the properties of Teams. No type declares `tenantId`. */
export const userIdentity = (person: Person, tenantId: string): Json => ({
  '@odata.type': '#microsoft.graph.teamworkUserIdentity',
  id: person.id,
  displayName: person.displayName,
  userIdentityType: person.kind === 'guest' ? 'federatedUser' : 'aadUser',
  tenantId,
});

const userSet = (person: Person, tenantId: string): IdentitySet => ({
  application: null,
  device: null,
  user: userIdentity(person, tenantId),
});

const bot: IdentitySet = {
  user: null,
  device: null,
  application: {
    '@odata.type': '#microsoft.graph.teamworkApplicationIdentity',
    id: '203a1e2c-26cc-47ca-83ae-be98f960b6b2',
    displayName: 'Tide announcer',
    applicationIdentityType: 'bot',
  } as Json,
};

const mentionsOf = (post: Post, organization: Organization): ChatMessageMention[] =>
  post.mentions.map((index, id) => {
    const person = organization.personAt(index);
    const mentioned = { ...userSet(person, organization.tenantId), conversation: null };
    return { id, mentionText: person.displayName, mentioned };
  });

const reactionsOf = (post: Post, organization: Organization): ChatMessageReaction[] =>
  post.reactions.map(({ person, type }) => ({
    reactionType: type,
    displayName: type,
    reactionContentUrl: null,
    createdDateTime: isoTicks(post.at + 3 * minuteMs),
    user: userSet(organization.personAt(person), organization.tenantId),
  }));

const htmlBody = (post: Post, organization: Organization): string => {
  const ats = post.mentions.map((index, id) => {
    const person = organization.personAt(index);
    return `<at id="${id}">${person.displayName}</at><span itemid="${orgId(person.id)}"></span>`;
  });
  const file = post.fileName === undefined ? '' : `<attachment id="${post.id}-file"></attachment>`;
  return `<div><p>${ats.join(' ')} ${post.text}</p>${file}</div>`;
};

const attachmentsOf = (post: Post, organization: Organization): NonNullable<ChatMessage['attachments']> => {
  if (post.fileName === undefined) return [];
  const host = organization.domain.split('.')[0];
  return [
    {
      id: `${post.id}-file`,
      contentType: 'reference',
      contentUrl: `https://${host}.sharepoint.com/sites/team/Shared Documents/${post.fileName}`,
      content: null,
      name: post.fileName,
      thumbnailUrl: null,
      teamsAppId: null,
    },
  ];
};

const eventDetail = (post: Post, organization: Organization): Json => {
  const author = organization.personAt(post.author ?? 0);
  return {
    '@odata.type': '#microsoft.graph.membersAddedEventMessageDetail',
    visibleHistoryStartDateTime: '0001-01-01T00:00:00Z',
    members: [userIdentity(author, organization.tenantId)],
    initiator: userSet(author, organization.tenantId),
  };
};

const placeOf = (place: PostPlace, post: Post, tenantId: string): ChatMessage => {
  if ('chatId' in place) return { chatId: place.chatId, channelIdentity: null, webUrl: null };
  const { teamId, channelId } = place;
  const parent = post.replyTo ?? post.id;
  const thread = encodeURIComponent(channelId);
  return {
    chatId: null,
    channelIdentity: { teamId, channelId },
    webUrl: `https://teams.microsoft.com/l/message/${thread}/${post.id}?groupId=${teamId}&tenantId=${tenantId}&createdTime=${post.id}&parentMessageId=${parent}`,
  };
};

/** A message in Teams with all properties that Graph returns. */
export const postDocument = (post: Post, place: PostPlace, organization: Organization): Json => {
  const isSystem = post.kind === 'systemEventMessage';
  const author = post.author === undefined ? bot : userSet(organization.personAt(post.author), organization.tenantId);
  const modified = post.isEdited || post.isDeleted ? post.at + 10 * minuteMs : post.at;
  const content = isSystem ? '<systemEventMessage/>' : htmlBody(post, organization);
  const message: ChatMessage = {
    id: post.id,
    replyToId: post.replyTo ?? null,
    etag: String(modified),
    messageType: post.kind,
    createdDateTime: isoTicks(post.at),
    lastModifiedDateTime: isoTicks(modified),
    lastEditedDateTime: post.isEdited ? isoTicks(modified) : null,
    deletedDateTime: post.isDeleted ? isoTicks(modified) : null,
    subject: post.subject ?? null,
    summary: null,
    importance: post.importance,
    locale: 'en-us',
    policyViolation: null,
    from: isSystem ? null : author,
    body: { contentType: 'html', content: post.isDeleted ? '' : content },
    attachments: post.isDeleted ? [] : attachmentsOf(post, organization),
    mentions: mentionsOf(post, organization),
    reactions: reactionsOf(post, organization),
    messageHistory: [],
    ...placeOf(place, post, organization.tenantId),
  };
  return { ...message, eventDetail: isSystem ? eventDetail(post, organization) : null };
};
