import { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api/index.js';
import { Apigatewayv2Integration } from '@cdktf/provider-aws/lib/apigatewayv2-integration/index.js';
import { Apigatewayv2Route } from '@cdktf/provider-aws/lib/apigatewayv2-route/index.js';
import { Apigatewayv2Stage } from '@cdktf/provider-aws/lib/apigatewayv2-stage/index.js';
import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule/index.js';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target/index.js';
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function/index.js';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission/index.js';
import { Construct } from 'constructs';
import {
  accessCheckName,
  accessMetrics,
  consoleName,
  functionName,
  functionVariables,
  metricNamespace,
  type Settings,
  writeConsoleAccess,
} from '../../../src/config/index.ts';
import type { Deployment } from '../../deployment.ts';
import { withAddress } from '../../with-address.ts';
import { accessCheckUses, consoleUses } from '../policies/access-policies.ts';
import { signingInPolicy } from '../policies/function-policy.ts';
import type { AccessStore } from './access-store.ts';
import { addAlarm, addServiceRole, ServiceFunction } from './service-function.ts';

/** Requests a second that the API accepts, and how many at once. People click; nothing polls. */
const throttle = { throttlingRateLimit: 50, throttlingBurstLimit: 100 };

/**
 * The address of the console. It has an HTTP API, and so a host name, of its own: browsers never send its cookie to routes of data.
 * The API doesn't authenticate; the console signs people in.
 */
export class ConsoleAddress extends Construct {
  /** Origin that people use, without a trailing slash. */
  readonly origin: string;
  readonly #api: Apigatewayv2Api;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    this.#api = withAddress(
      consoleName,
      new Apigatewayv2Api(this, 'api', {
        name: functionName(settings.environment, consoleName),
        protocolType: 'HTTP',
      }),
    );
    this.origin = settings.console?.publicUrl ?? this.#api.apiEndpoint;
  }

  /** Leads every request to the function. */
  leadTo(target: LambdaFunction): void {
    const integration = withAddress(
      consoleName,
      new Apigatewayv2Integration(this, 'integration', {
        apiId: this.#api.id,
        integrationType: 'AWS_PROXY',
        integrationUri: target.invokeArn,
        payloadFormatVersion: '2.0',
        timeoutMilliseconds: 29_000,
      }),
    );
    const route = withAddress(
      consoleName,
      new Apigatewayv2Route(this, 'route', {
        apiId: this.#api.id,
        routeKey: '$default',
        authorizationType: 'NONE',
        target: `integrations/${integration.id}`,
      }),
    );
    withAddress(
      consoleName,
      new Apigatewayv2Stage(this, 'stage', {
        apiId: this.#api.id,
        name: '$default',
        autoDeploy: true,
        defaultRouteSettings: throttle,
        dependsOn: [route],
      }),
    );
    withAddress(
      consoleName,
      new LambdaPermission(this, 'permission', {
        action: 'lambda:InvokeFunction',
        functionName: target.functionName,
        principal: 'apigateway.amazonaws.com',
        sourceArn: `${this.#api.executionArn}/*/*`,
      }),
    );
  }
}

/** Roles of the console and of the access check. */
export type ConsoleRoles = { readonly console: IamRole; readonly accessCheck: IamRole };

const consoleDoes = 'serves the console, where people give registered tools access';
const accessCheckDoes = 'checks once a day that grants still have an owner';

export const addConsoleRoles = (scope: Construct, settings: Settings): ConsoleRoles => ({
  console: addServiceRole(scope, settings, consoleName, consoleDoes),
  accessCheck: addServiceRole(scope, settings, accessCheckName, accessCheckDoes),
});

export type ConsoleProps = {
  readonly deployment: Deployment;
  readonly address: ConsoleAddress;
  readonly roles: ConsoleRoles;
  readonly store: AccessStore;
  readonly logsKeyArn: string;
  /** Origin of the token service. */
  readonly baseUrl: string;
  /** Of the console's Entra application. */
  readonly clientId: string;
  /** Of the applications that connectors sign in as, by connector. */
  readonly clientIds: ReadonlyMap<string, string>;
};

/** The console's address and logs. */
export type ServedConsole = {
  readonly url: string;
  readonly logGroup: string;
  readonly accessCheck: { readonly functionName: string; readonly logGroup: string };
};

/** Hours after which a missing access check is reported. It runs every 24 hours. */
const missedAfter = { period: 6 * 3_600, evaluationPeriods: 5, datapointsToAlarm: 5 };

const addAccessAlarms = (scope: Construct, settings: Settings): void => {
  const own = (metricName: string) => ({
    namespace: metricNamespace,
    metricName,
    dimensions: { Environment: settings.environment },
  });
  addAlarm(
    scope,
    settings,
    'claim-reused',
    'Somebody used a claim code again after it was redeemed, or tried to guess one. The ledger has which; end the grant if nobody can explain it.',
    own(accessMetrics.claimReuses),
  );
  addAlarm(
    scope,
    settings,
    'grants-suspended',
    'The access check suspended grants, because nobody owns their group or who gave them no longer does. A current owner can confirm them.',
    own(accessMetrics.suspendedGrants),
  );
  addAlarm(
    scope,
    settings,
    'access-check-failed',
    'The access check couldn’t read groups. Grants of their owners end 36 hours after the last check. Run: graphveil consent verify',
    own(accessMetrics.failedGroups),
  );
  addAlarm(
    scope,
    settings,
    'reviews-due',
    'A review of grants and registered tools is due. Open Review in the console.',
    { ...own(accessMetrics.dueReviews), period: 86_400 },
  );
  addAlarm(
    scope,
    settings,
    'access-check-missing',
    'The access check didn’t finish for 30 hours, so grants of former owners can go on. See its log and its schedule.',
    {
      ...own(accessMetrics.accessChecks),
      comparisonOperator: 'LessThanThreshold',
      treatMissingData: 'breaching',
      ...missedAfter,
    },
  );
};

/** The console's function behind its address, and the access check on its schedule. Both sign in to the console's application. */
export class Console extends Construct {
  readonly served: ServedConsole;

  constructor(scope: Construct, id: string, props: ConsoleProps) {
    super(scope, id);
    const { deployment, address, roles, store, logsKeyArn, clientId } = props;
    const { settings } = deployment;
    const { environment, clients } = settings;
    const variables = {
      [functionVariables.clientId]: clientId,
      [functionVariables.access]: writeConsoleAccess({
        origin: address.origin,
        baseUrl: props.baseUrl,
        leastGroupSize: settings.leastGroupSize,
        grantDays: clients?.grantDays ?? 0,
        unusedDays: clients?.unusedDays ?? 0,
        contact: settings.console?.contact,
        clientIds: Object.fromEntries(props.clientIds),
      }),
      ...(settings.tenant.minimumTls !== '1.3' && { [functionVariables.minimumTls]: settings.tenant.minimumTls }),
    };
    const pages = new ServiceFunction(this, 'pages', {
      settings,
      name: consoleName,
      does: consoleDoes,
      role: roles.console,
      policyName: 'console',
      policy: signingInPolicy(settings, consoleName, consoleUses(store.tableArn, store.macKeyArn)),
      logsKeyArn,
      codeHash: deployment.console?.codeHash ?? '',
      memory: 1024,
      timeout: 25,
      variables,
      crashes: 'Requests to the console ended without a reply: timeouts or crashes.',
    });
    address.leadTo(pages.function);
    const check = new ServiceFunction(this, 'access-check', {
      settings,
      name: accessCheckName,
      does: accessCheckDoes,
      role: roles.accessCheck,
      policyName: 'access-check',
      policy: signingInPolicy(settings, accessCheckName, accessCheckUses(store.tableArn, store.macKeyArn)),
      logsKeyArn,
      codeHash: deployment.console?.accessCheckHash ?? '',
      memory: 512,
      timeout: 900,
      variables,
      crashes: 'The access check ended early: a timeout or a crash.',
    });
    this.#schedule(settings, check.function);
    addAccessAlarms(this, settings);
    this.served = {
      url: address.origin,
      logGroup: pages.logGroup.name,
      accessCheck: {
        functionName: functionName(environment, accessCheckName),
        logGroup: check.logGroup.name,
      },
    };
  }

  #schedule({ environment }: Settings, target: LambdaFunction): void {
    const rule = withAddress(
      accessCheckName,
      new CloudwatchEventRule(this, 'daily', {
        name: functionName(environment, accessCheckName),
        description: `Graphveil (${environment}): runs the access check every 24 hours`,
        scheduleExpression: 'rate(1 day)',
      }),
    );
    withAddress(
      accessCheckName,
      new CloudwatchEventTarget(this, 'target', { rule: rule.name, arn: target.arn, input: '{}' }),
    );
    withAddress(
      accessCheckName,
      new LambdaPermission(this, 'schedule-permission', {
        action: 'lambda:InvokeFunction',
        functionName: target.functionName,
        principal: 'events.amazonaws.com',
        sourceArn: rule.arn,
      }),
    );
  }
}
