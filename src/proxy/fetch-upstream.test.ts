import { createFetch } from './fetch-upstream.ts';

describe('createFetch', () => {
  const sent: string[] = [];
  const fetch = createFetch(
    { graph: 'https://graph.example', version: '1.2.3' },
    {
      http: {
        send: async ({ url }) => {
          sent.push(url);
          return { status: 429, headers: {}, body: new Uint8Array() };
        },
      },
      clock: () => 0,
      wait: async () => undefined,
      random: (count) => new Uint8Array(count),
    },
  );
  const question = { method: 'GET', token: 'secret', requestId: 'id', deadline: 60_000 } as const;

  it.each(['@evil.example/v1.0', '.evil.example/', ':8443/v1.0', '', 'v1.0/users'])(
    'refuses to leave the pinned host by way of %j',
    async (target) => {
      await expect(fetch({ ...question, asked: { target, headers: {} } })).rejects.toThrow(
        'would have left the pinned host',
      );
      expect(sent).toEqual([]);
    },
  );

  it('asks again only what may be asked twice', async () => {
    const { retries } = await fetch({ ...question, method: 'POST', asked: { target: '/v1.0', headers: {} } });
    expect([retries, sent.length]).toEqual([0, 1]);
    await fetch({ ...question, asked: { target: '/v1.0', headers: {} } });
    expect(sent).toHaveLength(5);
  });

  it('lets no header of the caller stand in for its own', async () => {
    const headers = { 'user-agent': 'x', authorization: 'Bearer other', accept: 'text/html', 'client-request-id': 'x' };
    const seen: Readonly<Record<string, string>>[] = [];
    const own = createFetch(
      { graph: 'https://graph.example', version: '1.2.3' },
      {
        http: {
          send: async (request) => {
            seen.push(request.headers);
            return { status: 200, headers: {}, body: new Uint8Array() };
          },
        },
        clock: () => 0,
        wait: async () => undefined,
        random: (count) => new Uint8Array(count),
      },
    );
    await own({ ...question, asked: { target: '/v1.0', headers } });
    expect(seen).toEqual([
      {
        authorization: 'Bearer secret',
        accept: 'application/json',
        'client-request-id': 'id',
        'user-agent': 'Graphveil/1.2.3',
      },
    ]);
  });
});
