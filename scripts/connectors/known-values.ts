import { kindOfLinkValue } from '../../src/plan/index.ts';
import type { Pseudonyms } from '../../src/pseudonyms/index.ts';
import type { Twin } from '../../src/twin/index.ts';
import type { Graph } from '../../src/twin/testing/index.ts';
import { filledWith } from './recorded-forms.ts';

const asTheProxyAsks = { prefer: 'IdType="ImmutableId"' };

/** Lists whose first item has an id of a kind. */
const lists: Readonly<Record<string, string>> = {
  'chat-message-id': '/v1.0/teams/{team-id}/channels/{channel-id}/messages',
  'message-id': '/v1.0/users/{user-id}/messages',
  'drive-item-id': '/v1.0/drives/{drive-id}/root/delta',
  'call-record-id': '/v1.0/communications/callRecords',
};

const texts = (items: unknown, name: string): readonly string[] =>
  (items as readonly Record<string, unknown>[]).flatMap((item) => (typeof item[name] === 'string' ? [item[name]] : []));

/** Finds ids of the twin for the kinds in recorded calls: of people and things with much to list. */
const findValues = async (twin: Twin, graph: Graph): Promise<ReadonlyMap<string, string>> => {
  const { organization } = twin;
  const { busiest } = organization;
  const [team] = organization.teams();
  const [site] = organization.sites();
  const known = new Map<string, string>();
  const add = (kind: string, value: string | undefined): void => {
    if (value === undefined) throw new Error(`the organization has no ${kind}`);
    known.set(kind, value);
  };
  add('user-id', busiest.id);
  add('group-id', team?.group.id);
  add('team-id', team?.group.id);
  add('channel-id', team?.channels[0]?.id);
  add('chat-id', organization.chatsOf(busiest)[0]?.id);
  add('site-id', site?.id);
  add('drive-id', site?.drive.id);
  for (const [kind, list] of Object.entries(lists)) {
    const target = filledWith(list, (name) => encodeURIComponent(known.get(name) ?? ''));
    add(kind, texts((await graph.get(target, asTheProxyAsks)).value, 'id')[0]);
  }
  const events = await graph.pages(`/v1.0/users/${busiest.id}/events?$top=100`);
  for (const { onlineMeeting, isOrganizer } of events.flatMap(({ value }) => value) as unknown as readonly {
    readonly isOrganizer: boolean;
    readonly onlineMeeting?: { readonly joinUrl?: string };
  }[]) {
    if (!isOrganizer || onlineMeeting?.joinUrl === undefined) continue;
    const filter = encodeURIComponent(`JoinWebUrl eq '${onlineMeeting.joinUrl}'`);
    const found = await graph.get(`/v1.0/users/${busiest.id}/onlineMeetings?$filter=${filter}`);
    add('meeting-id', texts(found.value, 'id')[0]);
    break;
  }
  return known;
};

/** Writes recorded calls for both sides: Graph with its ids, the proxy with their pseudonyms. */
export const makeFill = async (twin: Twin, graph: Graph, pseudonyms: Pseudonyms) => {
  const known = await findValues(twin, graph);
  const valueFor = (kind: string): string => {
    const value = known.get(kind);
    if (value === undefined) throw new Error(`no value of the kind ${kind} is known`);
    return value;
  };
  return (call: string): { readonly direct: string; readonly proxied: string } => ({
    direct: filledWith(call, (kind) => encodeURIComponent(valueFor(kind))),
    proxied: filledWith(call, (kind) => pseudonyms.tokenize(valueFor(kind), kindOfLinkValue(kind as never))),
  });
};
