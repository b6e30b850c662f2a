import type { NarrowerPermission, NeededPermission, PermissionFacts } from '../connectors/choose-permissions.ts';

export type { NarrowerPermission, NeededPermission, PermissionFacts };

/** Maturity of a source. */
export type Availability = 'ga' | 'beta' | 'alpha';
