import * as z from 'zod';

/** A connector's reply at /healthz. Each check is `ok` or a code of Graphveil. */
const body = z.object({
  version: z.string(),
  checks: z.object({ keyring: z.string(), signIn: z.string(), consent: z.string() }),
  missingPermissions: z.array(z.string()),
});

export type Health =
  | ({ readonly kind: 'answered' } & z.infer<typeof body>)
  /** AWS refused the call before the function saw it. */
  | { readonly kind: 'not-allowed' }
  /** The function gave no answer of Graphveil. */
  | { readonly kind: 'failed'; readonly status: number };

/** Asks a connector for its health. Rejects with the error of the network. */
export const readHealth = async (endpoint: string, send: typeof fetch): Promise<Health> => {
  const response = await send(`${endpoint}/healthz`);
  const answer = body.safeParse(await response.json().catch(() => undefined));
  if (answer.success) return { kind: 'answered', ...answer.data };
  return response.status === 403 ? { kind: 'not-allowed' } : { kind: 'failed', status: response.status };
};
