import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { entraTokens } from '../../adapters/entra/index.ts';
import { graphPermissions } from '../../graph-types/index.ts';
import type { Twin } from '../start-twin.ts';
import { httpsFetch } from './https-fetch.ts';

export const testClientId = '3f1c4f6e-8f0b-4e55-a3a5-6a0c9a2b7d10';
export const testRole = 'arn:aws:iam::123456789012:role/graphveil-test-connector';
export const allPermissions: readonly string[] = Object.keys(graphPermissions);

const folder = fileURLToPath(new URL('../../../rules', import.meta.url));

/** The project's rules, if the tests run in a clone. */
export const rulesFolder: string | undefined = existsSync(folder) ? folder : undefined;

type Json = Readonly<Record<string, unknown>>;

export type GraphPage = Json & { readonly value: readonly Json[] };

export type Graph = {
  readonly token: string;
  readonly fetch: (target: string, headers?: Readonly<Record<string, string>>) => Promise<Response>;
  /**
   * Returns the document of a 200; throws with status and code otherwise. `target` is a path with its version, or a
   * link.
   */
  readonly get: (target: string, headers?: Readonly<Record<string, string>>) => Promise<GraphPage>;
  /** Follows next links to the last page. */
  readonly pages: (target: string, headers?: Readonly<Record<string, string>>) => Promise<readonly GraphPage[]>;
};

/** Signs in to a running twin as an application with these permissions and calls its Graph. */
export const openGraph = async (twin: Twin, permissions: readonly string[] = allPermissions): Promise<Graph> => {
  twin.controls.register({
    clientId: testClientId,
    displayName: 'Tests',
    federatedCredentials: [{ subject: testRole }],
    consented: permissions,
  });
  const tokens = entraTokens({
    tenantId: twin.tenantId,
    clientId: testClientId,
    authorityHost: twin.entra,
    graphScope: twin.graphScope,
    assertion: twin.identityTokens(testRole),
    expectedRoles: permissions,
    clock: Date.now,
    ca: twin.caCertificate,
  });
  const { token } = await tokens.get();

  const fetch: Graph['fetch'] = (target, headers = {}) =>
    httpsFetch(
      new URL(target, twin.graph),
      { headers: { authorization: `Bearer ${token}`, ...headers } },
      twin.caCertificate,
    );
  const get: Graph['get'] = async (target, headers) => {
    const response = await fetch(target, headers);
    const json = (await response.json()) as GraphPage;
    if (response.status !== 200) throw new Error(`expected 200, got ${response.status}: ${JSON.stringify(json)}`);
    return json;
  };
  return {
    token,
    fetch,
    get,
    pages: async (target, headers) => {
      const pages: GraphPage[] = [];
      for (let next: string | undefined = target; next !== undefined; ) {
        const page: GraphPage = await get(next, headers);
        pages.push(page);
        next = (page['@odata.nextLink'] ?? page['@odata.NextLink']) as string | undefined;
      }
      return pages;
    },
  };
};
