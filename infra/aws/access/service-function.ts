import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group/index.js';
import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy/index.js';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function/index.js';
import { Construct } from 'constructs';
import {
  functionArchitecture,
  functionName,
  functionRoleName,
  functionVariables,
  logGroupName,
  nodeRuntime,
  type Settings,
} from '../../../src/config/index.ts';
import { withAddress } from '../../with-address.ts';
import { networkVariablesOf, vpcOf } from '../network.ts';
import { lambdaTrust } from '../policies/function-policy.ts';
import type { Policy } from '../policies/policy.ts';

/** The role of a function that isn't a connector's. */
export const addServiceRole = (scope: Construct, { environment, aws }: Settings, name: string, does: string): IamRole =>
  withAddress(
    name,
    new IamRole(scope, `${name}-role`, {
      name: functionRoleName(environment, name),
      description: `Graphveil (${environment}): ${does}`,
      assumeRolePolicy: JSON.stringify(lambdaTrust()),
      ...(aws.permissionsBoundary !== undefined && { permissionsBoundary: aws.permissionsBoundary }),
    }),
  );

export type ServiceFunctionProps = {
  readonly settings: Settings;
  /** Last part of the function's name, and of its Terraform addresses. */
  readonly name: string;
  /** A sentence without subject: `issues access tokens to registered tools`. */
  readonly does: string;
  readonly role: IamRole;
  readonly policyName: string;
  readonly policy: Policy;
  readonly logsKeyArn: string;
  /** Base64 SHA-256 of the function's zip. */
  readonly codeHash: string;
  readonly memory: number;
  readonly timeout: number;
  /** In addition to environment, tenant and cloud. */
  readonly variables: Readonly<Record<string, string>>;
  /** Description of the alarm on crashes. */
  readonly crashes: string;
};

/** An alarm of an environment, in the shape that all of them have. */
export const addAlarm = (
  scope: Construct,
  { environment, notify }: Settings,
  name: string,
  alarmDescription: string,
  metric: Pick<CloudwatchMetricAlarmConfig, 'namespace' | 'metricName' | 'dimensions'> &
    Partial<CloudwatchMetricAlarmConfig>,
): CloudwatchMetricAlarm =>
  withAddress(
    name,
    new CloudwatchMetricAlarm(scope, name, {
      alarmName: functionName(environment, name),
      alarmDescription,
      statistic: 'Sum',
      threshold: 1,
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      evaluationPeriods: 1,
      period: 300,
      treatMissingData: 'notBreaching',
      alarmActions: [...notify],
      okActions: [...notify],
      ...metric,
    }),
  );

/** A function that isn't a connector's, with its log, its permissions and an alarm. Its role can't open the keyring. */
export class ServiceFunction extends Construct {
  readonly function: LambdaFunction;
  readonly logGroup: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    const { settings, name, role } = props;
    const { aws, environment } = settings;
    this.logGroup = withAddress(
      name,
      new CloudwatchLogGroup(this, 'log-group', {
        name: logGroupName(environment, name),
        retentionInDays: aws.logRetentionDays,
        kmsKeyId: props.logsKeyArn,
      }),
    );
    const permissions = withAddress(
      name,
      new IamRolePolicy(this, 'role-policy', {
        name: props.policyName,
        role: role.id,
        policy: JSON.stringify(props.policy),
      }),
    );
    this.function = withAddress(
      name,
      new LambdaFunction(this, 'function', {
        functionName: functionName(environment, name),
        description: `Graphveil (${environment}): ${props.does}`,
        role: role.arn,
        runtime: nodeRuntime,
        architectures: [functionArchitecture],
        handler: 'index.handler',
        filename: `functions/${name}.zip`,
        sourceCodeHash: props.codeHash,
        memorySize: props.memory,
        timeout: props.timeout,
        environment: {
          variables: {
            [functionVariables.environment]: environment,
            [functionVariables.tenant]: settings.tenant.id,
            [functionVariables.cloud]: settings.tenant.cloud,
            ...props.variables,
            ...networkVariablesOf(settings),
          },
        },
        loggingConfig: { logFormat: 'JSON', logGroup: this.logGroup.name },
        ...vpcOf(settings),
        dependsOn: [this.logGroup, permissions],
      }),
    );
    addAlarm(this, settings, `${name}-crashes`, props.crashes, {
      namespace: 'AWS/Lambda',
      metricName: 'Errors',
      dimensions: { FunctionName: functionName(environment, name) },
    });
  }
}
