/** The data plane's only door into access: verifies bearer tokens. The rest of access reads stored shapes from here. */
export { type AccessClaims, type BearerOptions, issuerOf, prepareVerifyBearer } from './bearer.ts';
export {
  type BearerResult,
  bearerChallenge,
  type LiveGrant,
  type Permitted,
  permitted,
  type Verified,
  type VerifyBearer,
} from './permit.ts';
export {
  clientKey,
  clientRecord,
  clientSubject,
  type FederatedCredential,
  type GrantedPermission,
  grantKey,
  grantRecord,
  isClientId,
  meta,
  partitions,
  refreshKey,
  type StoredClient,
  type StoredGrant,
  type StoredRefresh,
  type StoredSecret,
  usedSorts,
  type Versioned,
  versioned,
} from './stored.ts';
