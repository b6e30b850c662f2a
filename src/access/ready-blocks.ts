/** The facts with which a client calls the deployment. */
export type ReadyClient = {
  readonly id: string;
  /** Undefined for a client that authenticates with a federated token or a key. */
  readonly secret: string | undefined;
  /** Origin of the token service, without a trailing slash. */
  readonly baseUrl: string;
  /** A connector for the example call. */
  readonly connector: string;
};

export type ReadyBlock = { readonly title: string; readonly text: string };

const scope = 'https://graph.microsoft.com/.default';
const tokenFile = '/var/run/secrets/tokens/graphveil';

const environment = ({ id, secret, baseUrl }: ReadyClient): string =>
  [
    `AZURE_AUTHORITY_HOST=${baseUrl}`,
    'AZURE_TENANT_ID=adfs',
    `AZURE_CLIENT_ID=${id}`,
    secret === undefined ? `AZURE_FEDERATED_TOKEN_FILE=${tokenFile}` : `AZURE_CLIENT_SECRET=${secret}`,
  ].join('\n');

const node = ({
  baseUrl,
  connector,
}: ReadyClient): string => `// With the environment above; npm install @azure/identity
import { DefaultAzureCredential } from '@azure/identity';

const { token } = await new DefaultAzureCredential().getToken('${scope}');
const headers = { authorization: \`Bearer \${token}\` };
const response = await fetch('${baseUrl}/${connector}/v1.0/users?$top=100', { headers });
console.log(await response.json());`;

const python = ({ id, secret, baseUrl, connector }: ReadyClient): string => `# pip install msal requests
import msal, requests

app = msal.ConfidentialClientApplication(
    "${id}",
    authority="${baseUrl}/adfs",
    client_credential=${secret === undefined ? `{"client_assertion": open("${tokenFile}").read()}` : `"${secret}"`},
)
token = app.acquire_token_for_client(["${scope}"])["access_token"]
users = requests.get("${baseUrl}/${connector}/v1.0/users?$top=100", headers={"Authorization": f"Bearer {token}"})
print(users.json())`;

const curl = ({ id, secret, baseUrl, connector }: ReadyClient): string => {
  const assertion = [
    `  --data-urlencode client_id=${id} \\`,
    '  --data-urlencode client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer \\',
    `  --data-urlencode client_assertion@${tokenFile} \\`,
  ];
  return [
    `token=$(curl -s ${baseUrl}/adfs/oauth2/token \\`,
    ...(secret === undefined ? assertion : [`  -u '${id}:${secret}' \\`]),
    `  -d grant_type=client_credentials | sed -E 's/.*"access_token":"([^"]+)".*/\\1/')`,
    `curl -s -H "Authorization: Bearer $token" '${baseUrl}/${connector}/v1.0/users?$top=100'`,
  ].join('\n');
};

/** Returns four blocks that can be pasted: environment variables, Node.js, Python and curl. */
export const readyBlocks = (client: ReadyClient): readonly ReadyBlock[] => [
  { title: 'Environment of tools that use an Azure SDK', text: environment(client) },
  { title: 'Node.js', text: node(client) },
  { title: 'Python', text: python(client) },
  { title: 'curl', text: curl(client) },
];
