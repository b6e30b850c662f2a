import type { NarrowerPermission, NeededPermission, PermissionFacts } from '../connectors/index.ts';
import type { Source } from '../sources/index.ts';

export type { NarrowerPermission, NeededPermission, PermissionFacts };

/** Maturity of a source: `ga`, `beta` or `alpha`. */
export type Availability = Source['availability'];
