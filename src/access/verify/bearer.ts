import { createLocalJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { type Clock, type PublicKey, type ReadRecords, RecordsFault } from '../../ports/index.ts';
import type { Problem } from '../../problems/index.ts';
import { type BearerResult, type LiveGrant, recordsUnavailable, refusalOf, type VerifyBearer } from './permit.ts';
import {
  clientKey,
  connectorKey,
  isClientId,
  isLive,
  partitions,
  type StoredClient,
  type StoredGrant,
  usedSorts,
  versioned,
} from './stored.ts';

export type BearerOptions = {
  readonly records: ReadRecords;
  /** Published keys of the token service, pinned by the deployment. */
  readonly keys: readonly PublicKey[];
  readonly issuer: string;
  readonly audience: string;
  readonly clock: Clock;
};

/** Issuer in access tokens, whichever authority a client used. */
export const issuerOf = (baseUrl: string): string => `${baseUrl}/graphveil/v2.0`;

/** The claims that the token service puts into an access token. */
export type AccessClaims = {
  readonly jti: string;
  readonly client_id: string;
  /** Epoch of the client. */
  readonly epoch: number;
  /** Present if the token is good for all grants of the client. */
  readonly grant_scope?: 'all';
  /** Otherwise the grants that it is good for. An empty list admits nothing. */
  readonly grants?: readonly { readonly id: string; readonly epoch: number }[];
  /** Id of the refresh token that it was made with. */
  readonly refresh_id?: string;
};

/** Longer than any token of the token service. A longer header isn't parsed. */
const longestToken = 8_192;

/** The token of a Bearer header (RFC 6750, 2.1), or of one without a scheme, which some tools send and Microsoft Graph accepts. */
const tokenIn = (authorization: string): string | undefined => {
  const [, ofBearer, plain] = /^(?:Bearer +([\w~+/.-]+=*)|([\w-]+\.[\w-]+\.[\w-]+))$/i.exec(authorization) ?? [];
  return ofBearer ?? plain;
};

const refused = (code: Problem['code']): BearerResult => ({ ok: false, problem: { code } });

const isGrantList = (value: unknown): value is NonNullable<AccessClaims['grants']> =>
  Array.isArray(value) && value.every((item) => typeof item?.id === 'string' && typeof item?.epoch === 'number');

/** Returns the claims of a verified token; undefined if the token service can't have made them. */
const claimsOf = (payload: JWTPayload): AccessClaims | undefined => {
  const { jti, client_id, epoch, grant_scope, grants, refresh_id } = payload;
  if (typeof jti !== 'string' || typeof client_id !== 'string' || typeof epoch !== 'number') return undefined;
  if (payload.sub !== client_id || !isClientId(client_id)) return undefined;
  if (refresh_id !== undefined && typeof refresh_id !== 'string') return undefined;
  const common = { jti, client_id, epoch, ...(refresh_id !== undefined && { refresh_id }) };
  if (grant_scope === 'all' && grants === undefined) return { ...common, grant_scope };
  return grant_scope === undefined && isGrantList(grants) ? { ...common, grants } : undefined;
};

const isNamed = ({ id, epoch }: StoredGrant, { grants }: AccessClaims): boolean =>
  grants === undefined || grants.some((named) => named.id === id && named.epoch === epoch);

/** The endpoints of a grant, without permissions that the client has lost since. */
const endpointsOf = (grant: StoredGrant, client: StoredClient): LiveGrant['endpoints'] => {
  const byConnector = new Map<string, Set<string>>();
  for (const { name, endpoints } of grant.permissions) {
    if (!client.permissions.includes(name)) continue;
    const connector = name.slice(0, name.indexOf(':'));
    byConnector.set(connector, new Set([...(byConnector.get(connector) ?? []), ...endpoints]));
  }
  return byConnector;
};

const decide = async (
  records: ReadRecords,
  claims: AccessClaims,
  connector: string,
  now: number,
): Promise<BearerResult> => {
  const id = claims.client_id;
  const [record, found, grants, ended] = await Promise.all([
    records.get(connectorKey(connector)),
    records.get(clientKey(id)),
    records.list(partitions.grants(id)),
    records.list(partitions.used(id), usedSorts.ended),
  ]);
  const closed = refusalOf(record);
  if (closed !== undefined) return { ok: false, problem: closed };
  const client = versioned<StoredClient>(found)?.body;
  if (client === undefined || client.epoch !== claims.epoch) return refused('Graphveil.TokenRevoked');
  const tokens = [claims.jti, claims.refresh_id].map((token) => `${usedSorts.ended}${token}`);
  if (ended.some(({ sort }) => tokens.includes(sort))) return refused('Graphveil.TokenRevoked');
  const active = grants.map(({ body }) => body as StoredGrant).filter((grant) => isLive(grant, now));
  const live = active.filter((grant) => isNamed(grant, claims));
  if (live.length === 0) return refused(claims.grants === undefined ? 'Graphveil.NoGrant' : 'Graphveil.TokenRevoked');
  return {
    ok: true,
    client: { id, name: client.name },
    tokenId: claims.jti,
    groups: active.flatMap(({ group }) => group ?? []),
    grants: live.map((grant) => ({
      id: grant.id,
      kind: grant.kind,
      ...(grant.group !== undefined && { group: grant.group }),
      endpoints: endpointsOf(grant, client),
    })),
  };
};

/**
 * Prepares the verification of bearer tokens: the signature and claims (RFC 9068), then consistent reads of the connector,
 * the client, its grants and its ended tokens, and the comparison of epochs. A token that ended before the call began is refused. An outage
 * of the store refuses.
 */
export const prepareVerifyBearer = ({ records, keys, issuer, audience, clock }: BearerOptions): VerifyBearer => {
  const known = createLocalJWKSet({ keys: [...keys] });

  const read = async (token: string): Promise<AccessClaims | Problem['code']> => {
    try {
      const { payload } = await jwtVerify(token, known, {
        issuer,
        audience,
        algorithms: ['RS256'],
        typ: 'at+jwt',
        requiredClaims: ['exp', 'iat'],
        currentDate: new Date(clock()),
      });
      return claimsOf(payload) ?? 'Graphveil.TokenInvalid';
    } catch (error) {
      return error instanceof errors.JWTExpired ? 'Graphveil.TokenExpired' : 'Graphveil.TokenInvalid';
    }
  };

  return async (authorization, connector) => {
    const token = tokenIn(authorization ?? '');
    if (token === undefined || token.length > longestToken)
      return refused(authorization === undefined ? 'Graphveil.TokenMissing' : 'Graphveil.TokenInvalid');
    const claims = await read(token);
    if (typeof claims === 'string') return refused(claims);
    try {
      return await decide(records, claims, connector, Math.floor(clock() / 1000));
    } catch (error) {
      if (error instanceof RecordsFault) return { ok: false, problem: recordsUnavailable };
      throw error;
    }
  };
};
