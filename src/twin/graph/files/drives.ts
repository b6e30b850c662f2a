import type { TwinAnswer } from '../../http/index.ts';
import type { FileItem, Site } from '../../organization/index.ts';
import {
  answerCollection,
  answerDelta,
  answerEntity,
  type Collection,
  type GraphCall,
  type Route,
  resumeDelta,
} from '../core/index.ts';
import { driveDocument, itemDocument } from './documents.ts';
import { findDrive, findItem, findSite, sitesOf } from './find.ts';

const readers = ['Files.Read.All', 'Sites.Read.All', 'Files.ReadWrite.All', 'Sites.ReadWrite.All'];

const drivesList = (call: GraphCall, sites: readonly Site[], link: string): Collection<Site> => ({
  type: 'drive',
  context: 'drives',
  items: sites,
  document: (site) => driveDocument(site, call.world.organization),
  key: ({ drive }) => drive.id,
  pageSize: 200,
  largestPage: 999,
  link,
  identity: (document) => `Paged=TRUE&p_ID=${String(document['id'])}`,
});

const itemsList = (
  call: GraphCall,
  site: Site,
  link: string,
  items: readonly FileItem[],
): Collection<FileItem> & { readonly feed: string } => {
  const { organization } = call.world;
  const files = organization.files(site);
  return {
    type: 'driveItem',
    context: `drives('${encodeURIComponent(site.drive.id)}')/items`,
    items,
    document: (item) => itemDocument(item, files, site, organization),
    key: ({ id }) => id,
    feed: `files of ${site.drive.id}`,
    pageSize: 200,
    largestPage: 5_000,
    link,
    identity: (document) => `Paged=TRUE&p_FileLeafRef=${String(document['name'])}&p_ID=${String(document['id'])}`,
  };
};

/** Returns the items that changed since the time that is given as the token. */
const changedSince = (call: GraphCall, files: readonly FileItem[]): readonly FileItem[] => {
  const since = Date.parse(call.options.all.get('token') ?? '');
  return Number.isNaN(since) ? files : files.filter(({ modifiedAt }) => modifiedAt >= since);
};

const withoutTime = (call: GraphCall): GraphCall => {
  if (Number.isNaN(Date.parse(call.options.all.get('token') ?? ''))) return call;
  const all = new Map(call.options.all);
  all.delete('token');
  return { ...call, options: { ...call.options, all } };
};

const answerRootDelta = (call: GraphCall, site: Site): TwinAnswer => {
  const resumed = resumeDelta(withoutTime(call));
  const files = changedSince(call, call.world.organization.files(site));
  return answerDelta(resumed, {
    ...itemsList(resumed.call, site, '', files),
    context: 'Collection(driveItem)',
    link: `/drives('${encodeURIComponent(site.drive.id)}')/root/microsoft.graph.delta(token='{token}')`,
    removedRow: (id) => ({
      id,
      '@odata.type': '#microsoft.graph.driveItem',
      deleted: { state: 'deleted' },
      parentReference: { driveId: site.drive.id },
    }),
  });
};

const answerChildren = (call: GraphCall, site: Site): TwinAnswer => {
  const folder = findItem(call, site);
  const items = call.world.organization.files(site).filter(({ parent }) => parent === folder.number);
  const link = `/drives('${encodeURIComponent(site.drive.id)}')/items('${folder.id}')/children`;
  return answerCollection(call, itemsList(call, site, link, items));
};

const answerItem = (call: GraphCall, site: Site): TwinAnswer =>
  answerEntity(call, { ...itemsList(call, site, '', []), item: findItem(call, site) });

const answerDrive = (call: GraphCall, site: Site): TwinAnswer =>
  answerEntity(call, { ...drivesList(call, [], ''), item: site });

const route = (path: string, answer: (call: GraphCall) => TwinAnswer): Route => ({
  path,
  workload: 'files',
  needs: readers,
  answer,
});

const owners = [
  ['/users/{user}', (call: GraphCall) => `/users('${call.param('user')}')`],
  ['/groups/{group}', (call: GraphCall) => `/groups('${call.param('group')}')`],
] as const;

const firstSite = (call: GraphCall): Site => {
  const [site] = sitesOf(call);
  return site ?? findSite(call);
};

export const driveRoutes: readonly Route[] = [
  ...owners.flatMap(([path, link]) => [
    route(`${path}/drives`, (call) => answerCollection(call, drivesList(call, sitesOf(call), `${link(call)}/drives`))),
    route(`${path}/drive`, (call) => answerDrive(call, firstSite(call))),
    route(`${path}/drive/root/delta`, (call) => answerRootDelta(call, firstSite(call))),
  ]),
  route('/sites/{site}/drives', (call) =>
    answerCollection(call, drivesList(call, [findSite(call)], `/sites('${call.param('site')}')/drives`)),
  ),
  route('/sites/{site}/drive', (call) => answerDrive(call, findSite(call))),
  route('/sites/{site}/drive/root/delta', (call) => answerRootDelta(call, findSite(call))),
  route('/drives/{drive}', (call) => answerDrive(call, findDrive(call))),
  route('/drives/{drive}/root', (call) => answerItem(call, findDrive(call))),
  route('/drives/{drive}/root/delta', (call) => answerRootDelta(call, findDrive(call))),
  route('/drives/{drive}/root/children', (call) => answerChildren(call, findDrive(call))),
  route('/drives/{drive}/items/{item}', (call) => answerItem(call, findDrive(call))),
  route('/drives/{drive}/items/{item}/children', (call) => answerChildren(call, findDrive(call))),
];
