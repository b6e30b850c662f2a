import {
  type AccessTokens,
  type Directory,
  DirectoryFault,
  type DirectoryGroup,
  type Http,
  type UpstreamResponse,
} from '../../ports/index.ts';
import { Fault } from '../../problems/index.ts';

export type GraphDirectoryOptions = {
  readonly http: Http;
  /** Sign-in as an application with `GroupMember.Read.All`, the least permission for all of it. */
  readonly accessTokens: AccessTokens;
  /** Origin of Microsoft Graph. Tokens are sent nowhere else. */
  readonly graph: string;
};

type Json = Readonly<Record<string, unknown>>;
type Answer = { readonly response: UpstreamResponse; readonly roles: readonly string[] };

const timeoutMs = 10_000;
/** People of a group that are compared at most. The data plane has the same limit. */
const mostPeople = 20_000;
const memberReaders = ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All'];
const hiddenReader = 'Member.Read.Hidden';
const groupProperties = 'id,displayName,groupTypes,mailEnabled,securityEnabled,onPremisesSyncEnabled,visibility';

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const objectOf = ({ body }: UpstreamResponse): Json => {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
  } catch {
    return {};
  }
};

const kindOf = (types: readonly unknown[], mail: boolean, security: boolean): DirectoryGroup['kind'] => {
  if (types.includes('Unified')) return 'microsoft-365';
  if (!mail) return 'security';
  return security ? 'mail-enabled-security' : 'distribution';
};

const groupOf = (id: string, group: Json): DirectoryGroup => {
  const types = Array.isArray(group['groupTypes']) ? group['groupTypes'] : [];
  const [mail, security] = [group['mailEnabled'] === true, group['securityEnabled'] === true];
  const kind = kindOf(types, mail, security);
  return {
    id,
    name: typeof group['displayName'] === 'string' ? group['displayName'] : 'Unnamed group',
    kind,
    dynamic: types.includes('DynamicMembership'),
    hidden: group['visibility'] === 'HiddenMembership',
    // Source: Microsoft Graph, "List group owners".
    canHaveOwners: group['onPremisesSyncEnabled'] !== true && (kind === 'microsoft-365' || kind === 'security'),
  };
};

const idOf = (item: unknown): readonly string[] => {
  const id = (item as Json | null)?.['id'];
  return typeof id === 'string' ? [id.toLowerCase()] : [];
};

const sendTo =
  (http: Http, graph: string) =>
  async (target: string, token: string): Promise<UpstreamResponse> =>
    http.send({
      method: 'GET',
      url: `${graph}${target}`,
      headers: { accept: 'application/json', authorization: `Bearer ${token}`, consistencylevel: 'eventual' },
      timeoutMs,
    });

/** Reads the ids of all pages; undefined if the collection doesn't exist. */
const readIds = async (
  first: string,
  graph: string,
  ask: (target: string) => Promise<Answer>,
  refusal: (answer: Answer) => DirectoryFault,
): Promise<readonly string[] | undefined> => {
  const ids: string[] = [];
  for (let target: string | undefined = first; target !== undefined; ) {
    const answer = await ask(target);
    if (answer.response.status === 404) return undefined;
    if (answer.response.status !== 200) throw refusal(answer);
    const page = objectOf(answer.response);
    const { value } = page;
    const link = page['@odata.nextLink'];
    if (!Array.isArray(value)) throw new DirectoryFault('unavailable');
    ids.push(...value.flatMap(idOf));
    if (ids.length > mostPeople) throw new DirectoryFault('too-large');
    if (link !== undefined && !(typeof link === 'string' && link.startsWith(`${graph}/`)))
      throw new DirectoryFault('unavailable');
    target = link?.slice(graph.length);
  }
  return ids;
};

/** Microsoft Graph's groups, read as an application. */
export const graphDirectory = ({ http, accessTokens, graph }: GraphDirectoryOptions): Directory => {
  const send = sendTo(http, graph);

  /** Asks with a new token after a refusal: consent can be newer than the token. */
  const ask = async (target: string): Promise<Answer> => {
    try {
      const held = await accessTokens.get();
      const response = await send(target, held.token);
      if (response.status !== 401 && response.status !== 403) return { response, roles: held.roles };
      const renewed = await accessTokens.renew();
      return { response: await send(target, renewed.token), roles: renewed.roles };
    } catch (error) {
      throw error instanceof Fault && error.problem.code === 'Graphveil.SignInFailed'
        ? new DirectoryFault('not-permitted', error)
        : new DirectoryFault('unavailable', error);
    }
  };

  const refusal = ({ response: { status }, roles }: Answer): DirectoryFault =>
    (status === 401 || status === 403) && !memberReaders.some((name) => roles.includes(name))
      ? new DirectoryFault('not-permitted')
      : new DirectoryFault('unavailable');

  const list = async (target: string): Promise<readonly string[]> => (await readIds(target, graph, ask, refusal)) ?? [];

  const readGroup = async (id: string) => {
    if (!guid.test(id)) return undefined;
    const answer = await ask(`/v1.0/groups/${id.toLowerCase()}?$select=${groupProperties}`);
    if (answer.response.status === 404) return undefined;
    if (answer.response.status !== 200) throw refusal(answer);
    return { group: groupOf(id.toLowerCase(), objectOf(answer.response)), roles: answer.roles };
  };

  return {
    group: async (id) => (await readGroup(id))?.group,
    owners: async (id) => (guid.test(id) ? list(`/v1.0/groups/${id.toLowerCase()}/owners?$select=id&$top=999`) : []),
    people: async (id) => {
      const found = await readGroup(id);
      if (found === undefined) return [];
      // A group whose members are hidden would look empty.
      if (found.group.hidden && !found.roles.includes(hiddenReader)) throw new DirectoryFault('not-permitted');
      return list(
        `/v1.0/groups/${found.group.id}/transitiveMembers/microsoft.graph.user?$count=true&$top=999&$select=id`,
      );
    },
  };
};

/**
 * Returns the ids of the groups that a signed-in person owns, asked with the person's own token (`User.Read`): Microsoft Graph
 * lists them for no application. Only for choosing one; `owners` decides. Rejects with a `DirectoryFault`.
 */
export const ownedGroups = async (
  { http, graph }: Pick<GraphDirectoryOptions, 'http' | 'graph'>,
  token: string,
): Promise<readonly string[]> => {
  const send = sendTo(http, graph);
  const ask = async (target: string): Promise<Answer> => {
    try {
      return { response: await send(target, token), roles: [] };
    } catch (error) {
      throw new DirectoryFault('unavailable', error);
    }
  };
  const refusal = () => new DirectoryFault('not-permitted');
  const first = '/v1.0/me/ownedObjects/microsoft.graph.group?$count=true&$select=id&$top=100';
  return (await readIds(first, graph, ask, refusal)) ?? [];
};
