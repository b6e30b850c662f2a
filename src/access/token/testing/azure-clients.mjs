// Libraries of Microsoft as a tool uses them, with nothing but the environment. Prints the result of each as JSON.
import { env, stdout } from 'node:process';
import {
  ClientSecretCredential,
  DefaultAzureCredential,
  EnvironmentCredential,
  WorkloadIdentityCredential,
} from '@azure/identity';
import { ConfidentialClientApplication } from '@azure/msal-node';

const { AZURE_AUTHORITY_HOST: host, AZURE_CLIENT_ID: clientId, AZURE_CLIENT_SECRET: clientSecret } = env;
const { AZURE_FEDERATED_TOKEN_FILE: federated, TENANT: tenant } = env;
const scope = 'https://graph.microsoft.com/.default';

const msal = (secret) => async () => {
  const { host: name } = new URL(host);
  const auth = { clientId, clientSecret: secret, authority: `${host}/${tenant}`, knownAuthorities: [name] };
  const { accessToken } = await new ConfidentialClientApplication({ auth }).acquireTokenByClientCredential({
    scopes: [scope],
  });
  return accessToken;
};
const credential = (make) => async () => (await make().getToken(scope)).token;

const withSecret = {
  DefaultAzureCredential: credential(() => new DefaultAzureCredential()),
  EnvironmentCredential: credential(() => new EnvironmentCredential()),
  'ClientSecretCredential with the tenant’s id': credential(
    () =>
      new ClientSecretCredential(tenant, clientId, clientSecret, {
        authorityHost: host,
        disableInstanceDiscovery: true,
      }),
  ),
  'MSAL Node': msal(clientSecret),
  'MSAL Node with a wrong secret': msal('wrong'),
};
const withoutSecret = {
  WorkloadIdentityCredential: credential(() => new WorkloadIdentityCredential()),
  'DefaultAzureCredential without a secret': credential(() => new DefaultAzureCredential()),
};

const results = {};
for (const [name, get] of Object.entries(federated === undefined ? withSecret : withoutSecret))
  results[name] = await get().catch((error) => `failed: ${error.message}`);
stdout.write(`${JSON.stringify(results)}\n`);
