/** The identity issuer of workloads, which replaces AWS STS. */
export { type IdentityIssuer, type IdentityTokenRequest, makeIdentityIssuer } from './identity-issuer.ts';
export { makeSigningKey, type SigningKey } from './signing-key.ts';
