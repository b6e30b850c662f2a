import type { TwinAnswer } from '../../http/index.ts';
import type { MailCopy } from '../../organization/index.ts';
import {
  answerCollection,
  answerDelta,
  answerEntity,
  badRequest,
  type Collection,
  type GraphCall,
  type Route,
  resumeDelta,
} from '../core/index.ts';
import { copiesIn, findFolder } from './folders.ts';
import { findMailbox, idWriter, itemNotFound, type MailboxOwner, readItemId } from './mailbox.ts';
import { messageDefaults, messageKey, messageThing, messageWriter } from './message-document.ts';
import { mailReaders } from './permissions.ts';

const list = (
  call: GraphCall,
  owner: MailboxOwner,
  place: string,
  items: readonly MailCopy[],
): Collection<MailCopy> & { readonly feed: string } => {
  const document = messageWriter(call, owner);
  const sample = items[0];
  return {
    type: 'message',
    context: `users('${encodeURIComponent(owner.id)}')/${place}`,
    items,
    document,
    key: (copy) => messageKey(owner, copy),
    feed: `messages of ${owner.id}`,
    defaults: sample === undefined ? [] : messageDefaults(document(sample)),
    always: ['id', '@odata.etag', '@odata.type'],
    pageSize: 10,
    largestPage: 1_000,
    link: `/users('${owner.id}')/${place}`,
    paging: 'skip',
  };
};

/** Throws if the filter doesn't begin with the first sort property. Outlook rejects such requests too. */
const refuseInefficient = ({ options: { filter, orderBy } }: GraphCall): void => {
  const [first] = orderBy;
  if (
    filter !== undefined &&
    first !== undefined &&
    !filter.trim().toLowerCase().startsWith(first.path.toLowerCase())
  ) {
    throw badRequest('The restriction or sort order is too complex for this operation.', 'InefficientFilter');
  }
};

const answerMessages = (call: GraphCall): TwinAnswer => {
  refuseInefficient(call);
  const owner = findMailbox(call);
  return answerCollection(call, list(call, owner, 'messages', call.world.organization.mailOf(owner)));
};

const answerFolderMessages = (call: GraphCall): TwinAnswer => {
  refuseInefficient(call);
  const owner = findMailbox(call);
  const copies = copiesIn(call, owner, findFolder(call, owner));
  return answerCollection(call, list(call, owner, `mailFolders('${call.param('folder')}')/messages`, copies));
};

const answerFolderDelta = (call: GraphCall): TwinAnswer => {
  const resumed = resumeDelta(call);
  const { filter } = resumed.call.options;
  if (filter !== undefined && !/^receivedDateTime\s+(ge|gt)\s+\S+$/i.test(filter.trim())) {
    throw badRequest(
      'Change tracking supports only filters on receivedDateTime with ge or gt.',
      'ErrorInvalidUrlQueryFilter',
    );
  }
  const owner = findMailbox(call);
  const writeId = idWriter(call);
  const since = filter === undefined ? 0 : Date.parse(filter.trim().split(/\s+/)[2] ?? '');
  const copies = copiesIn(call, owner, findFolder(call, owner)).filter(({ mail }) => mail.sentAt >= since);
  const place = `mailFolders('${call.param('folder')}')/messages`;
  return answerDelta(resumed, {
    ...list(resumed.call, owner, place, copies),
    context: 'Collection(message)',
    link: `/users('${owner.id}')/${place}/microsoft.graph.delta`,
    removedId: (copy) => writeId(messageThing(owner, copy)),
    identity: (document) =>
      `Mailbox=${owner.mailboxId}#User=${owner.userPrincipalName}#Item=${String(document['id'] ?? '')}`,
  });
};

const answerMessage = (call: GraphCall): TwinAnswer => {
  const owner = findMailbox(call);
  const { number } = readItemId(call.param('message'), owner, 'message');
  const copy = call.world.organization.mailOf(owner).find(({ mail }) => mail.index === number);
  if (copy === undefined || call.world.changes.isRemoved(`messages of ${owner.id}`, messageKey(owner, copy)))
    throw itemNotFound();
  return answerEntity(call, { ...list(call, owner, 'messages', [copy]), item: copy });
};

const route = (path: string, answer: (call: GraphCall) => TwinAnswer): Route => ({
  path: `/users/{user}/${path}`,
  workload: 'outlook',
  needs: mailReaders,
  answer,
});

export const messageRoutes: readonly Route[] = [
  route('messages', answerMessages),
  route('messages/{message}', answerMessage),
  route('mailFolders/{folder}/messages', answerFolderMessages),
  route('mailFolders/{folder}/messages/delta', answerFolderDelta),
  route('mailFolders/{folder}/messages/{message}', answerMessage),
];
