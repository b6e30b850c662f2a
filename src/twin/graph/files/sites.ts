import type { FileItem, Site, SiteList } from '../../organization/index.ts';
import { isoSeconds } from '../../organization/index.ts';
import {
  answerCollection,
  answerDelta,
  answerEntity,
  type Collection,
  type GraphCall,
  type Route,
  resumeDelta,
} from '../core/index.ts';
import type { Json } from '../odata/index.ts';
import { editor, listDocument, siteDocument, webUrlOf } from './documents.ts';
import { findList, findSite } from './find.ts';

const readers = ['Sites.Read.All', 'Sites.ReadWrite.All'];

const sitesList = (
  call: GraphCall,
  items: readonly Site[],
  link: string,
): Collection<Site> & { readonly feed: string } => ({
  type: 'site',
  context: 'sites',
  items,
  document: (site) => siteDocument(site, call.world.organization),
  key: ({ id }) => id,
  feed: 'sites',
  pageSize: 100,
  largestPage: 999,
  link,
  identity: (document) => `Site=${String(document['webUrl'])}`,
});

const teamSites = (call: GraphCall): readonly Site[] =>
  call.world.organization.sites().filter(({ owner }) => 'group' in owner);

/** `/sites?search=word`: sites of groups whose name contains the word; all sites for `*` or no word. */
const searched = (call: GraphCall): readonly Site[] => {
  const word = (call.options.all.get('search') ?? '*').toLowerCase();
  return teamSites(call).filter(({ displayName }) => word === '*' || displayName.toLowerCase().includes(word));
};

const withoutSearch = (call: GraphCall): GraphCall => {
  const all = new Map(call.options.all);
  all.delete('search');
  return { ...call, options: { ...call.options, all } };
};

const listsList = (call: GraphCall, site: Site): Collection<SiteList> => ({
  type: 'list',
  context: `sites('${encodeURIComponent(site.id)}')/lists`,
  items: site.lists.filter(({ isHidden }) => !isHidden || call.options.select.includes('system')),
  document: (list) => listDocument(list, site, call.world.organization),
  key: ({ id }) => id,
  pageSize: 200,
  largestPage: 999,
  link: `/sites('${encodeURIComponent(site.id)}')/lists`,
});

const listItemDocument = (call: GraphCall, item: FileItem, site: Site): Json => ({
  id: String(item.number),
  eTag: `"${item.id},1"`,
  webUrl: `${webUrlOf(site)}/Lists/${item.name}`,
  createdDateTime: isoSeconds(item.createdAt),
  lastModifiedDateTime: isoSeconds(item.modifiedAt),
  createdBy: editor(call.world.organization, item.createdBy),
  lastModifiedBy: editor(call.world.organization, item.modifiedBy),
  parentReference: { id: item.id, siteId: site.id },
  contentType: { id: '0x0101', name: 'Document' },
  fields: { Title: item.name, Editor: call.world.organization.personAt(item.modifiedBy).displayName },
});

const itemsList = (call: GraphCall, site: Site): Collection<FileItem> => ({
  type: 'listItem',
  context: `sites('${encodeURIComponent(site.id)}')/lists('${findList(call, site).id}')/items`,
  items: call.world.organization.files(site).slice(1),
  document: (item) => listItemDocument(call, item, site),
  key: ({ id }) => id,
  defaults: [
    'id',
    'eTag',
    'webUrl',
    'createdDateTime',
    'lastModifiedDateTime',
    'createdBy',
    'lastModifiedBy',
    'parentReference',
    'contentType',
  ],
  expand: (document) => document,
  pageSize: 200,
  largestPage: 5_000,
  link: `/sites('${encodeURIComponent(site.id)}')/lists('${call.param('list')}')/items`,
});

const route = (path: string, answer: Route['answer']): Route => ({ path, workload: 'files', needs: readers, answer });

export const siteRoutes: readonly Route[] = [
  route('/sites', (call) => answerCollection(withoutSearch(call), sitesList(call, searched(call), '/sites'))),
  route('/sites/getAllSites', (call) =>
    answerCollection(call, sitesList(call, call.world.organization.sites(), '/sites/getAllSites')),
  ),
  route('/sites/delta', (call) => {
    const resumed = resumeDelta(call);
    return answerDelta(resumed, {
      ...sitesList(resumed.call, call.world.organization.sites(), ''),
      link: '/sites/microsoft.graph.delta()',
    });
  }),
  route('/sites/{site}', (call) => answerEntity(call, { ...sitesList(call, [], ''), item: findSite(call) })),
  route('/sites/{site}/sites', (call) => {
    const parent = findSite(call);
    const below = parent === call.world.organization.sites()[0] ? teamSites(call).slice(1, 4) : [];
    return answerCollection(call, sitesList(call, below, `/sites('${encodeURIComponent(parent.id)}')/sites`));
  }),
  route('/sites/{site}/lists', (call) => answerCollection(call, listsList(call, findSite(call)))),
  route('/sites/{site}/lists/{list}', (call) => {
    const site = findSite(call);
    return answerEntity(call, { ...listsList(call, site), item: findList(call, site) });
  }),
  route('/sites/{site}/lists/{list}/items', (call) => answerCollection(call, itemsList(call, findSite(call)))),
];
