/** The outside services that the domain needs, as small types that adapters implement. */

export type { Clock, NewId, RandomBytes, Wait } from './clock.ts';
export { type Directory, DirectoryFault, type DirectoryFaultKind, type DirectoryGroup } from './directory.ts';
export {
  type Http,
  type MinimumTls,
  UpstreamFault,
  type UpstreamFaultKind,
  type UpstreamRequest,
  type UpstreamResponse,
} from './http.ts';
export type { KeyringSource, KeyringStore } from './keyrings.ts';
export { type IssuerKeySet, type IssuerKeys, KeysFault, type Macs, type PublicKey, type Signer } from './keys.ts';
export type { CallRecord, Log } from './log.ts';
export {
  largestRecord,
  type NewRecord,
  type ReadRecords,
  type RecordIndex,
  type RecordKey,
  type Records,
  RecordsFault,
  type RecordsFaultKind,
  type StoredRecord,
} from './records.ts';
export type { AccessToken, AccessTokens, IdentityTokens } from './tokens.ts';
