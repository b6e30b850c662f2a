export { azureSignInCommands, type Cloud, type CloudName, clouds } from './clouds.ts';
export {
  accessAudience,
  type ConnectorAccess,
  type ConsoleEnvironment,
  readConsoleEnvironment,
  readTokenEnvironment,
  writeConnectorAccess,
  writeConsoleAccess,
  writeTokenAccess,
} from './deployed/access-environment.ts';
export { readGrants, sharePrincipal, writeGrants } from './deployed/caller-grants.ts';
export { hasPath, identityIn } from './deployed/caller-identity.ts';
export {
  type ConsolePermission,
  type ConsoleRole,
  consoleApplicationName,
  consoleCallbackPath,
  consolePermissions,
  consoleRoles,
  namesOfConsolePermissions,
} from './deployed/console-application.ts';
export {
  certificatesFile,
  type FunctionEnvironment,
  largestResponseOf,
  networkVariables,
  readFunctionEnvironment,
  responseMemoryOf,
} from './deployed/function-environment.ts';
export { FunctionEnvironmentError, functionVariables } from './deployed/function-variables.ts';
export { accessMetrics, type MetricName, metricDimensions, metricNamespace, metricUnits } from './deployed/metrics.ts';
export {
  accessCheckName,
  callerRoleName,
  consoleName,
  documentsAddress,
  everyConnector,
  functionName,
  functionRoleName,
  givenAddress,
  keyringEncryptionContext,
  keyringKeyAlias,
  keyringParameterName,
  keysPolicyName,
  logGroupName,
  longestName,
  nameInAddress,
  outputsVariable,
  partitionOf,
  roleArn,
  sharedAddress,
  stackFolder,
  stackNames,
  stateFile,
  stateKey,
  tokenServiceName,
  toolsApiName,
} from './deployed/names.ts';
export {
  accessMacKeyAlias,
  accessSigningKeyAlias,
  accessTableKeyAlias,
  recordTable,
  recordTableName,
} from './deployed/record-table.ts';
export { type BuiltSettings, builtSettingsFile, functionArchitecture, nodeRuntime } from './deployed/runtime.ts';
export { environmentClaim, environmentCredentials, environmentProxy, environmentRegion } from './environment.ts';
export { readPsoxyEnvironment } from './psoxy-environment.ts';
export { isPlaceholder } from './settings/check-placeholders.ts';
export { type LoadedSettings, loadSettings, settingsJsonSchema } from './settings/load-settings.ts';
export { requestAdvice } from './settings/request-advice.ts';
export type {
  AlarmThresholds,
  ApplicationChoice,
  AwsSettings,
  Caller,
  Choice,
  ClientSettings,
  Connector,
  ConsoleSettings,
  GivenApplication,
  KnownSource,
  MailboxAccess,
  RequestDetails,
  Settings,
  StateSettings,
} from './settings/settings.ts';
export { shapeProblems } from './settings/shape-problems.ts';
export { readTerraformOutputs, type TerraformOutputs, terraformOutputsIn } from './settings/terraform-outputs.ts';
