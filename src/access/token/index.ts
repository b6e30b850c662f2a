/** The token service: OAuth 2.0 endpoints in the shape of Microsoft Entra ID. */
export { isTokenPath } from './metadata.ts';
export type { TokenRequest } from './read-form.ts';
export { type RefusalEntry, refusals, type TokenReply } from './refusal.ts';
export { createTokenService, type HandleTokenRequest, type TokenServiceOptions } from './token-service.ts';
