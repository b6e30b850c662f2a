import type { Route } from '../core/index.ts';
import { groupRoutes } from './groups.ts';
import { licenseRoutes } from './licenses.ts';
import { ownedObjectRoutes } from './owned-objects.ts';
import { relationRoutes } from './relations.ts';
import { tenantRoutes } from './tenant.ts';
import { userRoutes } from './users.ts';

export { objectDocument } from './directory-object.ts';
export { findGroup, findPerson } from './find.ts';

/** Microsoft Entra ID: people, groups, and their relationships. */
export const directoryRoutes: readonly Route[] = [
  ...userRoutes,
  ...groupRoutes,
  ...relationRoutes,
  ...ownedObjectRoutes,
  ...licenseRoutes,
  ...tenantRoutes,
];
