import type { Group, Organization, Person } from '../../organization/index.ts';
import type { Json } from '../odata/index.ts';
import { groupDefaults, groupDocument } from './group-document.ts';
import { userDefaults, userDocument } from './user-document.ts';

/** A member, owner, report or manager: a user or a group, distinguished by `@odata.type`. */
export type DirectoryObject =
  | { readonly person: Person; readonly group?: undefined }
  | { readonly person?: undefined; readonly group: Group };

export const objectKey = ({ person, group }: DirectoryObject): string => person?.id ?? group?.id ?? '';

const entityLink = (tenantId: string, id: string, type: string): string =>
  `https://graph.microsoft.com/v2/${tenantId}/directoryObjects/${id}/Microsoft.DirectoryServices.${type}`;

/** Default properties of both types, because these lists mix them, unlike `/users`. */
export const objectDefaults: readonly string[] = [...new Set([...userDefaults, ...groupDefaults])];

export const objectDocument = (thing: DirectoryObject, organization: Organization): Json => {
  const { person, group, tenantId } = { ...thing, tenantId: organization.tenantId };
  if (person !== undefined) {
    const { displayName, ...rest } = userDocument(person, organization);
    return {
      '@odata.type': '#microsoft.graph.user',
      '@odata.id': entityLink(tenantId, person.id, 'User'),
      displayName,
      ...rest,
    };
  }
  return {
    '@odata.type': '#microsoft.graph.group',
    '@odata.id': entityLink(tenantId, group.id, 'Group'),
    ...groupDocument(group),
  };
};

export const objectAlways: readonly string[] = ['@odata.type', '@odata.id'];
