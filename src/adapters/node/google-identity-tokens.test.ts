import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { googleIdentityTokens } from './google-identity-tokens.ts';

const token = 'eyJ0.eyJp.c2ln';
const flavor = { 'metadata-flavor': 'Google' };

describe('googleIdentityTokens', () => {
  let server: Server;
  let host = '';
  let reply: { status: number; headers: Record<string, string>; body: string; cut?: boolean };
  const seen: (readonly [url: string | undefined, flavor: unknown])[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      seen.push([request.url, request.headers['metadata-flavor']]);
      response.writeHead(reply.status, { ...reply.headers, ...(reply.cut && { 'content-length': '99' }) });
      response.write(reply.body);
      if (reply.cut) setImmediate(() => response.destroy());
      else response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  const ask = () => googleIdentityTokens({ audience: 'api://AzureADTokenExchange', host }).get();

  it('asks the metadata server for a token of the audience', async () => {
    reply = { status: 200, headers: flavor, body: `${token}\n` };

    expect(await ask()).toBe(token);
    expect(seen.at(-1)).toEqual([
      '/computeMetadata/v1/instance/service-accounts/default/identity?audience=api%3A%2F%2FAzureADTokenExchange&format=full',
      'Google',
    ]);
  });

  it.each([
    ['the metadata server isn’t that of Google', { status: 200, headers: {}, body: token }],
    ['the workload has no service account', { status: 404, headers: flavor, body: 'Not Found' }],
    ['Google’s metadata server answered without a token', { status: 200, headers: flavor, body: '<html>' }],
    ['Google’s metadata server answered without a token', { status: 503, headers: flavor, body: token }],
    [
      'Google’s metadata server answered without a token',
      { status: 302, headers: { ...flavor, location: 'http://127.0.0.1:1/' }, body: token },
    ],
    ['Google’s metadata server broke off', { status: 200, headers: flavor, body: token, cut: true }],
    ['Google’s metadata server broke off', { status: 200, headers: flavor, body: 'a'.repeat(20_000) }],
  ])('rejects: %s', async (detail, answer) => {
    reply = answer;

    await expect(ask()).rejects.toMatchObject({ problem: { code: 'Graphveil.IdentityTokenUnavailable', detail } });
  });

  it('rejects a server that can’t be reached', async () => {
    await expect(googleIdentityTokens({ audience: 'x', host: '127.0.0.1:1' }).get()).rejects.toThrow(
      'can’t be reached',
    );
  });
});
