import type { FileItem, Site, SiteList } from '../../organization/index.ts';
import { type GraphCall, GraphRefusal } from '../core/index.ts';

const notFound = (what: string): GraphRefusal =>
  new GraphRefusal(404, 'itemNotFound', `The resource could not be found: ${what}.`);

/** Finds the site of the path; `root` is the first one. The id of a site collection names its root site. */
export const findSite = ({ world, param }: GraphCall): Site => {
  const sites = world.organization.sites();
  const named = param('site');
  const isNamed = ({ id, collectionId }: Site): boolean =>
    [id, collectionId].some((text) => text.toLowerCase() === named.toLowerCase());
  const site = named.toLowerCase() === 'root' ? sites[0] : sites.find(isNamed);
  if (site === undefined) throw notFound(named);
  return site;
};

export const findList = (call: GraphCall, { lists }: Site): SiteList => {
  const named = call.param('list');
  const list = lists.find(({ id, name }) => id === named || name === named);
  if (list === undefined) throw notFound(named);
  return list;
};

/** Finds the site whose drive the path names. */
export const findDrive = ({ world, param }: GraphCall): Site => {
  const site = world.organization.sites().find(({ drive }) => drive.id === param('drive'));
  if (site === undefined) throw notFound(param('drive'));
  return site;
};

/** Finds the item of the path in a drive; `root` is the drive's root. */
export const findItem = (call: GraphCall, site: Site): FileItem => {
  const files = call.world.organization.files(site);
  const named = call.param('item');
  const item = named === '' || named === 'root' ? files[0] : files.find(({ id }) => id === named);
  if (item === undefined || call.world.changes.isRemoved(`files of ${site.drive.id}`, item.id)) throw notFound(named);
  return item;
};

/** Returns the sites of the person or group in the path. */
export const sitesOf = ({ world, param }: GraphCall): readonly Site[] => {
  const [user, group] = [world.organization.person(param('user')), param('group')];
  const found = world.organization
    .sites()
    .filter(({ owner }) => ('person' in owner ? owner.person === user : owner.group.id === group));
  if (found.length === 0) {
    throw new GraphRefusal(404, 'ResourceNotFound', `User's mysite not found: ${user?.userPrincipalName ?? group}.`);
  }
  return found;
};
