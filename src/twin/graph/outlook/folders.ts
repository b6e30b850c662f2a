import type { MailFolder as GraphMailFolder } from '@microsoft/microsoft-graph-types';
import type { TwinAnswer } from '../../http/index.ts';
import { type MailCopy, type MailFolder, outlookId, readOutlookId } from '../../organization/index.ts';
import { answerCollection, answerEntity, type GraphCall, GraphRefusal, type Route } from '../core/index.ts';
import type { Json } from '../odata/index.ts';
import { findMailbox, itemNotFound, type MailboxOwner } from './mailbox.ts';
import { mailReaders } from './permissions.ts';

export const folderId = (owner: MailboxOwner, number: number): string =>
  outlookId({ kind: 'folder', mailboxId: owner.mailboxId, number, occurrence: 0 });

/** The parent of top-level folders. */
const rootNumber = 9_999;

/** Finds the folder of the path, by id or by well-known name. */
export const findFolder = (call: GraphCall, owner: MailboxOwner): MailFolder => {
  const named = call.param('folder');
  const folders = call.world.organization.foldersOf(owner);
  const known = folders.find(({ wellKnownName }) => wellKnownName === named.toLowerCase());
  if (known !== undefined) return known;
  const thing = readOutlookId(named);
  if (thing === undefined) throw new GraphRefusal(400, 'ErrorInvalidIdMalformed', 'Id is malformed.');
  const found = thing.mailboxId === owner.mailboxId && thing.kind === 'folder' ? folders[thing.number] : undefined;
  if (found === undefined) throw itemNotFound();
  return found;
};

/** Returns the copies in a folder, latest first. */
export const copiesIn = (call: GraphCall, owner: MailboxOwner, folder: MailFolder): readonly MailCopy[] => {
  const { organization } = call.world;
  return organization.mailOf(owner).filter((copy) => organization.folderOf(owner, copy) === folder.number);
};

const folderDocument = (call: GraphCall, owner: MailboxOwner, folder: MailFolder): Json => {
  const copies = copiesIn(call, owner, folder);
  const children = call.world.organization.foldersOf(owner).filter(({ parent }) => parent === folder.number);
  const document: GraphMailFolder = {
    id: folderId(owner, folder.number),
    displayName: folder.displayName,
    parentFolderId: folderId(owner, folder.parent ?? rootNumber),
    childFolderCount: children.length,
    unreadItemCount: copies.filter(({ mail }) => mail.index % 6 === 0).length,
    totalItemCount: copies.length,
    isHidden: folder.isHidden,
  };
  const beta = call.version === 'beta' ? { wellKnownName: folder.wellKnownName ?? null } : {};
  return { ...document, sizeInBytes: copies.length * 42_017, ...beta };
};

const answerFolders = (call: GraphCall, inside: (owner: MailboxOwner) => MailFolder | undefined): TwinAnswer => {
  const owner = findMailbox(call);
  const parent = inside(owner);
  const showsHidden = call.options.all.get('includehiddenfolders')?.toLowerCase() === 'true';
  const folders = call.world.organization
    .foldersOf(owner)
    .filter((folder) => folder.parent === parent?.number && (showsHidden || !folder.isHidden));
  const place = parent === undefined ? 'mailFolders' : `mailFolders('${call.param('folder')}')/childFolders`;
  return answerCollection(call, {
    type: 'mailFolder',
    context: `users('${owner.id}')/${place}`,
    items: folders,
    document: (folder) => folderDocument(call, owner, folder),
    key: ({ number }) => folderId(owner, number),
    always: ['id'],
    pageSize: 10,
    largestPage: 1_000,
    link: `/users('${owner.id}')/${place}`,
    paging: 'skip',
  });
};

const route = (path: string, answer: (call: GraphCall) => TwinAnswer): Route => ({
  path: `/users/{user}/${path}`,
  workload: 'outlook',
  needs: mailReaders,
  answer,
});

export const folderRoutes: readonly Route[] = [
  route('mailFolders', (call) => answerFolders(call, () => undefined)),
  route('mailFolders/{folder}/childFolders', (call) => answerFolders(call, (owner) => findFolder(call, owner))),
  route('mailFolders/{folder}', (call) => {
    const owner = findMailbox(call);
    return answerEntity(call, {
      item: findFolder(call, owner),
      type: 'mailFolder',
      context: `users('${owner.id}')/mailFolders`,
      document: (folder: MailFolder) => folderDocument(call, owner, folder),
      key: ({ number }) => folderId(owner, number),
      always: ['id'],
    });
  }),
];
