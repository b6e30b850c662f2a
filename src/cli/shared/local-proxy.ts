import { randomBytes, randomUUID } from 'node:crypto';
import type { RefuseConnector, VerifyBearer } from '../../access/verify/index.ts';
import { entraTokens } from '../../adapters/entra/index.ts';
import { pause } from '../../adapters/node/index.ts';
import type { CallRecord, Clock, Http, IdentityTokens, KeyringSource, MinimumTls } from '../../ports/index.ts';
import { createProxy, type HandleCall, type Offload, type ProxiedConnector } from '../../proxy/index.ts';
import { version } from './version.ts';

/** The sign-in host and Graph origin of a proxy on this machine. */
export type LocalPlace = {
  readonly tenantId: string;
  readonly clientId: string;
  readonly authorityHost: string;
  /** Origin of Microsoft Graph. */
  readonly graph: string;
  readonly graphScope: string;
  readonly identityTokens: IdentityTokens;
  readonly keyrings: KeyringSource;
  readonly http: Http;
  readonly clock: Clock;
  /** PEM of a certificate authority to trust, for the twin. */
  readonly ca?: string;
  readonly minimumTls?: MinimumTls;
  readonly onCall?: (record: CallRecord) => void;
  readonly offload?: Offload;
  /** Verifies the tokens of registered tools. @default callers aren't authenticated */
  readonly verifyBearer?: VerifyBearer | undefined;
  /** Refuses calls while a connector is paused or deleted. @default no store is asked */
  readonly refuseConnector?: RefuseConnector | undefined;
};

/** A connector to serve: its name, its rules, and the roles that a complete token carries. */
export type LocalConnector = Pick<
  ProxiedConnector,
  'name' | 'plan' | 'expectedRoles' | 'elsewhere' | 'notFirst' | 'grants' | 'leastGroupSize'
>;

/** Creates the proxy of one connector as in the deployed function, with this machine's adapters. */
export const localProxy = (connector: LocalConnector, place: LocalPlace): HandleCall => {
  const { tenantId, clientId, authorityHost, graphScope, clock, ca, minimumTls } = place;
  return createProxy({
    connector: { ...connector, graph: place.graph, version },
    ports: {
      keyrings: place.keyrings,
      accessTokens: entraTokens({
        tenantId,
        clientId,
        authorityHost,
        graphScope,
        assertion: place.identityTokens,
        clock,
        expectedRoles: connector.expectedRoles,
        ...(ca === undefined ? {} : { ca }),
        ...(minimumTls === undefined ? {} : { minimumTls }),
      }),
      http: place.http,
      clock,
      wait: pause,
      random: (count) => randomBytes(count),
      newId: randomUUID,
      log: { call: place.onCall ?? (() => undefined) },
      ...(place.offload !== undefined && { offload: place.offload }),
      ...(place.verifyBearer !== undefined && { verifyBearer: place.verifyBearer }),
      ...(place.refuseConnector !== undefined && { refuseConnector: place.refuseConnector }),
    },
  });
};
