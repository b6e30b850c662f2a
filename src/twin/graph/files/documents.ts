import type {
  DriveItem,
  Drive as GraphDrive,
  Site as GraphSite,
  IdentitySet,
  List,
} from '@microsoft/microsoft-graph-types';
import { type FileItem, isoSeconds, type Organization, type Site, type SiteList } from '../../organization/index.ts';
import type { Json } from '../odata/index.ts';

/** A person in the properties of files. No type declares the address. */
export const editor = (organization: Organization, index: number): IdentitySet => {
  const { id, displayName, mail } = organization.personAt(index);
  return { user: { id, displayName, email: mail } as Json };
};

export const webUrlOf = ({ host, path }: Site): string => `https://${host}${path}`;

const ownerSet = ({ owner }: Site, organization: Organization): IdentitySet => {
  if ('person' in owner) return editor(organization, owner.person.index);
  const { id, displayName, mail } = owner.group;
  return { group: { id, displayName, email: mail } } as Json;
};

const ids = (site: Site, organization: Organization, listId?: string) => ({
  siteId: site.collectionId,
  webId: site.webId,
  siteUrl: webUrlOf(site),
  tenantId: organization.tenantId,
  ...(listId === undefined ? {} : { listId }),
});

export const driveDocument = (site: Site, organization: Organization): Json => {
  const { drive } = site;
  const drivePath = drive.type === 'business' ? 'Documents' : 'Shared%20Documents';
  const document: GraphDrive = {
    id: drive.id,
    name: drive.name,
    description: `Files of ${site.displayName}`,
    driveType: drive.type,
    webUrl: `${webUrlOf(site)}/${drivePath}`,
    createdDateTime: isoSeconds(site.createdAt),
    lastModifiedDateTime: isoSeconds(organization.quarter.today),
    createdBy: { user: { displayName: 'System Account' } },
    lastModifiedBy: ownerSet(site, organization),
    owner: ownerSet(site, organization),
    quota: { deleted: 0, remaining: 27_487_790_694_400, state: 'normal', total: 27_487_790_694_400, used: 4_218_992 },
  };
  return { ...document };
};

const mimeTypes = new Map([
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['pptx', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
  ['pdf', 'application/pdf'],
  ['txt', 'text/plain'],
  ['png', 'image/png'],
  ['csv', 'text/csv'],
]);

const parentOf = (
  item: FileItem,
  files: readonly FileItem[],
  site: Site,
): NonNullable<DriveItem['parentReference']> => {
  const parent = item.parent === undefined ? undefined : files[item.parent];
  const reference = { driveType: site.drive.type, driveId: site.drive.id };
  if (parent === undefined) return reference;
  return {
    ...reference,
    id: parent.id,
    name: parent.name,
    path: `/drives/${site.drive.id}/root:${parent.path}`,
    siteId: site.collectionId,
  };
};

const fileFacets = (item: FileItem): DriveItem & Json => ({
  file: {
    mimeType: mimeTypes.get(item.name.split('.').at(-1) ?? '') ?? 'application/octet-stream',
    hashes: { quickXorHash: `${item.id.slice(2, 29)}=` },
  },
  '@microsoft.graph.downloadUrl': `https://harbor.sharepoint.com/_layouts/15/download.aspx?UniqueId=${item.id}&tempauth=v1.eyJzaXRlaWQi`,
});

/** A file or folder with its facets, including those that contain names. */
export const itemDocument = (
  item: FileItem,
  files: readonly FileItem[],
  site: Site,
  organization: Organization,
): Json => {
  const encoded = item.path.split('/').map(encodeURIComponent).join('/');
  const document: DriveItem = {
    id: item.id,
    name: item.name,
    size: item.isFolder ? 0 : item.size,
    webUrl: `${webUrlOf(site)}/Documents${encoded}`,
    eTag: `"{${item.id}},${item.number + 1}"`,
    cTag: `"c:{${item.id}},${item.number + 1}"`,
    createdDateTime: isoSeconds(item.createdAt),
    lastModifiedDateTime: isoSeconds(item.modifiedAt),
    createdBy: editor(organization, item.createdBy),
    lastModifiedBy: editor(organization, item.modifiedBy),
    parentReference: parentOf(item, files, site),
    fileSystemInfo: { createdDateTime: isoSeconds(item.createdAt), lastModifiedDateTime: isoSeconds(item.modifiedAt) },
  };
  const children = files.filter(({ parent }) => parent === item.number).length;
  const [sharer] = item.sharedWith;
  return {
    ...document,
    ...(item.isFolder ? { folder: { childCount: children } } : fileFacets(item)),
    ...(item.parent === undefined ? { root: {} } : {}),
    ...(sharer === undefined
      ? {}
      : {
          shared: {
            scope: 'users',
            sharedDateTime: isoSeconds(item.modifiedAt),
            owner: editor(organization, item.createdBy),
            sharedBy: editor(organization, sharer),
          },
        }),
  };
};

export const siteDocument = (site: Site, organization: Organization): Json => {
  const document: GraphSite = {
    id: site.id,
    name: site.path.split('/').at(-1) ?? '',
    displayName: site.displayName,
    description: `Site of ${site.displayName}`,
    webUrl: webUrlOf(site),
    createdDateTime: isoSeconds(site.createdAt),
    lastModifiedDateTime: isoSeconds(organization.quarter.today),
    isPersonalSite: 'person' in site.owner,
    siteCollection: { hostname: site.host },
    root: {},
  };
  return { ...document };
};

export const listDocument = (list: SiteList, site: Site, organization: Organization): Json => {
  const document: List = {
    id: list.id,
    name: list.name,
    displayName: list.name,
    description: `List of ${site.displayName}`,
    webUrl: `${webUrlOf(site)}/Lists/${encodeURIComponent(list.name)}`,
    eTag: `"${list.id},1"`,
    createdDateTime: isoSeconds(site.createdAt),
    lastModifiedDateTime: isoSeconds(organization.quarter.today),
    createdBy: ownerSet(site, organization),
    lastModifiedBy: ownerSet(site, organization),
    parentReference: { siteId: site.id },
    list: { contentTypesEnabled: false, hidden: list.isHidden, template: list.template },
    sharepointIds: ids(site, organization, list.id),
  };
  return list.isHidden ? { ...document, system: {} } : { ...document };
};
