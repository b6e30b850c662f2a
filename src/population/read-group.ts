import type { UpstreamResponse } from '../ports/index.ts';
import type { Problem } from '../problems/index.ts';

/** Asks Graph with the connector's own permissions. `target`: path and query. Throws a `Fault` if no response arrives. */
export type AskGraph = (target: string, headers?: Readonly<Record<string, string>>) => Promise<UpstreamAnswer>;

/** A response of Graph, and the permissions of the token that it was asked with. */
export type UpstreamAnswer = { readonly response: UpstreamResponse; readonly roles: readonly string[] };

type Json = Readonly<Record<string, unknown>>;

/** A group and its people, as Graph describes them. */
export type GroupDocument = { readonly group: Json; readonly people: readonly Json[] };

export type GroupReading =
  | { readonly ok: true; readonly document: GroupDocument }
  /** `lasting`: Graph has answered, so that former members no longer count. */
  | { readonly ok: false; readonly problem: Problem; readonly lasting: boolean };

/** Largest number of people in a group; about 21 pages. */
export const mostPeople = 20_000;

/** Permissions that list the members of a group. */
export const memberReaders = ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All'] as const;
/** The permission that shows hidden members. */
export const hiddenReader = 'Member.Read.Hidden';

const groupProperties = 'id,mail,proxyAddresses,visibility';
/** The properties that identify a person. */
const personProperties = 'id,mail,userPrincipalName,proxyAddresses,otherMails,imAddresses,onPremisesUserPrincipalName';

const passing = (code: Problem['code'], detail?: string): GroupReading => ({
  ok: false,
  lasting: false,
  problem: { code, ...(detail !== undefined && { detail }), headers: { 'retry-after': '10' } },
});

const unavailable = passing('Graphveil.PopulationUnavailable');

const lasting = (code: Problem['code'], detail?: string): GroupReading => ({
  ok: false,
  lasting: true,
  problem: { code, ...(detail !== undefined && { detail }) },
});

const tooLarge = lasting('Graphveil.GroupTooLarge', `at most ${mostPeople} people`);

export const asObject = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};

/** Parses a body as a JSON object; an empty one for anything else. */
export const readBody = ({ body }: UpstreamResponse): Json => {
  try {
    return asObject(JSON.parse(new TextDecoder().decode(body)));
  } catch {
    return {};
  }
};

/** Returns the path and query of a next link; undefined if it leads to another host. */
export const targetOfLink = (link: unknown, graph: string): string | undefined =>
  typeof link === 'string' && link.startsWith(`${graph}/`) ? link.slice(graph.length) : undefined;

const refused = ({ response: { status }, roles }: UpstreamAnswer): GroupReading => {
  if (status === 404) return lasting('Graphveil.GroupNotFound');
  const mayRead = memberReaders.some((name) => roles.includes(name));
  return mayRead || (status !== 401 && status !== 403)
    ? unavailable
    : passing('Graphveil.GroupNotReadable', `the application lacks ${memberReaders[0]}`);
};

/**
 * Reads a group and its people, those of nested groups included, page by page. A group with hidden membership looks empty
 * to an application without a further permission, so its visibility is checked first.
 */
export const readGroup = async (id: string, ask: AskGraph, graph: string): Promise<GroupReading> => {
  const path = `/v1.0/groups/${encodeURIComponent(id)}`;
  const found = await ask(`${path}?$select=${groupProperties}`);
  if (found.response.status !== 200) return refused(found);
  const group = readBody(found.response);
  if (group['visibility'] === 'HiddenMembership' && !found.roles.includes(hiddenReader))
    return lasting('Graphveil.GroupHidden', `the application lacks ${hiddenReader}`);

  const people: Json[] = [];
  // A cast is an advanced query, which needs both the header and the count.
  const first = `${path}/transitiveMembers/microsoft.graph.user?$count=true&$top=999&$select=${personProperties}`;
  for (let target: string | undefined = first; target !== undefined; ) {
    const answer: UpstreamAnswer = await ask(target, { consistencylevel: 'eventual' });
    if (answer.response.status !== 200) return refused(answer);
    const page: Json = readBody(answer.response);
    const { value } = page;
    if (Number(page['@odata.count'] ?? 0) > mostPeople) return tooLarge;
    const link = page['@odata.nextLink'];
    target = targetOfLink(link, graph);
    if (!Array.isArray(value) || (link !== undefined && target === undefined)) return unavailable;
    people.push(...value.map(asObject));
    if (people.length > mostPeople) return tooLarge;
  }
  return { ok: true, document: { group, people } };
};
