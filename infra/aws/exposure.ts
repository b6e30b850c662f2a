import { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api/index.js';
import { Apigatewayv2Integration } from '@cdktf/provider-aws/lib/apigatewayv2-integration/index.js';
import { Apigatewayv2Route } from '@cdktf/provider-aws/lib/apigatewayv2-route/index.js';
import { Apigatewayv2Stage } from '@cdktf/provider-aws/lib/apigatewayv2-stage/index.js';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function/index.js';
import { LambdaFunctionUrl } from '@cdktf/provider-aws/lib/lambda-function-url/index.js';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission/index.js';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { withAddress } from '../with-address.ts';

export type ExposureProps = {
  readonly connector: string;
  readonly function: LambdaFunction;
  /** HTTP methods that the rules accept. */
  readonly methods: readonly string[];
  /** Whether a function URL streams replies; the function's handler must too. */
  readonly streaming: boolean;
};

/** The function's own URL. Callers sign their requests. */
export class FunctionUrl extends Construct {
  /** Without a trailing slash. */
  readonly endpoint: string;

  constructor(scope: Construct, id: string, props: ExposureProps) {
    super(scope, id);
    const url = withAddress(
      props.connector,
      new LambdaFunctionUrl(this, 'url', {
        functionName: props.function.functionName,
        authorizationType: 'AWS_IAM',
        invokeMode: props.streaming ? 'RESPONSE_STREAM' : 'BUFFERED',
      }),
    );
    this.endpoint = Fn.trimsuffix(url.functionUrl, '/');
  }
}

/**
 * A separate HTTP API for the connector, so that paths need no prefix. Events have payload format 1.0, because with 2.0
 * paths are decoded before the function receives them.
 */
export class HttpApi extends Construct {
  readonly endpoint: string;
  /** The resources in a caller's policy, one per method. */
  readonly routeArns: readonly string[];

  constructor(scope: Construct, id: string, props: ExposureProps) {
    super(scope, id);
    const api = withAddress(
      props.connector,
      new Apigatewayv2Api(this, 'api', { name: props.function.functionNameInput ?? '', protocolType: 'HTTP' }),
    );
    const integration = withAddress(
      props.connector,
      new Apigatewayv2Integration(this, 'integration', {
        apiId: api.id,
        integrationType: 'AWS_PROXY',
        integrationUri: props.function.invokeArn,
        payloadFormatVersion: '1.0',
        timeoutMilliseconds: 29_000,
      }),
    );
    for (const method of props.methods)
      withAddress(
        `${props.connector}-${method.toLowerCase()}`,
        new Apigatewayv2Route(this, `route-${method.toLowerCase()}`, {
          apiId: api.id,
          routeKey: `${method} /{proxy+}`,
          authorizationType: 'AWS_IAM',
          target: `integrations/${integration.id}`,
        }),
      );
    withAddress(
      props.connector,
      new Apigatewayv2Stage(this, 'stage', { apiId: api.id, name: '$default', autoDeploy: true }),
    );
    withAddress(
      props.connector,
      new LambdaPermission(this, 'permission', {
        action: 'lambda:InvokeFunction',
        functionName: props.function.functionName,
        principal: 'apigateway.amazonaws.com',
        sourceArn: `${api.executionArn}/*/*`,
      }),
    );
    this.endpoint = api.apiEndpoint;
    this.routeArns = props.methods.map((method) => `${api.executionArn}/$default/${method}/*`);
  }
}
