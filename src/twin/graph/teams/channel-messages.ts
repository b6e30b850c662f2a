import type { TwinAnswer } from '../../http/index.ts';
import type { Channel, Conversation, Post, Team } from '../../organization/index.ts';
import {
  answerCollection,
  answerDelta,
  answerEntity,
  type Collection,
  type GraphCall,
  GraphRefusal,
  type Route,
  resumeDelta,
} from '../core/index.ts';
import type { Expansion, Json } from '../odata/index.ts';
import { findChannel, findTeam } from './find.ts';
import { postDocument } from './post-document.ts';

const readers = ['ChannelMessage.Read.All', 'Group.Read.All', 'Group.ReadWrite.All'];
/** Number of replies in an expanded message; more are available through `replies@odata.nextLink`. */
const expandedReplies = 10;

type Place = { readonly team: Team; readonly channel: Channel; readonly link: string };

const placeOf = (call: GraphCall): Place => {
  const team = findTeam(call);
  const channel = findChannel(call, team);
  return { team, channel, link: `/teams('${team.group.id}')/channels('${encodeURIComponent(channel.id)}')/messages` };
};

const write = (call: GraphCall, { team, channel }: Place, post: Post): Json =>
  postDocument(post, { teamId: team.group.id, channelId: channel.id }, call.world.organization);

const identityIn =
  ({ team, channel }: Place) =>
  (document: Json): string =>
    `SkipValue=0#GroupId=${team.group.id}#PrivateChannelId=${channel.id}#Message=${String(document['id'])}`;

const repliesList = (call: GraphCall, place: Place, { root, replies }: Conversation): Collection<Post> => ({
  type: 'chatMessage',
  context: `teams('${place.team.group.id}')/channels('${encodeURIComponent(place.channel.id)}')/messages('${root.id}')/replies`,
  items: [...replies].reverse(),
  document: (post) => write(call, place, post),
  key: ({ id }) => id,
  pageSize: 20,
  largestPage: 50,
  link: `${place.link}('${root.id}')/replies`,
  identity: identityIn(place),
});

/** Adds the replies of a message, as `$expand=replies` does. */
const withReplies =
  (call: GraphCall, place: Place) =>
  (document: Json, conversation: Conversation, expansion: Expansion): Json => {
    if (expansion.name !== 'replies') return document;
    const inner = {
      ...call,
      options: {
        ...call.options,
        all: new Map(),
        expand: [],
        filter: undefined,
        orderBy: [],
        skip: 0,
        top: expandedReplies,
        count: false,
      },
    };
    const page = answerCollection(inner, repliesList(call, place, conversation)).json as Json;
    const context = {
      'replies@odata.context': page['@odata.context'],
      'replies@odata.count': conversation.replies.length,
    };
    const next = page['@odata.nextLink'] === undefined ? {} : { 'replies@odata.nextLink': page['@odata.nextLink'] };
    return { ...document, ...context, ...next, replies: page['value'] };
  };

const messagesList = (call: GraphCall, place: Place): Collection<Conversation> & { readonly feed: string } => ({
  type: 'chatMessage',
  context: `teams('${place.team.group.id}')/channels('${encodeURIComponent(place.channel.id)}')/messages`,
  items: call.world.organization.conversations(place.channel),
  document: ({ root }) => write(call, place, root),
  key: ({ root }) => root.id,
  feed: `messages of ${place.channel.id}`,
  pageSize: 20,
  largestPage: 50,
  link: place.link,
  expand: withReplies(call, place),
  identity: identityIn(place),
});

const findConversation = (call: GraphCall, place: Place): Conversation => {
  const found = call.world.organization
    .conversations(place.channel)
    .find(({ root }) => root.id === call.param('message'));
  if (found === undefined)
    throw new GraphRefusal(404, 'NotFound', `Message '${call.param('message')}' was not found in the thread.`);
  return found;
};

const allPosts = (call: GraphCall, team: Team): readonly { readonly place: Place; readonly post: Post }[] =>
  team.channels
    .filter(({ kind }) => kind !== 'shared')
    .flatMap((channel) => {
      const place = { team, channel, link: '' };
      const conversations = call.world.organization.conversations(channel);
      return conversations.flatMap(({ root, replies }) => [root, ...replies].map((post) => ({ place, post })));
    });

const answerAll = (call: GraphCall): TwinAnswer => {
  const team = findTeam(call);
  return answerCollection(call, {
    type: 'chatMessage',
    context: 'Collection(chatMessage)',
    items: allPosts(call, team),
    document: ({ place, post }) => write(call, place, post),
    key: ({ post }) => post.id,
    pageSize: 50,
    largestPage: 50,
    link: `/teams('${team.group.id}')/channels/getAllMessages`,
    identity: (document) =>
      `SkipValue=0#GroupId=${team.group.id}#MailboxFolder=MsgFolderRoot#Message=${String(document['id'])}`,
  });
};

const route = (path: string, answer: (call: GraphCall) => TwinAnswer): Route => ({
  path: `/teams/{team}/channels/${path}`,
  workload: 'teams',
  needs: readers,
  answer,
});

export const channelMessageRoutes: readonly Route[] = [
  route('{channel}/messages', (call) => answerCollection(call, messagesList(call, placeOf(call)))),
  route('{channel}/messages/delta', (call) => {
    const resumed = resumeDelta(call);
    const place = placeOf(call);
    return answerDelta(resumed, {
      ...messagesList(resumed.call, place),
      context: 'Collection(chatMessage)',
      link: `${place.link}/microsoft.graph.delta`,
    });
  }),
  route('{channel}/messages/{message}', (call) => {
    const place = placeOf(call);
    return answerEntity(call, { ...messagesList(call, place), item: findConversation(call, place) });
  }),
  route('{channel}/messages/{message}/replies', (call) => {
    const place = placeOf(call);
    return answerCollection(call, repliesList(call, place, findConversation(call, place)));
  }),
  { ...route('getAllMessages', answerAll), tenantWide: true },
];
