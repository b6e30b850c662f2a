/** Sign-in to Microsoft Entra ID without a secret. */

export { type AppRolesOptions, appRolesReader } from './app-roles.ts';
export { applicationCredentials } from './application-credentials.ts';
export { type EntraTokensOptions, entraTokens } from './entra-tokens.ts';
export { signInHint } from './sign-in-hints.ts';
export { readRoles } from './token-claims.ts';
