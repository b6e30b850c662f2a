import type { Clock } from '../../../ports/index.ts';
import type { Applications, Caller, Tenant } from '../../entra/index.ts';
import type { TwinAnswer } from '../../http/index.ts';
import type { Organization } from '../../organization/index.ts';
import type { Preferences, QueryOptions } from '../odata/index.ts';
import type { Changes } from './changes.ts';

/** The state that Graph's handlers work on. */
export type World = {
  readonly organization: Organization;
  readonly tenant: Tenant;
  readonly applications: Applications;
  readonly changes: Changes;
  readonly clock: Clock;
};

/** One call that was matched and let in. */
export type GraphCall = {
  readonly world: World;
  readonly version: 'v1.0' | 'beta';
  /** A segment that the route's path names; empty text when it names no such. */
  readonly param: (name: string) => string;
  /** Arguments of a function segment, names lower case. */
  readonly args: ReadonlyMap<string, string>;
  readonly options: QueryOptions;
  readonly prefer: Preferences;
  readonly headers: Readonly<Record<string, string>>;
  /** Origin and version, where links begin: `https://127.0.0.1:1234/v1.0`. */
  readonly root: string;
  readonly caller: Caller;
};

/** Which of Microsoft's services answers; each words its refusals in its own way. */
export type Workload = 'directory' | 'outlook' | 'teams' | 'calls' | 'files' | 'copilot';

export type Route = {
  /** `/users/{user}/events`; literals match whatever their letter case. */
  readonly path: string;
  readonly workload: Workload;
  /** Any one of these permissions is enough; the first is the one that refusals name. */
  readonly needs: readonly string[];
  readonly versions?: readonly ('v1.0' | 'beta')[];
  readonly answer: (call: GraphCall) => TwinAnswer;
};
