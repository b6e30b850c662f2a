/** A connector, resolved once: its source, rules, proof, permissions and problems. */
export { inBaseUrlOrder } from './base-url.ts';
export { readCertificates } from './certificates.ts';
export {
  expectedRoles,
  type NarrowerPermission,
  type NeededPermission,
  type PermissionFacts,
} from './choose-permissions.ts';
export { type AnswerDispositions, answerDispositions } from './dispositions.ts';
export { inSettings, onCommandLine, otherEndpoints } from './other-endpoints.ts';
export { grantedByExchange, neededPermissions } from './permissions.ts';
export { kindsBeside, readRuleFiles } from './read-rule-files.ts';
export {
  type ConnectorChoice,
  narrowerPermissions,
  type ReadyConnector,
  type ResolvedConnector,
  readyConnectors,
  resolveConnector,
} from './resolve-connector.ts';
export { resolveSettings } from './resolve-settings.ts';
export { type RouteTable, routeTable, type SharedRoute } from './route-table.ts';
export { type CompiledRules, type Overlays, type Rules, rulesOfFile, UnknownOverlay } from './rules.ts';
export { settingsHash } from './settings-hash.ts';
