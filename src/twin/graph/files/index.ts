import type { Route } from '../core/index.ts';
import { activityRoutes } from './activities.ts';
import { driveRoutes } from './drives.ts';
import { siteRoutes } from './sites.ts';

/** OneDrive and SharePoint: drives, files, sites, lists, activities. */
export const fileRoutes: readonly Route[] = [...driveRoutes, ...siteRoutes, ...activityRoutes];
