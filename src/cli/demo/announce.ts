import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadyConnector } from '../../connectors/index.ts';
import type { Source } from '../../sources/index.ts';
import { makeKnownIds } from '../shared/known-ids.ts';
import { table } from '../shared/table.ts';
import { ask, makeTap } from './ask.ts';
import type { TwinWorld } from './twin-world.ts';

/**
 * Returns the text of a running demo: where each server listens, and three calls that you can paste unchanged. `folder`
 * is where the certificate authority is written.
 */
export const announcement = async (
  served: readonly ReadyConnector[],
  world: TwinWorld,
  folder: string,
): Promise<{ readonly text: string; readonly json: unknown }> => {
  const authority = join(folder, 'twin-authority.pem');
  writeFileSync(authority, world.twin.caCertificate);
  await writeIdentity(world, folder);
  const connectors = served.map(({ name: id }) => ({
    id,
    http: `${world.http.url}/${id}`,
    https: `${world.https.url}/${id}`,
  }));
  const curl = await curlLines(served, world, authority);
  const tokens = tokenEnvironment(world, authority);
  const { issuer, entra, graph } = world.twin;
  const text = `Everything runs until you press Ctrl+C.

One base URL for tools that know only Microsoft Graph: ${world.http.url} or ${world.https.url}
Each path below /v1.0 and /beta leads to the first source that serves it.

Proxies, one per source:
${table(
  connectors.map(({ id, http, https }) => [id, http, https]),
  { indent: 2 },
).join('\n')}

Stand-ins behind them:
${table(
  [
    ['identity issuer', issuer],
    ['Microsoft Entra ID', entra],
    ['Microsoft Graph', graph],
  ],
  { indent: 2 },
).join('\n')}

For HTTPS, trust this certificate authority (NODE_EXTRA_CA_CERTS for Graph SDKs): ${authority}

Try:
${curl.map((line) => `  ${line}`).join('\n')}${tokens === undefined ? '' : tokenText(tokens, folder)}`;
  return {
    text,
    json: {
      baseUrls: [world.http.url, world.https.url],
      connectors,
      twin: { issuer, entra, graph },
      authority,
      curl,
      ...(tokens && { environment: tokens, identityTokenFile: identityFile(folder) }),
    },
  };
};

const identityFile = (folder: string): string => join(folder, 'identity-token');

/** Writes an identity token of the demo's client, as a platform does, which is valid for five minutes. */
export const writeIdentity = async ({ client }: TwinWorld, folder: string): Promise<void> => {
  if (client !== undefined) writeFileSync(identityFile(folder), await client.identity.get(), { mode: 0o600 });
};

/** The environment with which an Azure SDK gets tokens of the demo's client; undefined without a token service. */
const tokenEnvironment = ({ client, https }: TwinWorld, authority: string) =>
  client && {
    GRAPH_BASE_URL: https.url,
    AZURE_AUTHORITY_HOST: https.url,
    AZURE_TENANT_ID: 'adfs',
    AZURE_CLIENT_ID: client.id,
    AZURE_CLIENT_SECRET: client.secret,
    NODE_EXTRA_CA_CERTS: authority,
  };

const tokenText = (environment: Readonly<Record<string, string>>, folder: string): string => `

A registered client, and the environment with which a tool calls as it (docs/guides/register-a-client.md has one of ten lines):
${Object.entries(environment)
  .map(([name, value]) => `  ${name}=${value}`)
  .join('\n')}

Without a secret, as a platform with identity tokens does it, this takes the place of AZURE_CLIENT_SECRET:
  AZURE_FEDERATED_TOKEN_FILE=${identityFile(folder)}

Clients and grants of this demo: graphveil clients list --folder ${folder}`;

const curlLines = async (
  connectors: readonly ReadyConnector[],
  { http, https }: TwinWorld,
  authority: string,
): Promise<readonly string[]> => {
  const chosen = connectors.find(({ source }) => aboutPeople(source.exampleCalls).length > 1) ?? connectors[0];
  if (chosen === undefined) return [];
  const { id, exampleCalls } = chosen.source;
  const ids = makeKnownIds();
  const first = exampleCalls[0]?.path ?? '/';
  const people = await ask({ baseUrl: `${http.url}/${id}`, source: id, title: '', target: first }, makeTap());
  ids.learn(first, people.after);
  const [withToken = first] = aboutPeople(exampleCalls).flatMap((path) => {
    const result = ids.fill(path);
    return 'path' in result ? [result.path] : [];
  });
  return [
    `curl -s '${http.url}/${id}${encodeSpaces(first)}'`,
    `curl -s '${http.url}/${id}${encodeSpaces(withToken)}'`,
    `curl -s --cacert ${authority} '${https.url}/${id}${encodeSpaces(first)}'`,
  ];
};

const aboutPeople = (calls: Source['exampleCalls']): readonly string[] =>
  calls.map(({ path }) => path).filter((path) => path.includes('{userId}'));

const encodeSpaces = (path: string): string => path.replaceAll(' ', '%20').replaceAll("'", '%27');
