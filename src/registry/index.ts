/** The registry of connectors: computed status, plans of changes and removals, best practices, reviews, catalogue. */
export type {
  CatalogEntry,
  CheckName,
  CheckResult,
  ConnectorState,
  ConnectorView,
  Missing,
  Offer,
  Status,
  Uses,
} from './connector-view.ts';
export { catalogOf, findConnector } from './connectors.ts';
export { createRegistry } from './create-registry.ts';
export type {
  ComingSoon,
  ConnectorSettings,
  Described,
  DescribedConnector,
  DescribedPermission,
  DescribedSource,
  FederatedValues,
} from './described.ts';
export { withClientIds } from './described.ts';
export type { RegistryPorts } from './ports.ts';
export type {
  ChangedField,
  ChangePlan,
  ConnectorChange,
  Dictionary,
  DictionaryEntity,
  DictionaryProperty,
  LedgerView,
  PracticeFinding,
  RecordedChange,
  Registry,
  RegistryRefusal,
  RegistryResult,
  RemovalPlan,
  Review,
  ReviewedClient,
  ReviewedGrant,
  ReviewMark,
} from './registry.ts';
export { reviewCsv } from './review/review-csv.ts';
export { type CheckReply, checkByCalls } from './run-checks.ts';
