import { HttpClient, MiddlewareFactory } from '@microsoft/kiota-http-fetchlibrary';
import { type Client, type PageCollection, PageIterator } from '@microsoft/microsoft-graph-client';
import { startTwinWorld, type TwinWorld } from '../../cli/demo/twin-world.ts';
import { readySources } from '../../cli/shared/choose-rules.ts';
import { graphClient, type HttpsInit, httpsFetch } from '../testing/index.ts';

/** Microsoft's client libraries, as a program uses them: their paging, delta loops and retries against twin and proxy. */
type Json = Readonly<Record<string, unknown>>;
type Page = PageCollection & { readonly value: readonly Json[] };

/** The calls that this file makes with each library. */
type Sdk = {
  readonly name: string;
  readonly get: (pathOrLink: string) => Promise<Page>;
  readonly all: (path: string) => Promise<readonly Json[]>;
};

let world: TwinWorld;
beforeAll(async () => {
  world = await startTwinWorld({ connectors: readySources(['entra-id']) });
});
afterAll(() => world.stop());
beforeEach(() => {
  world.twin.controls.clearInterruptions();
  world.twin.controls.forgetSeen();
});

const host = () => `${world.https.url}/entra-id`;

/** Trusts the twin's authority, and shortens each wait that a client is told to, so that a test need not wait. */
const hurried = async (url: string | URL, init: HttpsInit, ca: string): Promise<Response> => {
  const response = await httpsFetch(url, init, ca);
  if (response.headers.has('retry-after')) response.headers.set('retry-after', '0');
  return response;
};

const graphJs = (): Sdk => {
  const client: Client = graphClient({ url: host(), ca: world.twin.caCertificate, fetch: hurried });
  const get = async (pathOrLink: string) => (await client.api(pathOrLink).get()) as Page;
  return {
    name: 'Graph JS',
    get,
    all: async (path) => {
      const items: Json[] = [];
      await new PageIterator(client, await get(path), (item: Json) => items.push(item) > 0).iterate();
      return items;
    },
  };
};

const kiota = (): Sdk => {
  const send = (url: string, init: RequestInit) => hurried(url, init as HttpsInit, world.twin.caCertificate);
  const client = new HttpClient(send, ...MiddlewareFactory.getDefaultMiddlewares(send));
  const get = async (pathOrLink: string): Promise<Page> => {
    const url = pathOrLink.startsWith('https:') ? pathOrLink : `${host()}/v1.0${pathOrLink}`;
    const response = await client.executeFetch(url, { method: 'GET' });
    if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
    return (await response.json()) as Page;
  };
  return {
    name: 'Kiota',
    get,
    all: async (path) => {
      const items: Json[] = [];
      for (let next: string | undefined = path; next !== undefined; ) {
        const page: Page = await get(next);
        items.push(...page.value);
        next = page['@odata.nextLink'] as string | undefined;
      }
      return items;
    },
  };
};

const sdks = [
  ['the Graph JS client', graphJs],
  ['the Kiota client', kiota],
] as const;

const graphIdOf = (index: number): string => `0f8fad5b-d9cb-469f-a165-${String(index).padStart(12, '0')}`;
const people = 10_000;
const pageSize = 500;

/** Serves a directory of that many people in place of the twin's. */
const serveManyPeople = (): void => {
  world.twin.controls.interrupt({
    service: 'graph',
    times: people,
    urlIncludes: '/v1.0/users?',
    answer: ({ url }) => {
      const start = Number(url.searchParams.get('$skiptoken') ?? 0);
      const value = Array.from({ length: pageSize }, (_, index) => ({ id: graphIdOf(start + index) }));
      const next = start + pageSize;
      const link = `${world.twin.graph}/v1.0/users?$top=${pageSize}&$skiptoken=${next}`;
      return { status: 200, json: { value, ...(next < people && { '@odata.nextLink': link }) } };
    },
  });
};

const asked = () => world.twin.controls.seen('graph').map(({ status }) => status);

describe.each(sdks)('%s', (_, open) => {
  it('pages through 10,000 people and gets each once', async () => {
    serveManyPeople();
    const items = await open().all(`/users?$top=${pageSize}&$select=id`);
    const ids = new Set(items.map(({ id }) => String(id)));
    const known = Array.from({ length: people }, (_each, index) =>
      world.pseudonyms.pseudonymize(graphIdOf(index), 'user-id', { reversible: true, domain: 'keep' }),
    );
    expect(items).toHaveLength(people);
    expect(ids.size).toBe(people);
    expect(known.every(({ token }) => ids.has(token))).toBe(true);
    expect(asked()).toEqual(Array(people / pageSize).fill(200));
  });

  it('begins a delta at now and learns of each later change once', async () => {
    const { get } = open();
    const { controls, organization } = world.twin;
    const link = (page: Page) => String(page['@odata.deltaLink']);
    const begun = await get('/users/delta?$deltatoken=latest');
    expect(begun.value).toEqual([]);
    expect(await get(link(begun))).toMatchObject({ value: [] });
    const changed = organization.personAt(30 + asked().length);
    controls.update('users', changed.id, { accountEnabled: false });
    const round = await get(link(begun));
    expect(round.value).toHaveLength(1);
    expect((await get(link(begun))).value).toEqual(round.value);
    expect((await get(link(round))).value).toEqual([]);
  });
});

describe('a call that Graph throttles', () => {
  const headers = [
    ['with a Retry-After', { 'retry-after': '1' }],
    ['without a Retry-After', {}],
  ] as const;
  const cases = sdks.flatMap(([sdk, open]) => headers.map(([how, sent]) => ({ name: `${sdk}, ${how}`, open, sent })));

  // All at once, since each waits for seconds.
  it('causes at most 8 requests to Graph, however the client retries', async () => {
    const requests = cases.map(async ({ name, open, sent }, index) => {
      const top = `$top=${200 + index}`;
      world.twin.controls.interrupt({
        service: 'graph',
        times: 99,
        urlIncludes: top,
        answer: () => ({ status: 429, headers: sent, json: { error: { code: 'TooManyRequests', message: 'x' } } }),
      });
      await expect(open().get(`/groups?${top}`)).rejects.toThrow();
      const seen = world.twin.controls.seen('graph').filter(({ target }) => target.includes(top));
      return [name, new Set(seen.map(({ status }) => status)), seen.length] as const;
    });
    for (const [name, statuses, count] of await Promise.all(requests)) {
      expect([name, [...statuses]]).toEqual([name, [429]]);
      expect([name, count > 1 && count <= 8]).toEqual([name, true]);
    }
  });
});
