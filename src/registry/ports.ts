import type { AccessPorts } from '../access/index.ts';
import type { Directory } from '../ports/index.ts';
import type { CheckResult } from './connector-view.ts';
import type { Described } from './described.ts';
import type { Dictionary } from './registry.ts';

/** What the registry needs from outside. */
export type RegistryPorts = {
  readonly described: Described;
  readonly access: AccessPorts;
  /** Checks a connector now. Rejects with nothing: what can't be checked is a result. */
  readonly check: (connector: string) => Promise<readonly Omit<CheckResult, 'at'>[]>;
  /** Groups with their people and owners. @default nobody counts people or knows owners */
  readonly directory?: Directory;
  /** The data dictionary of a connector; undefined if its rules can't be proven. */
  readonly dictionary: (connector: string) => Promise<Dictionary | undefined>;
  /** Passwords and certificates on the Entra application of a connector; undefined if nobody can tell. @default undefined */
  readonly credentialsOf?: (connector: string) => Promise<number | undefined>;
};
