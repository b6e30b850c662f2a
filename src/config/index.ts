/** Environment, settings file and the table of clouds, as typed values. */

export { nearest } from '../rule-engine/diagnostics/index.ts';
export { type CaseFile, type CaseGoldens, readCaseFile, updateCaseFile } from './case-file.ts';
export { type Cast, readCastFile } from './cast-file.ts';
export { azureSignInCommands, type Cloud, type CloudName, clouds } from './clouds.ts';
export {
  type FunctionEnvironment,
  FunctionEnvironmentError,
  functionVariables,
  readFunctionEnvironment,
} from './deployed/function-environment.ts';
export { type MetricName, metricDimensions, metricNamespace, metricUnits } from './deployed/metrics.ts';
export {
  callerRoleName,
  functionName,
  functionRoleName,
  keyringEncryptionContext,
  keyringKeyAlias,
  keyringParameterName,
  logGroupName,
  longestName,
  partitionOf,
  roleArn,
} from './deployed/names.ts';
export { nodeRuntime } from './deployed/runtime.ts';
export { type GraphPermission, graphApplicationId, graphPermissions } from './graph-permissions.ts';
export { type Judgements, judgementsSchema, readJudgementsFile } from './judgements-file.ts';
export { readPsoxyEnvironment } from './psoxy-environment.ts';
export { type LoadedSettings, loadSettings, settingsJsonSchema } from './settings/load-settings.ts';
export type {
  AlarmThresholds,
  ApplicationChoice,
  AwsSettings,
  Caller,
  Connector,
  KnownSource,
  MailboxAccess,
  Settings,
  StateSettings,
} from './settings/settings.ts';
export { readTerraformOutputs, type TerraformOutputs } from './settings/terraform-outputs.ts';
export { readSourceFile, type SourceFile, sourceFileJsonSchema } from './source-file.ts';
export { readYaml, type YamlPath, type YamlText, yamlTextAt } from './yaml-text.ts';
