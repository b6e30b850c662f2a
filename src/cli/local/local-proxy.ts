import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { entraTokens } from '../../adapters/entra/index.ts';
import type { CallRecord, Clock, Http, IdentityTokens, KeyringSource } from '../../ports/index.ts';
import { createProxy, expectedRoles, type HandleCall } from '../../proxy/index.ts';
import { permissionsOf } from '../../sources/index.ts';
import { version } from '../version.ts';
import type { CompiledSource } from './compiled-source.ts';

/** Where a proxy on this machine signs in and asks. */
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
  /** PEM of an authority to trust, for the twin. */
  readonly ca?: string;
  readonly extras?: readonly string[];
  readonly mailboxAccess?: 'entra' | 'exchange-rbac';
  readonly onCall?: (record: CallRecord) => void;
};

/** The proxy of one connector as the deployed function runs it, with this machine's adapters. */
export const localProxy = ({ source, plan }: CompiledSource, place: LocalPlace): HandleCall => {
  const roles = expectedRoles(permissionsOf(source, place.extras), place.mailboxAccess ?? 'entra');
  const { tenantId, clientId, authorityHost, graphScope, clock, ca } = place;
  return createProxy({
    connector: { name: source.id, plan, graph: place.graph, expectedRoles: roles, version },
    ports: {
      keyrings: place.keyrings,
      accessTokens: entraTokens({
        tenantId,
        clientId,
        authorityHost,
        graphScope,
        assertion: place.identityTokens,
        clock,
        expectedRoles: roles,
        ...(ca === undefined ? {} : { ca }),
      }),
      http: place.http,
      clock,
      wait: async (ms) => {
        await wait(ms);
      },
      random: (count) => randomBytes(count),
      log: { call: place.onCall ?? (() => undefined) },
    },
  });
};
