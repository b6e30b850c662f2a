import { readFile } from 'node:fs/promises';
import type { IdentityTokens } from '../../ports/index.ts';
import { Fault } from '../../problems/index.ts';

/** Three base64url parts; Microsoft Entra ID validates the rest. */
export const jwt = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

/**
 * Identity tokens in a file that the platform renews, as Kubernetes and most build platforms do. Reads the file for
 * each sign-in. Rejects with `Graphveil.IdentityTokenUnavailable`.
 */
export const identityTokenFile = (path: string): IdentityTokens => ({
  get: async () => {
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      throw new Fault({ code: 'Graphveil.IdentityTokenUnavailable', detail: 'its file can’t be read' }, error);
    });
    const token = text.trim();
    if (!jwt.test(token))
      throw new Fault({ code: 'Graphveil.IdentityTokenUnavailable', detail: 'its file holds no JSON Web Token' });
    return token;
  },
});
