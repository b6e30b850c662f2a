import type { Caller } from '../../config/index.ts';
import { isAllowListPlan } from '../../rules/plan/index.ts';
import type { Described, ExampleCall } from '../model.ts';
import { apiPath } from '../openapi/openapi-files.ts';
import { type RegisteredTools, registeredTools } from '../registered-tools.ts';

/** A connector from a caller's point of view. */
export type CallableConnector = {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  /** Without a trailing slash. */
  readonly endpoint: string;
  readonly exampleCalls: readonly ExampleCall[];
  /** Path of the description of its calls, relative to the folder of documents. */
  readonly api?: string;
};

/** The data of a caller's page. */
export type CallerModel = {
  readonly environment: string;
  readonly caller: string;
  readonly roleArn: string;
  readonly externalId: string | undefined;
  readonly region: string;
  /** The service that requests are signed for. */
  readonly service: 'lambda' | 'execute-api';
  /** Set if Google service accounts may call, with the audience that their tokens must name, if one is required. */
  readonly google: { readonly audience: string | undefined } | undefined;
  readonly connectors: readonly CallableConnector[];
  /** Object ids of the groups whose people the caller sees; empty: everybody. */
  readonly groups: readonly string[];
  /** Whether records show the pseudonyms of people outside. */
  readonly counterparts: boolean;
  /** Registered tools of the deployment; undefined if there are none. */
  readonly tools: RegisteredTools | undefined;
};

/** The data of one caller's page. @param endpoints of connectors, by name */
export const buildCallerModel = (
  { settings, connectors }: Described,
  caller: Caller,
  roleArn: string,
  endpoints: ReadonlyMap<string, string>,
): CallerModel => ({
  environment: settings.environment,
  caller: caller.name,
  roleArn,
  externalId: caller.externalId,
  region: settings.aws.region,
  service: settings.exposure === 'http-api' ? 'execute-api' : 'lambda',
  google: caller.googleServiceAccounts.length > 0 ? { audience: caller.googleAudience } : undefined,
  connectors: connectors
    .filter(({ name }) => caller.connectors.includes(name))
    .map(({ name, title, summary, exampleCalls, rules }) => ({
      name,
      title,
      summary,
      ...(rules !== undefined && isAllowListPlan(rules.plan) && { api: apiPath(name) }),
      endpoint: endpoints.get(name) ?? '',
      exampleCalls: exampleCalls.filter(({ unbounded }) => caller.groups.length === 0 || unbounded !== true),
    })),
  groups: caller.groups,
  counterparts: caller.counterparts,
  tools: registeredTools(settings),
});
