import type { AccessTokens, Http } from '../../ports/index.ts';

export type AppRolesOptions = {
  readonly http: Http;
  /** App-only tokens with `Application.Read.All`, and `GroupMember.Read.All` if roles are assigned to groups. */
  readonly accessTokens: AccessTokens;
  /** Origin of Microsoft Graph. */
  readonly graph: string;
  /** Client id of the application that declares the roles. */
  readonly clientId: string;
};

const timeoutMs = 10_000;
/** Pages of a list, which nobody's assignments reach. */
const mostPages = 20;

type Json = Readonly<Record<string, unknown>>;

const items = (value: unknown): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);

/**
 * Returns a function that reads the values of a person's app roles now: those assigned to the person, and those of groups that
 * the person belongs to directly, as Entra puts them into the `roles` claim. Rejects if Microsoft Graph can't tell.
 */
export const appRolesReader = ({ http, accessTokens, graph, clientId }: AppRolesOptions) => {
  const get = async (url: string): Promise<Json> => {
    const { token } = await accessTokens.get();
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
    const { status, body } = await http.send({ method: 'GET', url, headers, timeoutMs });
    if (status !== 200) throw new Error(`Microsoft Graph answered ${status}`);
    return JSON.parse(new TextDecoder().decode(body)) as Json;
  };
  const list = async (path: string): Promise<readonly Json[]> => {
    const found: Json[] = [];
    let url: unknown = `${graph}/v1.0${path}`;
    for (let pages = 0; typeof url === 'string'; pages += 1) {
      if (pages === mostPages || !url.startsWith(`${graph}/`)) throw new Error('Microsoft Graph pages without an end');
      const page = await get(url);
      found.push(...items(page['value']));
      url = page['@odata.nextLink'];
    }
    return found;
  };
  return async (personId: string): Promise<readonly string[]> => {
    const principal = await get(`${graph}/v1.0/servicePrincipals(appId='${clientId}')?$select=id,appRoles`);
    const values = new Map(items(principal['appRoles']).map(({ id, value }) => [id, value]));
    const assigned = await list(`/servicePrincipals/${principal['id']}/appRoleAssignedTo?$top=999`);
    const held = new Set<string>();
    for (const { principalType, principalId, appRoleId } of assigned) {
      const value = values.get(appRoleId);
      if (typeof value !== 'string' || held.has(value)) continue;
      const isPerson = principalType === 'User' && principalId === personId;
      const isMember = async (): Promise<boolean> =>
        (await list(`/groups/${principalId}/members?$select=id&$top=999`)).some(({ id }) => id === personId);
      if (isPerson || (principalType === 'Group' && (await isMember()))) held.add(value);
    }
    return [...held];
  };
};
