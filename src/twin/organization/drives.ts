import { dayMs, hourMs, quarter } from './calendar-time.ts';
import { type Dice, throwDice } from './dice.ts';
import type { Group } from './groups.ts';
import type { Person } from './person.ts';
import type { Phrasebook } from './phrasebook.ts';

/** A SharePoint site of a group or of a person. */
export type Site = {
  /** Host, site collection and web, joined as in Graph. */
  readonly id: string;
  readonly host: string;
  readonly collectionId: string;
  readonly webId: string;
  readonly path: string;
  readonly displayName: string;
  readonly createdAt: number;
  readonly owner: { readonly person: Person } | { readonly group: Group };
  readonly drive: Drive;
  readonly lists: readonly SiteList[];
};

export type Drive = {
  /** `b!…`: base64url of the ids of site collection, web and list. */
  readonly id: string;
  readonly type: 'business' | 'documentLibrary';
  readonly listId: string;
  readonly name: string;
};

export type SiteList = {
  readonly id: string;
  readonly name: string;
  readonly template: string;
  readonly isHidden: boolean;
};

/** A file or folder. */
export type FileItem = {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  /** Number of the parent folder; undefined for the root. */
  readonly parent: number | undefined;
  readonly path: string;
  readonly isFolder: boolean;
  readonly size: number;
  /** Indexes of people. */
  readonly createdBy: number;
  readonly modifiedBy: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly sharedWith: readonly number[];
};

const bytesOf = (guid: string): Buffer => Buffer.from(guid.replaceAll('-', ''), 'hex');

const driveId = (collectionId: string, webId: string, listId: string): string =>
  `b!${Buffer.concat([bytesOf(collectionId), bytesOf(webId), bytesOf(listId)]).toString('base64url')}`;

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const itemId = (dice: Dice): string => `01${Array.from({ length: 32 }, () => base32[dice.between(0, 31)]).join('')}`;

const site = (
  dice: Dice,
  host: string,
  path: string,
  displayName: string,
  createdAt: number,
  owner: Site['owner'],
  book: Phrasebook,
): Site => {
  const [collectionId, webId, listId] = [dice.guid(), dice.guid(), dice.guid()];
  const isPersonal = 'person' in owner;
  const name = isPersonal ? 'OneDrive' : 'Documents';
  return {
    id: `${host},${collectionId},${webId}`,
    host,
    collectionId,
    webId,
    path,
    displayName,
    createdAt,
    owner,
    drive: {
      id: driveId(collectionId, webId, listId),
      type: isPersonal ? 'business' : 'documentLibrary',
      listId,
      name,
    },
    lists: [
      { id: listId, name, template: isPersonal ? 'mySiteDocumentLibrary' : 'documentLibrary', isHidden: false },
      { id: dice.guid(), name: dice.pick(book.projects), template: 'genericList', isHidden: false },
      { id: dice.guid(), name: 'User Information List', template: 'userInformation', isHidden: true },
    ],
  };
};

/** Creates the sites of the organization: one per team and Microsoft 365 group, then one per employee. */
export const makeSites = (
  seed: number,
  domain: string,
  people: readonly Person[],
  groups: readonly Group[],
  book: Phrasebook,
): readonly Site[] => {
  const name = domain.split('.')[0] ?? '';
  const ofGroups = groups
    .filter(({ kind }) => kind === 'team' || kind === 'unified')
    .map((group) =>
      site(
        throwDice(seed, `site of group ${group.index}`),
        `${name}.sharepoint.com`,
        `/sites/${group.mailNickname}`,
        group.displayName,
        group.createdAt,
        { group },
        book,
      ),
    );
  const ofPeople = people
    .filter(({ kind }) => kind === 'employee')
    .map((person) => {
      const path = `/personal/${person.userPrincipalName.replace(/[@.]/g, '_')}`;
      return site(
        throwDice(seed, `site of person ${person.index}`),
        `${name}-my.sharepoint.com`,
        path,
        person.displayName,
        person.createdAt,
        { person },
        book,
      );
    });
  return [...ofGroups, ...ofPeople];
};

const editorsOf = ({ owner }: Site, people: readonly Person[]): readonly number[] => {
  if ('group' in owner) return owner.group.members.length === 0 ? [0] : owner.group.members;
  return [owner.person.index, owner.person.index, (owner.person.index + 1) % people.length];
};

/** Files and folders of a site's drive: the root first, and each folder before its content. */
export const filesOf = (
  seed: number,
  place: Site,
  people: readonly Person[],
  book: Phrasebook,
): readonly FileItem[] => {
  const dice = throwDice(seed, `files of ${place.id}`);
  const editors = editorsOf(place, people);
  const items: FileItem[] = [];
  const add = (name: string, parent: FileItem | undefined, isFolder: boolean): FileItem => {
    const createdAt = quarter.start + dice.between(-300, 80) * dayMs + dice.between(6, 20) * hourMs;
    const item: FileItem = {
      id: itemId(dice),
      number: items.length,
      name,
      parent: parent?.number,
      path: parent === undefined ? '' : `${parent.path}/${name}`,
      isFolder,
      size: dice.between(1_000, 9_000_000),
      createdBy: dice.pick(editors),
      modifiedBy: dice.pick(editors),
      createdAt,
      modifiedAt: Math.min(quarter.today, createdAt + dice.between(0, 60) * dayMs),
      sharedWith: dice.chance(0.15) ? dice.sample(people, 2).map(({ index }) => index) : [],
    };
    items.push(item);
    return item;
  };
  const root = add('root', undefined, true);
  const folders = [root, ...dice.sample(book.folderNames, 4).map((name) => add(name, root, true))];
  folders.push(add(dice.pick(book.folderNames), folders[1], true));
  for (let count = dice.between(8, 40); count > 0; count -= 1)
    add(dice.pick(book.fileNames), dice.pick(folders), false);
  return items;
};
