import type { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function/index.js';
import { Construct } from 'constructs';
import {
  accessCheckName,
  type ClientSettings,
  consoleName,
  type Settings,
  tokenServiceName,
  writeConnectorAccess,
} from '../../../src/config/index.ts';
import type { Deployment } from '../../deployment.ts';
import { operatorUses } from '../policies/access-policies.ts';
import type { Statement } from '../policies/policy.ts';
import { AccessStore } from './access-store.ts';
import { addConsoleRoles, Console, type ConsoleAddress, type ConsoleRoles, type ServedConsole } from './console.ts';
import { addTokenRole, addTokenService } from './token-service.ts';
import { ToolsApi } from './tools-api.ts';

export type ToolsProps = { readonly settings: Settings; readonly clients: ClientSettings };

/** The console's address and its Entra application. */
export type ConsolePlace = { readonly address: ConsoleAddress; readonly clientId: string };

/** Where registered tools call, and where they are recorded. */
export type ServedTools = {
  readonly baseUrl: string;
  readonly table: string;
  readonly logGroup: string;
  readonly console?: ServedConsole;
};

/** Everything for registered tools: their records and keys, the token service, and one base URL. */
export class Tools extends Construct {
  readonly store: AccessStore;
  /** What a connector's function needs to verify tokens. */
  readonly connectorAccess: string;
  readonly operatorStatements: readonly Statement[];
  /** Terraform addresses of resources that contain data. */
  readonly kept: readonly string[];
  readonly #role: IamRole;
  readonly #consoleRoles: ConsoleRoles | undefined;
  readonly #api: ToolsApi;
  readonly #clients: ClientSettings;
  readonly #baseUrl: string;

  constructor(scope: Construct, id: string, { settings, clients }: ToolsProps) {
    super(scope, id);
    this.#clients = clients;
    this.#role = addTokenRole(this, settings);
    this.#api = new ToolsApi(this, 'api', settings);
    this.#baseUrl = clients.publicUrl ?? this.#api.endpoint;
    this.#consoleRoles = settings.console && addConsoleRoles(this, settings);
    this.store = new AccessStore(this, 'store', {
      settings,
      clients,
      tokenRoleArn: this.#role.arn,
      consoleRoleArns: Object.values(this.#consoleRoles ?? {}).map(({ arn }) => arn),
    });
    this.connectorAccess = writeConnectorAccess({
      baseUrl: this.#baseUrl,
      keys: this.store.publicKeys,
      leastGroupSize: settings.leastGroupSize,
      addresses: settings.allowedSourceIps,
    });
    this.operatorStatements = operatorUses(this.store.tableArn, this.store.macKeyArn);
    const logs = [tokenServiceName, ...(settings.console === undefined ? [] : [consoleName, accessCheckName])];
    this.kept = [...this.store.kept, ...logs.map((name) => `aws_cloudwatch_log_group.${name}`)];
  }

  /** Adds the token service, the routes to it and to the connectors, and the console. */
  serve(
    deployment: Deployment,
    logsKeyArn: string,
    connectors: ReadonlyMap<string, LambdaFunction>,
    clientIds: ReadonlyMap<string, string>,
    consolePlace?: ConsolePlace,
  ): ServedTools {
    const { settings, tools } = deployment;
    const service = addTokenService(this, {
      settings,
      clients: this.#clients,
      role: this.#role,
      store: this.store,
      logsKeyArn,
      baseUrl: this.#baseUrl,
      codeHash: tools?.codeHash ?? '',
    });
    this.#api.route({ connectors, tokenService: service.function, shared: tools?.routes ?? [], first: tools?.first });
    const roles = this.#consoleRoles;
    const pages =
      consolePlace &&
      roles &&
      new Console(this, 'console', {
        deployment,
        ...consolePlace,
        clientIds,
        roles,
        store: this.store,
        logsKeyArn,
        baseUrl: this.#baseUrl,
      });
    return {
      baseUrl: this.#baseUrl,
      table: this.store.tableName,
      logGroup: service.logGroup.name,
      ...(pages && { console: pages.served }),
    };
  }
}
