import type { SignInRefusal } from './refusal.ts';

const federation = 'https://learn.microsoft.com/entra/workload-id/workload-identity-federation';
const advice = `Check your federated identity credential Subject, Audience and Issuer against the presented assertion. ${federation}`;
const invalidClient = (number: number, sentence: string): SignInRefusal => ({
  number,
  error: 'invalid_client',
  sentence,
});

/** Microsoft Entra ID's messages, by the cause of the refusal. */
export const refusals = {
  tenantUnknown: (tenant: string): SignInRefusal => ({
    number: 90002,
    error: 'invalid_request',
    sentence: `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
  }),
  parameterMissing: (name: string): SignInRefusal => ({
    number: 900144,
    error: 'invalid_request',
    sentence: `The request body must contain the following parameter: '${name}'.`,
  }),
  grantUnsupported: (): SignInRefusal => ({
    number: 70003,
    error: 'invalid_request',
    sentence: 'The app requested an unsupported grant type.',
  }),
  scopeInvalid: (scope: string): SignInRefusal => ({
    number: 1002012,
    error: 'invalid_scope',
    sentence: `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
  }),
  resourceUnknown: (resource: string, tenant: string): SignInRefusal => ({
    number: 500011,
    error: 'invalid_resource',
    sentence: `The resource principal named ${resource} was not found in the tenant named ${tenant}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.`,
  }),
  applicationUnknown: (clientId: string, tenant: string): SignInRefusal => ({
    number: 700016,
    error: 'unauthorized_client',
    sentence: `Application with identifier '${clientId}' was not found in the directory '${tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
  }),
  applicationDisabled: (clientId: string): SignInRefusal => ({
    number: 7000112,
    error: 'unauthorized_client',
    sentence: `Application '${clientId}' is disabled.`,
  }),
  secretInvalid: (clientId: string) =>
    invalidClient(
      7000215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
    ),
  assertionMalformed: () => invalidClient(50027, 'JWT token is invalid or malformed.'),
  noCredential: (clientId: string) =>
    invalidClient(70025, `The client '${clientId}' has no configured federated identity credentials.`),
  notPropagated: () =>
    invalidClient(70021, `No matching federated identity record found for presented assertion. ${advice}`),
  issuerUnknown: (issuer: string) =>
    invalidClient(
      700211,
      `No matching federated identity record found for presented assertion issuer '${issuer}'. ${advice}`,
    ),
  audienceUnknown: (audience: string) =>
    invalidClient(
      700212,
      `No matching federated identity record found for presented assertion audience '${audience}'. ${advice}`,
    ),
  subjectUnknown: (subject: string) =>
    invalidClient(
      700213,
      `No matching federated identity record found for presented assertion subject '${subject}'. ${advice}`,
    ),
  subjectCaseDiffers: (subject: string) =>
    invalidClient(
      7002138,
      `No matching federated identity record found for presented assertion subject '${subject}'. The subject matches only when letter case is ignored. ${advice}`,
    ),
  signatureInvalid: () =>
    invalidClient(700027, 'Client assertion failed signature validation. The key was not found or does not match.'),
  outsideValidity: (now: number, expires: number) =>
    invalidClient(
      700024,
      `Client assertion is not within its valid time range. Current time: ${new Date(now).toISOString()}, expiry time of assertion ${new Date(expires * 1000).toISOString()}. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials .`,
    ),
} as const;
