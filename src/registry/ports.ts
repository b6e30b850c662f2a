import type { AccessPorts } from '../access/index.ts';
import type { Directory } from '../ports/index.ts';
import type { CheckResult } from './connector-view.ts';
import type { Described } from './described.ts';
import type { Dictionary } from './registry.ts';

/** The registry’s dependencies. */
export type RegistryPorts = {
  readonly described: Described;
  readonly access: AccessPorts;
  /** Checks a connector now. Never rejects: a check that can’t run is a result. */
  readonly check: (connector: string) => Promise<readonly Omit<CheckResult, 'at'>[]>;
  /** Groups with their people and owners. @default nobody counts people or knows owners */
  readonly directory?: Directory;
  /** The data dictionary of a connector; undefined if its rules can't be proven. */
  readonly dictionary: (connector: string) => Promise<Dictionary | undefined>;
  /** Passwords and certificates on the Entra application of a connector; undefined if nobody can tell. @default undefined */
  readonly credentialsOf?: (connector: string) => Promise<number | undefined>;
};
