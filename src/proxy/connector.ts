import type { RefuseConnector, VerifyBearer } from '../access/verify/index.ts';
import type { OtherEndpoints, Plan } from '../plan/index.ts';
import type { Grants } from '../population/index.ts';
import type { AccessTokens, Clock, Http, KeyringSource, Log, NewId, RandomBytes, Wait } from '../ports/index.ts';
import type { Offload } from './call.ts';

/** The proxy's view of one deployed instance of a source. */
export type ProxiedConnector = {
  readonly name: string;
  readonly plan: Plan;
  /** Origin of Microsoft Graph in the tenant's cloud. The access token is never sent elsewhere. */
  readonly graph: string;
  /** Application permissions that a complete token carries in `roles`. */
  readonly expectedRoles: readonly string[];
  /** Graphveil's own version. */
  readonly version: string;
  /** Grants of each caller. Absent: every caller sees everybody. */
  readonly grants?: Grants;
  /** Least number of people in a group of a registered tool's grant, unless `grants` has one. @default 5 */
  readonly leastGroupSize?: number;
  /** Endpoints that callers may look for here, the nearest at hand first. */
  readonly elsewhere?: readonly OtherEndpoints[];
  /** Indexes of the endpoints whose paths lead to another connector below a base URL that connectors share. @default none */
  readonly notFirst?: readonly number[];
};

/** The parts of a connector that sanitizing a response needs. */
export type SanitizingConnector = Pick<ProxiedConnector, 'name' | 'plan' | 'graph' | 'notFirst'>;

/** Reduces the setting for Graph to its origin. */
export const pinned = <Connector extends Pick<ProxiedConnector, 'graph'>>(connector: Connector): Connector => ({
  ...connector,
  graph: new URL(connector.graph).origin,
});

/** The external dependencies of a call. */
export type ProxyPorts = {
  readonly keyrings: KeyringSource;
  readonly accessTokens: AccessTokens;
  readonly http: Http;
  readonly clock: Clock;
  readonly wait: Wait;
  readonly random: RandomBytes;
  readonly newId: NewId;
  readonly log: Log;
  /** Verifies the tokens of registered tools. @default none are served, and the platform authenticates all callers */
  readonly verifyBearer?: VerifyBearer;
  /** Refuses calls without a token while a connector is paused or deleted. @default no store is asked */
  readonly refuseConnector?: RefuseConnector;
  /** @default every response is sanitized in this thread */
  readonly offload?: Offload;
  /** Memory for a response that is parsed, bytes. @default no bound */
  readonly memory?: number;
};
