import type { AccessTokens, Http } from '../../ports/index.ts';

export type ApplicationCredentialsOptions = {
  readonly http: Http;
  /** App-only tokens with `Application.Read.All`. */
  readonly accessTokens: AccessTokens;
  /** Origin of Microsoft Graph. */
  readonly graph: string;
};

const timeoutMs = 10_000;
const kinds = ['passwordCredentials', 'keyCredentials'] as const;
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Credentials = Readonly<Partial<Record<(typeof kinds)[number], unknown>>>;

const countIn = (found: Credentials): number =>
  kinds.reduce((sum, kind) => {
    const list = found[kind];
    return sum + (Array.isArray(list) ? list.length : 0);
  }, 0);

/**
 * Returns a function that counts the passwords and certificates of an application, by its client id: those of its registration and of
 * its enterprise application, since each can have some of its own. Undefined if Microsoft Graph can't tell.
 */
export const applicationCredentials =
  ({ http, accessTokens, graph }: ApplicationCredentialsOptions) =>
  async (clientId: string): Promise<number | undefined> => {
    if (!guid.test(clientId)) return undefined;
    const count = async (kind: 'applications' | 'servicePrincipals'): Promise<number> => {
      const url = `${graph}/v1.0/${kind}(appId='${clientId}')?$select=${kinds.join(',')}`;
      const { token } = await accessTokens.get();
      const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
      const { status, body } = await http.send({ method: 'GET', url, headers, timeoutMs });
      if (status !== 200) throw new Error(`Microsoft Graph answered ${status}`);
      return countIn(JSON.parse(new TextDecoder().decode(body)) as Credentials);
    };
    try {
      const counts = await Promise.all([count('applications'), count('servicePrincipals')]);
      return counts.reduce((sum, one) => sum + one, 0);
    } catch {
      return undefined;
    }
  };
