import type { Clock } from '../../../ports/index.ts';
import type { Applications, Caller, Tenant } from '../../entra/index.ts';
import type { TwinAnswer } from '../../http/index.ts';
import type { Memberships, Organization } from '../../organization/index.ts';
import type { Preferences, QueryOptions } from '../odata/index.ts';
import type { Changes } from './changes.ts';

/** The state that Graph's handlers work on. */
export type World = {
  readonly organization: Organization;
  readonly memberships: Memberships;
  readonly tenant: Tenant;
  readonly applications: Applications;
  readonly changes: Changes;
  readonly clock: Clock;
};

/** One authorized call with its matched route. */
export type GraphCall = {
  readonly world: World;
  readonly version: 'v1.0' | 'beta';
  /** Returns the value of a named segment of the route's path; empty if there is none. */
  readonly param: (name: string) => string;
  /** Arguments of a function segment, with lower-case names. */
  readonly args: ReadonlyMap<string, string>;
  readonly options: QueryOptions;
  readonly prefer: Preferences;
  readonly headers: Readonly<Record<string, string>>;
  /** Origin and version at the beginning of links: `https://127.0.0.1:1234/v1.0`. */
  readonly root: string;
  readonly caller: Caller;
};

/** The Microsoft service that responds. Each has its own wording of refusals. */
export type Workload = 'directory' | 'outlook' | 'teams' | 'calls' | 'files' | 'copilot';

export type Route = {
  /** `/users/{user}/events`; literals ignore case. */
  readonly path: string;
  readonly workload: Workload;
  /** Any one of these permissions is enough. Refusals name the first one. */
  readonly needs: readonly string[];
  /** True if no permission of a single team is enough. */
  readonly tenantWide?: true;
  /** True if Graph serves it to signed-in people only. */
  readonly delegatedOnly?: true;
  readonly versions?: readonly ('v1.0' | 'beta')[];
  readonly answer: (call: GraphCall) => TwinAnswer;
};
