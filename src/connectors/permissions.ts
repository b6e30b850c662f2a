import { graphPermissions } from '../graph-types/index.ts';
import {
  choosePermissions,
  type NeededPermission,
  type PermissionChoice,
  type PermissionSource,
} from './choose-permissions.ts';

/** True if Exchange can grant a permission by a role of its own. */
export const grantedByExchange = (name: string): boolean => graphPermissions[name]?.exchangeRole !== undefined;

/** Returns the permissions of a source and of the chosen extras, without duplicates. */
export const neededPermissions = (source: PermissionSource, choice: PermissionChoice): readonly NeededPermission[] =>
  choosePermissions(source, choice, grantedByExchange);
