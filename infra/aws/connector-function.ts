import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group/index.js';
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy/index.js';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function/index.js';
import { Construct } from 'constructs';
import {
  functionArchitecture,
  functionName,
  functionVariables,
  logGroupName,
  nodeRuntime,
  type Settings,
  writeGrants,
} from '../../src/config/index.ts';
import type { DeployedConnector } from '../deployment.ts';
import { escapeTerraform } from '../escape-terraform.ts';
import { withAddress } from '../with-address.ts';
import { networkVariablesOf, vpcOf } from './network.ts';
import { functionPolicy, type KeyringKeys } from './policies/function-policy.ts';

export type ConnectorFunctionProps = {
  readonly settings: Settings;
  readonly connector: DeployedConnector;
  readonly role: IamRole;
  readonly clientId: string;
  readonly keyringKeys: KeyringKeys;
  readonly logsKeyArn: string;
  /** What the function needs to verify tokens, and the table of clients, in a deployment with registered tools. */
  readonly access?: string | undefined;
  readonly tableArn?: string | undefined;
};

/** One connector's function with its role's permissions, and a log group that exists before the function does. */
export class ConnectorFunction extends Construct {
  readonly function: LambdaFunction;
  readonly logGroup: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: ConnectorFunctionProps) {
    super(scope, id);
    const { settings, connector } = props;
    const { aws, environment } = settings;
    const tags = { Connector: connector.name };

    this.logGroup = withAddress(
      connector.name,
      new CloudwatchLogGroup(this, 'log-group', {
        name: logGroupName(environment, connector.name),
        retentionInDays: aws.logRetentionDays,
        kmsKeyId: props.logsKeyArn,
        tags,
      }),
    );
    const permissions = withAddress(
      connector.name,
      new IamRolePolicy(this, 'role-policy', {
        name: 'connector',
        role: props.role.id,
        policy: JSON.stringify(functionPolicy(settings, connector.name, props.keyringKeys, props.tableArn)),
      }),
    );
    this.function = withAddress(
      connector.name,
      new LambdaFunction(this, 'function', {
        functionName: functionName(environment, connector.name),
        description: escapeTerraform(`Graphveil (${environment}): ${connector.consent.title}, sanitized`),
        role: props.role.arn,
        runtime: nodeRuntime,
        architectures: [functionArchitecture],
        handler: settings.streaming ? 'index.stream' : 'index.handler',
        filename: `functions/${connector.name}.zip`,
        sourceCodeHash: connector.codeHash,
        memorySize: connector.memory,
        timeout: connector.timeout,
        ...concurrency(connector),
        environment: { variables: variables(props) },
        loggingConfig: { logFormat: 'JSON', logGroup: this.logGroup.name },
        ...vpcOf(settings),
        tags,
        dependsOn: [this.logGroup, permissions],
      }),
    );
  }
}

/** Lambda refuses every call of a function that may run in no execution environment. */
const concurrency = ({ enabled, reservedConcurrency }: DeployedConnector) => {
  const reservedConcurrentExecutions = enabled ? reservedConcurrency : 0;
  return reservedConcurrentExecutions === undefined ? {} : { reservedConcurrentExecutions };
};

/** Grants of the callers, if one of them is limited to groups. */
const ofCallers = (settings: Settings): Record<string, string> => {
  const grants = writeGrants(settings);
  return grants === undefined ? {} : { [functionVariables.grants]: grants };
};

const variables = ({ settings, connector, clientId, access }: ConnectorFunctionProps): Record<string, string> => ({
  [functionVariables.environment]: settings.environment,
  [functionVariables.connector]: connector.name,
  [functionVariables.tenant]: settings.tenant.id,
  [functionVariables.clientId]: clientId,
  [functionVariables.cloud]: settings.tenant.cloud,
  [functionVariables.settings]: connector.settingsHash,
  ...(settings.tenant.minimumTls !== '1.3' && { [functionVariables.minimumTls]: settings.tenant.minimumTls }),
  ...(connector.publicUrl !== undefined && { [functionVariables.publicUrl]: connector.publicUrl }),
  ...ofCallers(settings),
  ...(access !== undefined && { [functionVariables.access]: access }),
  ...networkVariablesOf(settings),
});
