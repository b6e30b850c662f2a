import { type Plan, tokenKindOf, type ValueKindName } from '../../src/plan/index.ts';
import type { Pseudonyms } from '../../src/pseudonyms/index.ts';
import type { Twin } from '../../src/twin/index.ts';
import type { Graph } from '../../src/twin/testing/index.ts';

/** An endpoint as it is called: Graph with its own ids, the proxy with pseudonyms. */
export type Target = { readonly direct: string; readonly proxied: string };

type Endpoint = Plan['endpoints'][number];
type Segment =
  | { readonly type: 'literal'; readonly text: string }
  | {
      readonly type: 'parameter';
      readonly name: string;
      readonly value: { readonly kind?: ValueKindName; readonly token: string };
    };

const window = 'startDateTime=2026-07-06T00:00:00Z&endDateTime=2026-08-06T00:00:00Z';

/** Parameters that a path needs. */
const queryOf = (path: string): string => {
  if (/(?:calendarView(?:\/delta)?|\/instances)$/.test(path)) return `?${window}`;
  return /\/chats\/getAllMessages$/.test(path) ? '?model=A' : '';
};

/** Dates of call logs. */
const dates: Readonly<Record<string, string>> = { from: '2026-07-20', to: '2026-10-01' };

/** Lists that contain the ids of a parameter if the path before it isn't a list. */
const listFor = (before: string): string =>
  before.replace(/\/(drives\/[^/]+)\/items$/, '/$1/root/delta').replace('/beta/', '/v1.0/');

/** Finds ids for the parameters of endpoints, and writes their paths for both sides. */
export const makeTargets = (twin: Twin, graph: Graph, pseudonyms: Pseudonyms) => {
  const { organization } = twin;
  const { busiest } = organization;
  const [team] = organization.teams();
  const [site] = organization.sites();
  /** Ids of things that have much to list. */
  const known: Readonly<Record<string, string | undefined>> = {
    userId: busiest.id,
    groupId: team?.group.id,
    teamId: team?.group.id,
    channelId: team?.channels[0]?.id,
    siteId: site?.id,
    driveId: site?.drive.id,
    chatId: organization.chatsOf(busiest)[0]?.id,
  };
  const found = new Map<string, Promise<string | undefined>>();
  const joinUrl = async (user: string): Promise<string> => {
    const pages = await graph.pages(`/v1.0/users/${user}/events`);
    const events = pages.flatMap(({ value }) => value) as {
      isOrganizer: boolean;
      onlineMeeting?: { joinUrl?: string };
    }[];
    return (
      events.find(({ isOrganizer, onlineMeeting }) => isOrganizer && onlineMeeting?.joinUrl)?.onlineMeeting?.joinUrl ??
      ''
    );
  };
  const meetingFilter = async (user: string) => {
    const url = await joinUrl(user);
    return {
      direct: `?$filter=${encodeURIComponent(`JoinWebUrl eq '${url}'`)}`,
      proxied: `?$filter=${encodeURIComponent(`JoinWebUrl eq '${pseudonyms.tokenize(url, 'join-url')}'`)}`,
    };
  };
  const isMeetings = (path: string): boolean => path.endsWith('/onlineMeetings');
  const firstId = (before: string): Promise<string | undefined> => {
    const list = listFor(before);
    const asked =
      found.get(list) ??
      (async () => {
        const query = isMeetings(list) ? (await meetingFilter(busiest.id)).direct : queryOf(list);
        const { value } = await graph.get(`${list}${query}`, { prefer: 'IdType="ImmutableId"' });
        const items = value as { id: string; type?: string }[];
        // Only the master of a series has instances.
        return (items.find(({ type }) => type === 'seriesMaster') ?? items[0])?.id;
      })();
    found.set(list, asked);
    return asked;
  };
  const both = async (template: string, segments: readonly Segment[]): Promise<Target | undefined> => {
    const target = { direct: '', proxied: '' };
    for (const segment of segments) {
      if (segment.type === 'literal') {
        target.direct += `/${segment.text}`;
        target.proxied += `/${segment.text}`;
        continue;
      }
      const id = known[segment.name] ?? (await firstId(target.direct));
      if (id === undefined) return undefined;
      const { kind, token } = segment.value;
      target.direct += `/${encodeURIComponent(id)}`;
      target.proxied += `/${kind === undefined || token === 'refused' ? encodeURIComponent(id) : pseudonyms.tokenize(id, tokenKindOf(kind))}`;
    }
    if (isMeetings(template)) {
      const filter = await meetingFilter(busiest.id);
      return { direct: target.direct + filter.direct, proxied: target.proxied + filter.proxied };
    }
    const query = queryOf(target.direct);
    return { direct: target.direct + query, proxied: target.proxied + query };
  };
  return ({ pathTemplate, request }: Endpoint): Promise<Target | undefined> => {
    const filled = pathTemplate.replace(/\{(from|to)\}/g, (__, name: string) => dates[name] ?? '');
    if (filled !== pathTemplate) return Promise.resolve({ direct: filled, proxied: filled });
    return both(pathTemplate, (request as unknown as { readonly segments: readonly Segment[] }).segments);
  };
};
