import type { ExampleCall } from '../model.ts';

/** A connector as a caller meets it. */
export type CallableConnector = {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  /** Without a slash at its end. */
  readonly endpoint: string;
  readonly exampleCalls: readonly ExampleCall[];
};

/** What a caller is told. */
export type ClientModel = {
  readonly environment: string;
  readonly version: string;
  readonly caller: string;
  readonly roleArn: string;
  readonly externalId: string | undefined;
  readonly region: string;
  /** What requests are signed for. */
  readonly service: 'lambda' | 'execute-api';
  /** Where Google service accounts may call: the audience that their tokens must name, if one is asked for. */
  readonly google: { readonly audience: string | undefined } | undefined;
  readonly connectors: readonly CallableConnector[];
};
