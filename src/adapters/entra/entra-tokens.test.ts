import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeCertificate } from '../../twin/http/index.ts';
import { startTwin, type Twin } from '../../twin/index.ts';
import { type EntraTokensOptions, entraTokens } from './index.ts';

const role = 'arn:aws:iam::123456789012:role/graphveil-dev-calendar';
const clientId = '0f6b2f8e-58c6-4d5e-9d4b-0d6a9a6f0c11';

let twin: Twin;
beforeAll(async () => {
  twin = await startTwin({ people: 10, groups: 2, busyMeetings: 0 });
});
afterAll(() => twin.stop());

const register = (seed: Parameters<Twin['controls']['register']>[0] = { displayName: 'Graphveil calendar' }) =>
  twin.controls.register({
    clientId,
    federatedCredentials: [{ subject: role, issuer: twin.issuer }],
    consented: ['User.Read.All'],
    ...seed,
  });

beforeEach(() => {
  register();
  twin.controls.clearInterruptions();
  twin.controls.forgetSeen();
  for (const service of ['issuer', 'entra', 'graph'] as const) twin.controls.skewClock(service, 0);
});

const tokensFor = (options: Partial<EntraTokensOptions> = {}) =>
  entraTokens({
    tenantId: twin.tenantId,
    clientId,
    authorityHost: twin.entra,
    graphScope: twin.graphScope,
    assertion: twin.identityTokens(role),
    expectedRoles: ['User.Read.All'],
    clock: Date.now,
    ca: twin.caCertificate,
    ...options,
  });

const tokenRequests = () => twin.controls.seen('entra').filter(({ method }) => method === 'POST').length;

describe('entraTokens', () => {
  it('exchanges an identity token for a Graph token with the consented roles', async () => {
    const before = Date.now();
    const token = await tokensFor().get();
    expect(token.roles).toEqual(['User.Read.All']);
    expect(token.obtainedAt).toBeGreaterThanOrEqual(before);
    expect(token.expiresAt - token.obtainedAt).toBeGreaterThan(3_500_000);
    expect(token.token.split('.')).toHaveLength(3);
  });

  it('makes one token request for fifty who wait', async () => {
    const tokens = tokensFor();
    await Promise.all(Array.from({ length: 50 }, () => tokens.get()));
    expect(tokenRequests()).toBe(1);
  });

  it('gets a new token with new roles on renew, though the former has not expired', async () => {
    const tokens = tokensFor();
    const former = await tokens.get();
    twin.controls.consent(clientId, ['Calendars.Read']);
    expect((await tokens.get()).roles).toEqual(['User.Read.All']);
    const renewed = await tokens.renew();
    expect(renewed.roles).toEqual(['Calendars.Read', 'User.Read.All']);
    expect(renewed.token).not.toBe(former.token);
    expect(await tokens.get()).toBe(renewed);
  });

  it('heals after late consent by itself within a minute', async () => {
    let now = Date.now();
    twin.controls.revoke(clientId);
    const tokens = tokensFor({ clock: () => now });
    expect((await tokens.get()).roles).toEqual([]);
    twin.controls.consent(clientId, ['User.Read.All']);
    now += 60_000;
    expect((await tokens.get()).roles).toEqual(['User.Read.All']);
  });

  it('renews a token early while it still serves', async () => {
    let now = Date.now();
    const tokens = tokensFor({ clock: () => now, jitter: () => 0 });
    const first = await tokens.get();
    now += 3_320_000;
    expect(await tokens.get()).toBe(first);
    await tokens.renew();
    expect(tokenRequests()).toBe(2);
  });
});

type Options = Partial<EntraTokensOptions>;
type Case = readonly [number, string, () => Options | Promise<Options>];

/** The usual options, after the tenant was changed. */
const after = (_change: unknown): Options => ({});

const refusals: readonly Case[] = [
  [
    700211,
    'issuer',
    () => after(register({ displayName: 'x', federatedCredentials: [{ subject: role, issuer: `${twin.issuer}/` }] })),
  ],
  [700212, 'audience', () => ({ assertion: twin.identityTokens(role, 'api://AzureADTokenExchangeUSGov') })],
  [700213, 'subject', () => ({ assertion: twin.identityTokens(`${role}-other`) })],
  [7002138, 'letter case', () => ({ assertion: twin.identityTokens(role.replace('graphveil', 'Graphveil')) })],
  [70025, 'no federated credential', () => after(register({ displayName: 'x', federatedCredentials: [] }))],
  [70021, 'minutes', () => after(Object.assign(register(), { propagating: 1 }))],
  [700024, 'clock', () => after(twin.controls.skewClock('issuer', -600_000))],
  [
    700027,
    'signature',
    async () => {
      const assertion = await twin.identityTokens(role).get();
      await twin.controls.rotateIssuerKeys();
      return { assertion: { get: () => Promise.resolve(assertion) } };
    },
  ],
  [
    700027,
    'signature',
    async () => {
      const [head, claims, signature = ''] = (await twin.identityTokens(role).get()).split('.');
      const changed = `${head}.${claims}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
      return { assertion: { get: () => Promise.resolve(changed) } };
    },
  ],
  [50027, 'well-formed', () => ({ assertion: { get: () => Promise.resolve('not.a.token') } })],
  [700016, 'client id', () => ({ clientId: '99999999-9999-4999-8999-999999999999' })],
  [7000112, 'disabled', () => after(Object.assign(register(), { enabled: false }))],
  [90002, 'tenant id', () => ({ tenantId: '88888888-8888-4888-8888-888888888888' })],
  [500011, 'scope', () => ({ graphScope: 'https://graph.microsoft.us/.default' })],
  [1002012, '/.default', () => ({ graphScope: 'https://graph.microsoft.com/User.Read' })],
];

describe('a sign-in that Entra refuses', () => {
  it.each(refusals)(
    'refuses with AADSTS%i and a hint about %s, never the description',
    async (number, hint, options) => {
      const tokens = tokensFor(await options());
      const failure = await tokens.get().then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(failure).toMatchObject({
        problem: { code: 'Graphveil.SignInFailed', detail: expect.stringContaining(`AADSTS${number}: `) },
        cause: undefined,
      });
      const { problem } = failure as { problem: { detail: string } };
      expect(problem.detail).toContain(hint);
      expect(JSON.stringify(problem)).not.toMatch(/Trace|Correlation|arn:aws|Contoso|[0-9a-f]{8}-/i);
    },
  );

  it('refuses a host whose certificate it does not trust', async () => {
    const { authority } = await makeCertificate();
    await expect(tokensFor({ ca: authority }).get()).rejects.toMatchObject({
      problem: { code: 'Graphveil.SignInFailed', detail: expect.stringContaining('certificate') },
    });
    expect(twin.controls.seen('entra')).toHaveLength(0);
  });

  it.each([
    ['1.3', 'TLS 1.3'],
    ['1.2', 'without a code'],
  ] as const)('signs in at a host of TLS 1.2 only if the minimum is 1.2: %s', async (minimumTls, detail) => {
    const { authority, certificate: cert, privateKey: key } = await makeCertificate();
    const old = createServer({ key, cert, maxVersion: 'TLSv1.2' }, (_request, response) =>
      response.writeHead(400).end(),
    );
    await new Promise<void>((resolve) => old.listen(0, '127.0.0.1', resolve));
    const authorityHost = `https://localhost:${(old.address() as AddressInfo).port}`;
    const outcome = tokensFor({ authorityHost, ca: authority, minimumTls }).get();
    await expect(outcome).rejects.toMatchObject({ problem: { detail: expect.stringContaining(detail) } });
    old.closeAllConnections();
    old.close();
  });

  it('refuses a host that cannot be reached', async () => {
    await expect(tokensFor({ authorityHost: 'https://127.0.0.1:1' }).get()).rejects.toMatchObject({
      problem: { code: 'Graphveil.SignInFailed', detail: expect.stringContaining("can't be reached") },
    });
  });

  it('gives up on an Entra that does not answer in time', async () => {
    twin.controls.interrupt({
      service: 'entra',
      times: 9,
      answer: () => ({ status: 503, headers: { 'retry-after': '30' } }),
    });
    await expect(tokensFor({ timeoutMs: 300 }).get()).rejects.toMatchObject({
      problem: { code: 'Graphveil.SignInFailed', detail: expect.stringContaining('in time') },
    });
  });

  it('tries again when Entra stumbles once', async () => {
    twin.controls.interrupt({ service: 'entra', times: 1, urlIncludes: 'token', answer: () => ({ status: 503 }) });
    expect((await tokensFor().get()).roles).toEqual(['User.Read.All']);
    expect(tokenRequests()).toBe(2);
  });

  it('passes on the waiting time of a throttling Entra', async () => {
    twin.controls.throttle(9, { service: 'entra', urlIncludes: 'token', retryAfterSeconds: 0 });
    await expect(tokensFor().get()).rejects.toMatchObject({
      problem: { detail: expect.stringContaining('throttles'), headers: { 'retry-after': '0' } },
    });
  });

  it('refuses an answer that is not a token', async () => {
    twin.controls.interrupt({
      service: 'entra',
      times: 9,
      urlIncludes: 'token',
      answer: () => ({ status: 200, json: { hello: 'there' } }),
    });
    await expect(tokensFor().get()).rejects.toMatchObject({
      problem: { code: 'Graphveil.SignInFailed', detail: expect.stringContaining("doesn't contain a token") },
    });
  });

  it.each([
    ['a text', ['arn:aws:iam::123456789012:role/x']],
    ['no list', 'AADSTS700016'],
    ['nothing', undefined],
  ])('repeats no error code that is %s instead of a number', async (_what, codes) => {
    twin.controls.interrupt({
      service: 'entra',
      times: 9,
      urlIncludes: 'token',
      answer: () => ({ status: 400, json: { error: 'invalid_request', error_codes: codes } }),
    });
    await expect(tokensFor().get()).rejects.toMatchObject({
      problem: { detail: 'Microsoft Entra ID answered 400 without a code' },
    });
  });

  it('does not follow a redirect with the assertion', async () => {
    twin.controls.interrupt({
      service: 'entra',
      times: 9,
      urlIncludes: 'token',
      answer: ({ url }) => ({ status: 307, headers: { location: `${url.origin}/elsewhere` } }),
    });
    await expect(tokensFor().get()).rejects.toMatchObject({ problem: { code: 'Graphveil.SignInFailed' } });
    expect(twin.controls.seen('entra').filter(({ target }) => target.includes('elsewhere'))).toEqual([]);
    expect(twin.controls.seen('entra').length).toBeGreaterThan(0);
  });
});

describe('a workload without an identity token', () => {
  it('names the identity token when its source fails', async () => {
    const assertion = { get: () => Promise.reject(new Error('AccessDenied for arn:aws:iam::1:role/x')) };
    await expect(tokensFor({ assertion }).get()).rejects.toMatchObject({
      problem: { code: 'Graphveil.IdentityTokenUnavailable' },
    });
    expect(twin.controls.seen('entra')).toHaveLength(0);
  });
});
