/** Clients, grants and the ledger of decisions, over a store of records. `token` issues tokens; `verify` verifies them. */
export {
  type AccessCheckOptions,
  type AccessCheckReport,
  accessCheckLog,
  lastAccessCheck,
  runAccessCheck,
} from './access-check.ts';
export { claimAsClient } from './claim-as-client.ts';
export { type ClaimEvent, claimsOf, recordClaimEvents, type StoredClaim } from './claims.ts';
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
export { type DroppedConnector, dropConnector } from './drop-connector.ts';
export {
  endGrant,
  findGrant,
  type GrantChoice,
  type GrantRefusal,
  giveGrant,
  listGrants,
  type NewGrant,
  regenerateRefresh,
  setSuspended,
} from './grants.ts';
export {
  confirmForGroup,
  type Decider,
  type GivenToGroup,
  type GroupChoice,
  type GroupPorts,
  type GroupRefusal,
  type GroupResult,
  giveToGroup,
  type HandedOver,
  type Handover,
  isReviewDue,
  regenerateForGroup,
  relationToGroup,
  reviewGrant,
} from './group-decisions.ts';
export { appendToLedger, type Decision, type LedgerEntry, ledgerProblem, readLedger } from './ledger.ts';
export { choosePermissions, type Permission, type PermissionSource, permissionsOf } from './permissions.ts';
export type { AccessPorts } from './ports.ts';
export {
  approveProposal,
  closeProposal,
  createProposal,
  findProposal,
  listProposals,
  type ProposalChoice,
  type ProposalRefusal,
  type ProposalResult,
  type StoredProposal,
} from './proposals.ts';
export { isPublicIssuer } from './public-issuer.ts';
export { type ReadyBlock, type ReadyClient, readyBlocks } from './ready-blocks.ts';
export {
  closeRequest,
  createRequest,
  findRequest,
  listRequests,
  type NewRequest,
  type RequestRefusal,
  type RequestResult,
  requestsFor,
  requestsOf,
  type StoredRequest,
} from './requests.ts';
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
