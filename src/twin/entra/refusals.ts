import type { SignInRefusal } from './refusal.ts';

const federation = 'https://learn.microsoft.com/entra/workload-id/workload-identity-federation';
const advice = `Check your federated identity credential Subject, Audience and Issuer against the presented assertion. ${federation}`;
const invalidClient = (number: number, sentence: string): SignInRefusal => ({
  number,
  error: 'invalid_client',
  sentence,
});

const invalidGrant = (number: number, sentence: string): SignInRefusal => ({
  number,
  error: 'invalid_grant',
  sentence,
});
const invalidRequest = (number: number, sentence: string): SignInRefusal => ({
  number,
  error: 'invalid_request',
  sentence,
});

/** Microsoft Entra ID's messages for sign-in of people, by the cause of the refusal. */
export const personRefusals = {
  redirectUnknown: (redirectUri: string, clientId: string) =>
    invalidRequest(
      50011,
      `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${clientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal.`,
    ),
  redirectDiffers: (redirectUri: string, requested: string) =>
    invalidClient(
      500112,
      `The reply address '${redirectUri}' does not match the reply address '${requested}' provided when requesting Authorization code.`,
    ),
  responseTypeUnsupported: (type: string, clientId: string): SignInRefusal => ({
    number: 700054,
    error: 'unsupported_response_type',
    sentence: `response_type '${type}' is not enabled for the application '${clientId}'.`,
  }),
  responseModeUnsupported: () =>
    invalidRequest(
      9002313,
      'Invalid request. Request is malformed or invalid. This twin answers response_mode=query only.',
    ),
  /** Microsoft Entra ID accepts a web application without PKCE; the twin doesn't, so that nobody forgets it. */
  challengeRequired: () =>
    invalidRequest(9002325, 'Proof Key for Code Exchange is required with code_challenge_method S256.'),
  challengeInvalid: () => invalidRequest(501491, 'Invalid size of Code_Challenge parameter.'),
  notSignedIn: (): SignInRefusal => ({
    number: 50058,
    error: 'login_required',
    sentence: 'A silent sign-in request was sent but no user is signed in.',
  }),
  canceled: (): SignInRefusal => ({
    number: 65004,
    error: 'access_denied',
    sentence: 'User declined to consent to access the app.',
  }),
  consentRequired: (displayName: string): SignInRefusal => ({
    number: 90094,
    error: 'access_denied',
    sentence: `An administrator of the organization has to grant '${displayName}' the permissions that it requests.`,
  }),
  personUnknown: (name: string) =>
    invalidRequest(
      50034,
      `The user account ${name} does not exist in the directory. To sign into this application, the account must be added to the directory.`,
    ),
  personDisabled: () => invalidGrant(50057, 'The user account is disabled.'),
  noAuthentication: () =>
    invalidClient(
      7000218,
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    ),
  codeMalformed: () => invalidGrant(9002313, 'Invalid request. Request is malformed or invalid.'),
  grantInvalid: () => invalidGrant(70000, 'Provided grant is invalid or malformed.'),
  codeExpired: () =>
    invalidGrant(
      70008,
      'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
    ),
  codeRedeemed: () =>
    invalidGrant(
      54005,
      'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
    ),
  verifierMissing: () =>
    invalidGrant(
      50148,
      'The code_verifier does not match the code_challenge supplied in the authorization request for PKCE.',
    ),
  verifierWrong: () =>
    invalidGrant(501481, 'The Code_Verifier does not match the code_challenge supplied in the authorization request.'),
  refreshExpired: (issuedAt: number) =>
    invalidGrant(
      700082,
      `The refresh token has expired due to inactivity. The token was issued on ${new Date(issuedAt).toISOString()} and was inactive for 90.00:00:00.`,
    ),
  revoked: () =>
    invalidGrant(
      50173,
      'The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.',
    ),
  scopeNotConsented: (clientId: string, displayName: string) =>
    invalidGrant(
      65001,
      `The user or administrator has not consented to use the application with ID '${clientId}' named '${displayName}'. Send an interactive authorization request for this user and resource.`,
    ),
} as const;

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
