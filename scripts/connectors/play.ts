import { HttpsProxyAgent } from 'https-proxy-agent';
import type { TwinWorld } from '../../src/cli/demo/twin-world.ts';
import { type Graph, type HttpsInit, httpsFetch } from '../../src/twin/testing/index.ts';
import { type Ask, difference, type Json, linkOf, readAll } from '../one-base-url/compare.ts';
import type { makeFill } from './known-values.ts';
import { pathOf, type RecordedTool } from './recorded-forms.ts';

/** The credentials of a registered tool. */
export type Credentials = { readonly id: string; readonly secret: string; readonly refreshToken: string };

/** The hosts that a tool calls, and how it connects. */
type Hosts = Pick<HttpsInit, 'agent'> & { readonly login: string; readonly graph: string };

const hostsOf = ({ reach, variable }: RecordedTool, { http, https }: TwinWorld): Hosts => {
  if (reach === 'environment' && variable === 'proxy')
    return {
      login: 'https://login.microsoftonline.com',
      graph: 'https://graph.microsoft.com',
      agent: new HttpsProxyAgent(http.url),
    };
  return { login: reach === 'environment' ? `${https.url}/v1.0` : https.url, graph: https.url };
};

const tokenOf = async (tool: RecordedTool, world: TwinWorld, { login, agent }: Hosts, own: Credentials) => {
  const grant =
    tool.token === 'refresh'
      ? { grant_type: 'refresh_token', refresh_token: own.refreshToken }
      : { grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default' };
  const body = new URLSearchParams({ client_id: own.id, client_secret: own.secret, ...grant }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const url = `${login}/adfs/oauth2/v2.0/token`;
  const issued = await httpsFetch(
    url,
    { method: 'POST', body, headers, ...(agent && { agent }) },
    world.twin.caCertificate,
  );
  const { access_token: token } = (await issued.json()) as { readonly access_token?: string };
  if (token === undefined) throw new Error(`${tool.tool} gets no token: ${issued.status}`);
  return tool.bare ? token : `Bearer ${token}`;
};

/** The next call of a tool that reads the token out of the link. */
const ownCallWithToken = (page: Json, first: string): string | undefined => {
  const [, token] = /\$skiptoken=([^&]+)/.exec(linkOf(page) ?? '') ?? [];
  return token === undefined ? undefined : `${first}${first.includes('?') ? '&' : '?'}$skiptoken=${token}`;
};

export type Played = { readonly streams: number; readonly items: number; readonly wrong: readonly string[] };

/** Makes the served calls of a tool as it makes them: its hosts, sign-in, header and paging. Compares every item with Graph. */
export const play = async (
  tool: RecordedTool,
  world: TwinWorld,
  {
    graph,
    fill,
    own,
  }: { readonly graph: Graph; readonly fill: Awaited<ReturnType<typeof makeFill>>; readonly own: Credentials },
): Promise<Played> => {
  const hosts = hostsOf(tool, world);
  const authorization = await tokenOf(tool, world, hosts, own);
  const eventual = { consistencylevel: 'eventual' };
  const direct: Ask = (target) => graph.fetch(target, { ...eventual, prefer: 'IdType="ImmutableId"' });
  const proxied: Ask = (target) =>
    httpsFetch(
      target.startsWith('https:') ? target : `${hosts.graph}${target}`,
      { headers: { authorization, ...eventual }, ...(hosts.agent && { agent: hosts.agent }) },
      world.twin.caCertificate,
    );
  const served = tool.streams.filter(({ not }) => not === undefined);
  const wrong: string[] = [];
  let items = 0;
  for (const { stream, call } of served) {
    const path = fill(call);
    const target = (text: string, before = ''): string => pathOf(text, before).replaceAll(' ', '%20');
    const expected = await readAll(world, direct, target(path.direct));
    const nextOf = tool.paging === 'skiptoken' ? ownCallWithToken : linkOf;
    const found = await readAll(world, proxied, target(path.proxied, tool.before), nextOf);
    items += found.ids.length;
    const problem = difference(expected, found);
    if (problem !== undefined) wrong.push(`${tool.tool}, ${stream}: ${problem}`);
  }
  return { streams: served.length, items, wrong };
};
