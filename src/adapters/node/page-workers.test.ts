import { randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { createSanitizer, type ResponseToSanitize, type SanitizeResult } from '../../proxy/index.ts';
import { planOf } from '../../proxy/testing/plans.ts';
import { type KeyringDocument, openKeyring } from '../../pseudonyms/index.ts';
import { initKeyring, newSeriesId, plainRoot } from '../../pseudonyms/manage-keyring.ts';
import { createPageWorkers, type PageWorkers, type PageWorkersOptions } from './page-workers.ts';

const plan = planOf([{ template: '/v1.0/users', shape: 'collection' }]);
const connector = { name: 'people', plan, graph: 'https://graph.example' };
const worker = pathToFileURL('dist/cli/page-worker.js');
const newDocument = (): KeyringDocument =>
  initKeyring({
    protection: 'none',
    id: newSeriesId(randomBytes),
    at: '2026-01-01T00:00:00.000Z',
    seriesRoot: plainRoot(randomBytes),
    epochRoot: plainRoot(randomBytes),
    plusTags: 'drop',
  });
const document = newDocument();
const keyring = openKeyring(document);

const responseOf = (body: string | Uint8Array): ResponseToSanitize => ({
  method: 'GET',
  baseUrl: 'https://proxy.example',
  index: 0,
  request: { target: '/v1.0/users', headers: {} },
  response: { status: 200, headers: {}, body: typeof body === 'string' ? new TextEncoder().encode(body) : body },
});

/** About 300 bytes each. */
const people = (count: number): string =>
  JSON.stringify({
    value: Array.from({ length: count }, (_, index) => ({
      id: `11111111-2222-3333-4444-${String(index).padStart(12, '0')}`,
      mail: `person${index}@contoso.example`,
      aboutMe: 'x'.repeat(200),
    })),
  });

const bodyOf = (result: SanitizeResult | undefined): string =>
  result?.ok === true ? new TextDecoder().decode(result.body) : 'none';

describe('createPageWorkers', () => {
  const running: PageWorkers[] = [];
  const start = (options: Partial<PageWorkersOptions> = {}): PageWorkers => {
    const workers = createPageWorkers({
      worker,
      connectors: [connector],
      documentOf: () => document,
      threads: 1,
      ...options,
    });
    running.push(workers);
    return workers;
  };
  afterAll(() => Promise.all(running.map(({ stop }) => stop())));

  it('sanitizes a large page in a thread while the event loop goes on', async () => {
    const { offload } = start();
    const page = people(3_000);
    await offload('people')(responseOf(people(1_000)), keyring);
    let turns = 0;
    const ticking = setInterval(() => {
      turns += 1;
    });
    const result = await offload('people')(responseOf(page), keyring);
    clearInterval(ticking);
    const sanitize = createSanitizer(connector, { clock: () => 0, random: () => new Uint8Array() });

    expect(bodyOf(result)).toBe(bodyOf(sanitize(responseOf(page), keyring)));
    expect(turns).toBeGreaterThan(1);
  });

  it('leaves small pages, and keyrings that it has no document of, to the calling thread', () => {
    expect(start().offload('people')(responseOf(people(10)), keyring)).toBeUndefined();
    const { offload } = start({ documentOf: () => undefined });
    expect(offload('people')(responseOf(people(1_000)), keyring)).toBeUndefined();
  });

  it('refuses pages beyond the bytes that may wait, and takes others as soon as there is room', async () => {
    const [large, small] = [people(3_000), people(1_000)];
    const { offload } = start({ mostBytes: 1_000_000 });
    const first = offload('people')(responseOf(large), keyring);

    await expect(offload('people')(responseOf(small), keyring)).rejects.toMatchObject({
      problem: { code: 'Graphveil.Busy', headers: { 'retry-after': '5' } },
    });
    expect((await first)?.ok).toBe(true);
    expect((await offload('people')(responseOf(small), keyring))?.ok).toBe(true);
  });

  it('refuses a page that takes more memory than a thread has, and goes on with the next one', async () => {
    const { offload } = start({ heapMb: 24 });
    const bomb = `{"value":[],"x":[${'[{}],'.repeat(400_000)}0],"value":[]}`;
    const [refused, next] = await Promise.allSettled([
      offload('people')(responseOf(bomb), keyring),
      offload('people')(responseOf(people(1_000)), keyring),
    ]);

    expect(refused).toMatchObject({ status: 'rejected', reason: { problem: { code: 'Graphveil.UpstreamTooLarge' } } });
    expect(next).toMatchObject({ status: 'fulfilled', value: { ok: true } });
  });

  it('passes on a fault of a thread', async () => {
    await expect(start().offload('others')(responseOf(people(1_000)), keyring)).rejects.toThrow('no such connector');
  });
});

describe('the module of a thread', () => {
  it('opens a keyring once, and again if it is another one', async () => {
    const state = { isTinypoolWorker: true, workerId: 1, workerData: [connector] };
    process.__tinypool_state__ = state;
    const { sanitizePage } = await import('./page-worker.ts');
    const ask = (document: KeyringDocument): string =>
      bodyOf(sanitizePage({ connector: 'people', page: responseOf(people(1)), keyring: document }));
    const first = ask(document);

    expect(ask(structuredClone(document))).toBe(first);
    expect(ask(newDocument())).not.toBe(first);
    expect(() => sanitizePage({ connector: 'others', page: responseOf('{}'), keyring: document })).toThrow(
      'no such connector',
    );
  });
});
