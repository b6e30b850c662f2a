/**
 * The `roles` claim of an app-only Graph token: application permissions consented when it was issued. Empty when the claim is
 * missing (Entra issues tokens without consent) or the token is not a JWT. Nothing is verified: Graph does that.
 */
export const readRoles = (token: string): readonly string[] => {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    const roles = (claims as { roles?: unknown } | null)?.roles;
    return Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [];
  } catch {
    return [];
  }
};
