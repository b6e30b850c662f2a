import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy/index.js';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function/index.js';
import { Construct } from 'constructs';
import { keyringKeyAlias, keysPolicyName, type Settings } from '../../src/config/index.ts';
import type { Deployment } from '../deployment.ts';
import { withAddress } from '../with-address.ts';
import { type ConsolePlace, type ServedTools, Tools } from './access/tools.ts';
import { ConnectorAlarms } from './alarms.ts';
import { CallerRole } from './caller-role.ts';
import { ConnectorFunction, type ConnectorFunctionProps } from './connector-function.ts';
import { addDashboard } from './dashboard.ts';
import { FunctionUrl, HttpApi } from './exposure.ts';
import { addFunctionRole } from './function-role.ts';
import { OwnKmsKey, ownKeyAddresses } from './kms-key.ts';
import type { Reachable } from './policies/caller-policy.ts';
import type { KeyringKeys } from './policies/function-policy.ts';
import { keyringKeyPolicy, logsKeyPolicy } from './policies/key-policies.ts';
import { keysPolicy } from './policies/keys-policy.ts';

/** Terraform addresses of the deployment's own key for the keyring, without which no pseudonym can be opened. */
const keyringAddresses = ownKeyAddresses('keyring');

/** Terraform addresses of the deployment's own key for the logs. Earlier call records stay encrypted with it. */
const logsKeyAddresses = ownKeyAddresses('logs');

/** Terraform addresses of own keys that the settings replace by others. */
export const replacedKeys = ({ aws: { kmsKeys } }: Settings): readonly string[] => [
  ...(kmsKeys.keyring === undefined ? [] : keyringAddresses),
  ...(kmsKeys.logs === undefined ? [] : logsKeyAddresses),
];

/** A deployed connector and the means to call it. */
export type RunningConnector = {
  readonly endpoint: string;
  readonly function: LambdaFunction;
  readonly functionArn: string;
  readonly roleArn: string;
  readonly roleName: string;
  readonly logGroup: string;
  readonly routeArns: readonly string[];
};

/** All AWS resources: keys, a function for each connector, roles for callers, alarms and a dashboard. */
export class AwsResources extends Construct {
  readonly connectors: ReadonlyMap<string, RunningConnector>;
  /** ARNs of the callers' roles, by caller. */
  readonly callerRoles: ReadonlyMap<string, string>;
  readonly keysPolicyArn: string;
  /** Where registered tools call, if the settings have any. */
  readonly clients: ServedTools | undefined;
  /** Terraform addresses of resources that contain data: the keyring's key, the logs and their key. */
  readonly kept: string[] = [];

  /** @param clientIds of the applications that connectors sign in as, by connector */
  constructor(
    scope: Construct,
    id: string,
    deployment: Deployment,
    clientIds: ReadonlyMap<string, string>,
    consolePlace?: ConsolePlace,
  ) {
    super(scope, id);
    const { settings } = deployment;
    // Puts chosen names below a separate construct and adds a prefix (`constructor` is a valid name), so that they
    // can't clash with our ids.
    const below = { connectors: new Construct(this, 'connectors'), callers: new Construct(this, 'callers') };
    const places = deployment.connectors.map((connector) => {
      const scope = new Construct(below.connectors, `connector-${connector.name}`);
      return { connector, scope, role: addFunctionRole(scope, settings, connector.name) };
    });
    const tools = this.tools(deployment);
    const keys = {
      keyringKeys: this.keyringKeys(
        deployment,
        places.map(({ role }) => role.arn),
      ),
      logsKeyArn: this.logsKey(deployment),
      access: tools?.connectorAccess,
      tableArn: tools?.store.tableArn,
    };
    this.connectors = new Map(
      places.map(({ connector, scope, role }) => [
        connector.name,
        running(scope, { settings, connector, role, clientId: clientIds.get(connector.name) ?? '', ...keys }),
      ]),
    );
    const functions = new Map([...this.connectors].map(([name, { function: made }]) => [name, made]));
    this.clients = tools?.serve(deployment, keys.logsKeyArn, functions, clientIds, consolePlace);
    this.kept.push(...(tools?.kept ?? []));
    for (const name of this.connectors.keys()) this.kept.push(`aws_cloudwatch_log_group.${name}`);
    this.callerRoles = new Map(
      settings.callers.map((caller) => {
        const reachable = this.reachable(deployment, caller.connectors);
        return [
          caller.name,
          new CallerRole(below.callers, `caller-${caller.name}`, { settings, caller, reachable }).arn,
        ];
      }),
    );
    this.keysPolicyArn = withAddress(
      'keys',
      new IamPolicy(this, 'keys-policy', {
        name: keysPolicyName(settings.environment),
        description: 'Runs graphveil keys on the keyring of this environment; never sees a plain key.',
        policy: JSON.stringify(keysPolicy(settings, keys.keyringKeys, tools?.operatorStatements)),
      }),
    ).arn;
    addDashboard(this, settings);
  }

  private tools({ settings }: Deployment): Tools | undefined {
    const { clients } = settings;
    return clients && new Tools(this, 'tools', { settings, clients });
  }

  private reachable({ settings }: Deployment, names: readonly string[]): Reachable {
    const running = names.flatMap((name) => this.connectors.get(name) ?? []);
    return settings.exposure === 'http-api'
      ? { kind: 'http-api', routeArns: running.flatMap(({ routeArns }) => routeArns) }
      : { kind: 'function-url', functionArns: running.map(({ functionArn }) => functionArn) };
  }

  /** The key of the settings or one of the deployment, which stays while the keyring moves away from it. */
  private keyringKeys({ settings }: Deployment, functionRoles: readonly string[]): KeyringKeys {
    const { keyring, rewrap } = settings.aws.kmsKeys;
    const own = () => this.ownKeyringKey(settings, functionRoles);
    const from = rewrap?.from === 'deployment' ? own() : rewrap?.from;
    return {
      present: keyring ?? own(),
      former: rewrap === undefined || from === undefined ? undefined : { arn: from, until: rewrap.until },
    };
  }

  private ownKeyringKey(settings: Settings, functionRoles: readonly string[]): string {
    const { keyring, rewrap } = settings.aws.kmsKeys;
    const side = keyring === undefined ? 'present' : 'former';
    const key = new OwnKmsKey(this, 'keyring-key', {
      address: 'keyring',
      alias: keyringKeyAlias(settings.environment),
      description: `Graphveil (${settings.environment}): protects the keyring that pseudonyms are made with`,
      policy: keyringKeyPolicy(settings, functionRoles, rewrap && { side, until: rewrap.until }),
      preventDestroy: settings.protectKeyring,
    });
    if (settings.protectKeyring) this.kept.push(...keyringAddresses);
    return key.arn;
  }

  private logsKey({ settings }: Deployment): string {
    if (settings.aws.kmsKeys.logs !== undefined) return settings.aws.kmsKeys.logs;
    this.kept.push(...logsKeyAddresses);
    return new OwnKmsKey(this, 'logs-key', {
      address: 'logs',
      alias: `alias/graphveil-${settings.environment}-logs`,
      description: `Graphveil (${settings.environment}): protects the logs of the functions`,
      policy: logsKeyPolicy(settings),
      preventDestroy: false,
    }).arn;
  }
}

const running = (scope: Construct, props: ConnectorFunctionProps): RunningConnector => {
  const { settings, connector, role } = props;
  const { name } = connector;
  const made = new ConnectorFunction(scope, 'function', props);
  const { streaming } = settings;
  const exposed = { connector: name, function: made.function, methods: connector.methods, streaming };
  const exposure =
    settings.exposure === 'http-api' ? new HttpApi(scope, 'http-api', exposed) : new FunctionUrl(scope, 'url', exposed);
  if (connector.alarms !== undefined)
    new ConnectorAlarms(scope, 'alarms', { settings, connector: name, thresholds: connector.alarms });
  return {
    endpoint: connector.publicUrl ?? exposure.endpoint,
    function: made.function,
    functionArn: made.function.arn,
    roleArn: role.arn,
    roleName: role.name,
    logGroup: made.logGroup.name,
    routeArns: exposure instanceof HttpApi ? exposure.routeArns : [],
  };
};
