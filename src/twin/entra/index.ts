/** Sign-in of the twin: the tenant, its applications, and the token endpoint with its refusals. */
export { type AccessTokenMint, type Caller, makeAccessTokens, type TokenFlaw } from './access-tokens.ts';
export {
  type Application,
  type ApplicationSeed,
  type Applications,
  type AppRole,
  type FederatedCredential,
  guidOf,
  makeApplications,
} from './applications.ts';
export { answerSignIn } from './entra.ts';
export type { EntraParts } from './entra-parts.ts';
export { makeSignIns, type SignIns } from './sign-ins.ts';
export { graphAppId, makeTenant, type Tenant } from './tenant.ts';
