import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group/index.js';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy/index.js';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function/index.js';
import { Construct } from 'constructs';
import {
  type ClientSettings,
  functionArchitecture,
  functionName,
  functionRoleName,
  functionVariables,
  logGroupName,
  nodeRuntime,
  type Settings,
  tokenServiceName,
  writeTokenAccess,
} from '../../../src/config/index.ts';
import { withAddress } from '../../with-address.ts';
import { networkVariablesOf, vpcOf } from '../network.ts';
import { tokenServiceUses } from '../policies/access-policies.ts';
import { lambdaTrust, tokenServicePolicy } from '../policies/function-policy.ts';
import type { AccessStore } from './access-store.ts';

/** The role of the token service's function. */
export const addTokenRole = (scope: Construct, { environment, aws }: Settings): IamRole =>
  withAddress(
    tokenServiceName,
    new IamRole(scope, 'token-role', {
      name: functionRoleName(environment, tokenServiceName),
      description: `Graphveil (${environment}): issues access tokens to registered tools`,
      assumeRolePolicy: JSON.stringify(lambdaTrust()),
      ...(aws.permissionsBoundary !== undefined && { permissionsBoundary: aws.permissionsBoundary }),
    }),
  );

export type TokenServiceProps = {
  readonly settings: Settings;
  readonly clients: ClientSettings;
  readonly role: IamRole;
  readonly store: AccessStore;
  readonly logsKeyArn: string;
  /** Origin under which tools reach it. */
  readonly baseUrl: string;
  /** Base64 SHA-256 of the function's zip. */
  readonly codeHash: string;
};

const minute = 60;
const day = 86_400;

/** The token service: a function of its own, whose role can neither open the keyring nor sign in to Microsoft. */
export class TokenService extends Construct {
  readonly function: LambdaFunction;
  readonly logGroup: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: TokenServiceProps) {
    super(scope, id);
    const { settings, clients, role, store } = props;
    const { aws, environment } = settings;
    this.logGroup = withAddress(
      tokenServiceName,
      new CloudwatchLogGroup(this, 'log-group', {
        name: logGroupName(environment, tokenServiceName),
        retentionInDays: aws.logRetentionDays,
        kmsKeyId: props.logsKeyArn,
      }),
    );
    const uses = tokenServiceUses(store.tableArn, store.macKeyArn, store.signingKeyArns);
    const permissions = withAddress(
      tokenServiceName,
      new IamRolePolicy(this, 'role-policy', {
        name: 'token-service',
        role: role.id,
        policy: JSON.stringify(tokenServicePolicy(settings, uses)),
      }),
    );
    this.function = withAddress(
      tokenServiceName,
      new LambdaFunction(this, 'function', {
        functionName: functionName(environment, tokenServiceName),
        description: `Graphveil (${environment}): issues access tokens to registered tools`,
        role: role.arn,
        runtime: nodeRuntime,
        architectures: [functionArchitecture],
        handler: 'index.handler',
        filename: `functions/${tokenServiceName}.zip`,
        sourceCodeHash: props.codeHash,
        memorySize: 512,
        timeout: 20,
        environment: {
          variables: {
            [functionVariables.environment]: environment,
            [functionVariables.tenant]: settings.tenant.id,
            [functionVariables.cloud]: settings.tenant.cloud,
            [functionVariables.access]: writeTokenAccess({
              baseUrl: props.baseUrl,
              signingKeys: clients.signingKeys,
              accessSeconds: clients.accessTokenMinutes * minute,
              unusedSeconds: clients.unusedDays * day,
              addresses: settings.allowedSourceIps,
            }),
            ...networkVariablesOf(settings),
          },
        },
        loggingConfig: { logFormat: 'JSON', logGroup: this.logGroup.name },
        ...vpcOf(settings),
        dependsOn: [this.logGroup, permissions],
      }),
    );
    withAddress(
      `${tokenServiceName}-crashes`,
      new CloudwatchMetricAlarm(this, 'crashes', {
        alarmName: `${functionName(environment, tokenServiceName)}-crashes`,
        alarmDescription: 'Token requests ended without a reply: timeouts or crashes.',
        namespace: 'AWS/Lambda',
        metricName: 'Errors',
        dimensions: { FunctionName: functionName(environment, tokenServiceName) },
        statistic: 'Sum',
        threshold: 1,
        comparisonOperator: 'GreaterThanOrEqualToThreshold',
        evaluationPeriods: 1,
        period: 300,
        treatMissingData: 'notBreaching',
        alarmActions: [...settings.notify],
        okActions: [...settings.notify],
      }),
    );
  }
}
