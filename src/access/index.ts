/** Clients, grants and the ledger of decisions, over a store of records. `token` issues tokens; `verify` verifies them. */
export {
  type ClientChange,
  type ClientRefusal,
  type CreatedClient,
  changeClient,
  createClient,
  deleteClient,
  endSecret,
  findClient,
  lastUses,
  listClients,
  liveSecrets,
  type NewClient,
  rotateSecret,
} from './clients.ts';
export {
  endGrant,
  type GrantChoice,
  type GrantRefusal,
  giveGrant,
  listGrants,
  type NewGrant,
  regenerateRefresh,
  setSuspended,
} from './grants.ts';
export { type Decision, type LedgerEntry, ledgerProblem, readLedger } from './ledger.ts';
export { choosePermissions, type Permission, type PermissionSource, permissionsOf } from './permissions.ts';
export type { AccessPorts } from './ports.ts';
export { isPublicIssuer } from './public-issuer.ts';
export { type ReadyBlock, type ReadyClient, readyBlocks } from './ready-blocks.ts';
export { type ShownClient, shownClient, timeText } from './shown-client.ts';
export {
  type Actor,
  type AppRole,
  appRoles,
  isVerb,
  mayDo,
  needsFreshSignIn,
  objectOf,
  type Persona,
  type Relation,
  relations,
  type Verb,
  type VerbObject,
  verbs,
} from './who-may.ts';
