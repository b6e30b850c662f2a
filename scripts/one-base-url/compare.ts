import type { TwinWorld } from '../../src/cli/demo/twin-world.ts';

export type Json = Readonly<Record<string, unknown>>;
export type Answer = { readonly status: number; readonly ids: readonly string[]; readonly pages: number };
export type Ask = (target: string) => Promise<Response>;

/** Returns the value of an id, whether or not it's a pseudonym. */
const openedId = ({ pseudonyms }: TwinWorld, id: unknown): string => {
  if (typeof id !== 'string' || !id.startsWith('p~')) return String(id).toLowerCase();
  const opened = pseudonyms.open(id);
  return opened.ok ? opened.value.toLowerCase() : id;
};

/** Returns the link to the next page. Call logs spell it with a capital letter. */
export const linkOf = (page: Json): string | undefined =>
  (page['@odata.nextLink'] ?? page['@odata.NextLink']) as string | undefined;

/** Reads all pages of a list, or one entity or number. `nextOf` returns the next target. */
export const readAll = async (
  world: TwinWorld,
  ask: Ask,
  first: string,
  nextOf: (page: Json, first: string) => string | undefined = linkOf,
): Promise<Answer> => {
  const ids: string[] = [];
  let pages = 0;
  for (let next: string | undefined = first; next !== undefined; ) {
    const response = await ask(next);
    if (response.status !== 200) return { status: response.status, ids, pages };
    pages += 1;
    const text = (await response.text()).replace(/^\uFEFF/, '');
    const body = (text.startsWith('{') ? JSON.parse(text) : { id: text }) as Json;
    ids.push(...((body['value'] ?? [body]) as readonly Json[]).map((item) => openedId(world, item['id'])));
    next = nextOf(body, first);
  }
  return { status: 200, ids: ids.sort(), pages };
};

/** Compares ids, or only their number if the rules drop them or make them one-way. */
export const difference = (graph: Answer, proxy: Answer): string | undefined => {
  if (graph.status !== proxy.status) return `Graph answers ${graph.status}, the proxy ${proxy.status}`;
  const dropped = proxy.ids.every((id) => id === 'undefined' || id.startsWith('t~'));
  const same = dropped
    ? graph.ids.length === proxy.ids.length
    : JSON.stringify(graph.ids) === JSON.stringify(proxy.ids);
  return same ? undefined : `Graph has ${graph.ids.length} items, the proxy ${proxy.ids.length}, or other ids`;
};
