/** Signed AWS requests for tools that call a deployed connector. */
export { type AssumedRoleOptions, assumedRole } from './assumed-role.ts';
export { graphMiddleware } from './graph-middleware.ts';
export { type AwsCredentials, type SigningFetchOptions, signingFetch } from './signing-fetch.ts';
