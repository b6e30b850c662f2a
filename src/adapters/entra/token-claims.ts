/**
 * Returns the `roles` claim of an app-only Graph token: application permissions with consent at the time of issue.
 * Empty if the claim is missing (Entra issues tokens without consent) or the token isn't a JWT. Verifies nothing; Graph
 * does that.
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
