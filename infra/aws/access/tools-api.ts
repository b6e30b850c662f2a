import { createHash } from 'node:crypto';
import { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api/index.js';
import { Apigatewayv2Integration } from '@cdktf/provider-aws/lib/apigatewayv2-integration/index.js';
import { Apigatewayv2Route } from '@cdktf/provider-aws/lib/apigatewayv2-route/index.js';
import { Apigatewayv2Stage } from '@cdktf/provider-aws/lib/apigatewayv2-stage/index.js';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function/index.js';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission/index.js';
import { Construct } from 'constructs';
import { type Settings, tokenServiceName, toolsApiName } from '../../../src/config/index.ts';
import type { SharedRoute } from '../../../src/connectors/index.ts';
import { withAddress } from '../../with-address.ts';

/** Paths of the token service. `{p1}` and `{p2}` are the tenant; the version is for tools with one setting for both hosts. */
const tokenPaths = [
  '/{p1}/oauth2/{proxy+}',
  '/v1.0/{p2}/oauth2/{proxy+}',
  '/{p1}/discovery/{proxy+}',
  '/{p1}/.well-known/{proxy+}',
  '/{p1}/v2.0/.well-known/{proxy+}',
  '/.well-known/{proxy+}',
  '/claim',
];

/** Requests a second that the API accepts, and how many at once. The data plane refuses calls without a token by itself. */
const throttle = { throttlingRateLimit: 200, throttlingBurstLimit: 400 };
/** A tool asks for a token once a day. */
const tokenThrottle = { throttlingRateLimit: 20, throttlingBurstLimit: 40 };

export type ToolsRoutes = {
  readonly connectors: ReadonlyMap<string, LambdaFunction>;
  readonly tokenService: LambdaFunction;
  /** Routes below `/v1.0` and `/beta`, whose connector is in `connectors`. */
  readonly shared: readonly SharedRoute[];
  /** The connector that answers what no route has. */
  readonly first: string | undefined;
};

/**
 * One HTTP API for all registered tools of an environment: the token service, `/<connector>/…`, and the paths of Graph. It doesn't
 * authenticate; functions verify tokens, because only they know whether one was ended.
 */
export class ToolsApi extends Construct {
  /** Origin, without a trailing slash. */
  readonly endpoint: string;
  readonly #api: Apigatewayv2Api;

  constructor(scope: Construct, id: string, { environment }: Settings) {
    super(scope, id);
    this.#api = withAddress(
      'tools',
      new Apigatewayv2Api(this, 'api', { name: toolsApiName(environment), protocolType: 'HTTP' }),
    );
    this.endpoint = this.#api.apiEndpoint;
  }

  /** Adds the routes, which need functions that need the API's own address. */
  route({ connectors, tokenService, shared, first }: ToolsRoutes): void {
    const tokens = this.#integrate(tokenServiceName, tokenService, '2.0');
    const targets = new Map([...connectors].map(([name, made]) => [name, this.#integrate(name, made, '1.0')]));
    const routes: readonly (readonly [string, string])[] = [
      ...tokenPaths.map((path) => [`ANY ${path}`, tokens] as const),
      ...[...targets].map(([name, target]) => [`ANY /${name}/{proxy+}`, target] as const),
      ...shared.map(({ connector, path }) => [`GET ${path}`, targets.get(connector) ?? ''] as const),
      // The first connector refuses any other call in Graph's shape, and tells who serves its path.
      ...[...targets].filter(([name]) => name === first).map(([, target]) => ['$default', target] as const),
    ];
    const made = routes.map(([routeKey, target]) => {
      const id = createHash('sha256').update(routeKey).digest('hex').slice(0, 12);
      return withAddress(
        `tools-${id}`,
        new Apigatewayv2Route(this, `route-${id}`, {
          apiId: this.#api.id,
          routeKey,
          target,
          authorizationType: 'NONE',
        }),
      );
    });
    withAddress(
      'tools',
      new Apigatewayv2Stage(this, 'stage', {
        apiId: this.#api.id,
        name: '$default',
        autoDeploy: true,
        defaultRouteSettings: throttle,
        routeSettings: tokenPaths.map((path) => ({ routeKey: `ANY ${path}`, ...tokenThrottle })),
        dependsOn: made,
      }),
    );
  }

  #integrate(name: string, target: LambdaFunction, payloadFormatVersion: '1.0' | '2.0'): string {
    const integration = withAddress(
      `tools-${name}`,
      new Apigatewayv2Integration(this, `integration-${name}`, {
        apiId: this.#api.id,
        integrationType: 'AWS_PROXY',
        integrationUri: target.invokeArn,
        payloadFormatVersion,
        timeoutMilliseconds: 29_000,
      }),
    );
    withAddress(
      `tools-${name}`,
      new LambdaPermission(this, `permission-${name}`, {
        action: 'lambda:InvokeFunction',
        functionName: target.functionName,
        principal: 'apigateway.amazonaws.com',
        sourceArn: `${this.#api.executionArn}/*/*`,
      }),
    );
    return `integrations/${integration.id}`;
  }
}
