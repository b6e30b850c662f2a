import { randomBytes, randomUUID } from 'node:crypto';
import { createTokenService, type HandleTokenRequest, isTokenPath } from '../../access/token/index.ts';
import {
  issuerOf,
  prepareRefuseConnector,
  prepareVerifyBearer,
  type RefuseConnector,
  type VerifyBearer,
} from '../../access/verify/index.ts';
import type { AccessKeys } from '../../adapters/access-keys/index.ts';
import { type HttpService, httpsClient, issuerKeysOf, pause, publicLookup } from '../../adapters/node/index.ts';
import { sqliteRecords } from '../../adapters/records/sqlite-records.ts';
import type { Clock, IssuerKeys, Records } from '../../ports/index.ts';
import { accessFiles, openAccessKeys } from './access-store.ts';

export type LocalTokenServiceOptions = {
  /** Folder with the store and the keys, made if they aren't there. */
  readonly folder: string;
  readonly tenant: string;
  /** Origin of Microsoft Graph, which scopes name. */
  readonly graph: string;
  readonly clock?: Clock;
  /** Keys of issuers of identity tokens. @default read from public hosts */
  readonly issuerKeys?: IssuerKeys;
};

/** A token service on this machine, with the store that `graphveil clients` uses. */
export type LocalTokenService = {
  readonly service: HttpService;
  readonly records: Records;
  readonly keys: AccessKeys;
  /** Verifies its access tokens. */
  readonly verifyBearer: VerifyBearer;
  /** Refuses calls without a token while a connector is paused or deleted. */
  readonly refuseConnector: RefuseConnector;
  /** States the origin under which clients reach it. Before, it issues and verifies no token. */
  readonly publish: (baseUrl: string) => Promise<void>;
  readonly close: () => void;
};

/** Audience of access tokens of this machine. */
const audience = 'api://graphveil/local';
const daySeconds = 86_400;
/** Keys of other issuers are small. */
const mostKeyBytes = 262_144;

/** Opens the store and starts the token service on it. Rejects with a `CliError` if the keys can't be used. */
export const openLocalTokenService = async (options: LocalTokenServiceOptions): Promise<LocalTokenService> => {
  const { folder, tenant, graph, clock = Date.now, issuerKeys } = options;
  const keys = openAccessKeys(folder);
  const records = await sqliteRecords({ path: accessFiles(folder).records, clock, wait: pause });
  const http = httpsClient({ lookup: publicLookup, maxBytes: mostKeyBytes, minimumTls: '1.2' });
  let handle: HandleTokenRequest | undefined;
  let verify: VerifyBearer = async () => ({ ok: false, problem: { code: 'Graphveil.TokenInvalid' } });
  return {
    records,
    keys,
    verifyBearer: (authorization, connector) => verify(authorization, connector),
    refuseConnector: prepareRefuseConnector(records),
    publish: async (baseUrl) => {
      verify = prepareVerifyBearer({
        records,
        keys: await keys.signer.published(),
        issuer: issuerOf(baseUrl),
        audience,
        clock,
      });
      handle = createTokenService({
        records,
        ...keys,
        issuerKeys: issuerKeys ?? issuerKeysOf({ http, clock }),
        clock,
        newId: randomUUID,
        random: (count) => randomBytes(count),
        baseUrl,
        tenant,
        audience,
        resources: [...new Set(['https://graph.microsoft.com', graph])],
        accessSeconds: daySeconds,
        unusedSeconds: 90 * daySeconds,
      });
    },
    service: { owns: isTokenPath, handle: async (request) => handle?.(request) },
    close: records.close,
  };
};
