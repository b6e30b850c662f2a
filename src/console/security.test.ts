import { request as httpRequest } from 'node:http';
import { fetchListener, type HandleFetch, type LocalServer, startLocalServer } from '../adapters/node/index.ts';
import { pages } from './pages/index.ts';
import { type Belongings, everything, fill, formOf, inputOf, related, requestOf } from './testing/acts.ts';
import { type Browser, type ConsoleWorld, makeConsoleWorld } from './testing/console-world.ts';
import { verbList } from './verbs/index.ts';
import { onlyReads } from './verbs/verb.ts';

let server: LocalServer;
let world: ConsoleWorld;
/** Signed in with every role, so that nothing but the defense in question refuses. */
let browser: Browser;
let objects: Belongings;
let token: string;

beforeAll(async () => {
  let handle: HandleFetch = async () => new Response(null, { status: 503 });
  server = await startLocalServer({ listener: fetchListener((request) => handle(request)) });
  world = makeConsoleWorld({ origin: server.url });
  handle = world.console;
});
afterAll(() => server.stop());

beforeEach(async () => {
  world.forget();
  objects = related(await fill(world, [everything]), everything, 'own');
  browser = world.browser();
  await browser.signIn(everything);
  token = await browser.token();
});

type Sent = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** @default true */
  readonly signedIn?: boolean;
};
type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
};

const length = (body: string) => ({ 'content-length': String(Buffer.byteLength(body)) });

/** Sends a request as it is: no client tidies its target, its method or its headers. */
const send = (target: string, { method = 'GET', headers = {}, body, signedIn = true }: Sent = {}): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const { hostname, port } = new URL(server.url);
    const sent = httpRequest(
      {
        hostname,
        port,
        path: target,
        method,
        headers: { ...(signedIn && { cookie }), ...(body !== undefined && length(body)), ...headers },
      },
      (reply) => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('end', () =>
          resolve({ status: reply.statusCode ?? 0, headers: reply.headers, text: Buffer.concat(chunks).toString() }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });

const formType = { 'content-type': 'application/x-www-form-urlencoded' };
const jsonType = { 'content-type': 'application/json' };

/** Number of attempts to change the store. */
const changes = (): number => world.written.length + world.removed.length;

type Act = { readonly name: string; readonly target: string; readonly sent: Sent };

const withToken = (form: URLSearchParams, value: string | null): string => {
  if (value !== null) form.set('_csrf', value);
  return form.toString();
};

/** Everything that changes something: each form, and each operation of the API. */
const acts = (value: string | null = token): readonly Act[] => [
  ...pages
    .filter(({ method }) => method === 'post')
    .map(({ verb, path: pattern }) => {
      const { path, form } = formOf(verb, pattern, objects);
      const fields = new URLSearchParams(
        Object.entries(form).flatMap(([name, one]) => [one].flat().map((text): [string, string] => [name, text])),
      );
      const sent = { method: 'POST', headers: formType, body: withToken(fields, value) };
      return { name: `POST ${pattern}`, target: path, sent };
    }),
  ...verbList
    .filter((verb) => !onlyReads(verb))
    .map((verb) => {
      const { method, path, body } = requestOf(verb, inputOf(verb.verb, objects));
      const headers = { ...jsonType, ...(value !== null && { 'x-graphveil-csrf': value }) };
      return { name: verb.verb, target: path, sent: { method, headers, body: JSON.stringify(body ?? {}) } };
    }),
];

/** Sends every act in a way that must be refused, and returns the replies that don’t refuse or that changed something. */
const successes = async (change: (act: Act) => Sent, given: readonly Act[] = acts()): Promise<readonly unknown[]> => {
  const found: unknown[] = [];
  for (const act of given) {
    const before = changes();
    const { status, text } = await send(act.target, change(act));
    if (status < 400 || status >= 500 || changes() !== before) found.push([act.name, status, text]);
  }
  return found;
};

const withHeaders =
  (headers: Readonly<Record<string, string>>) =>
  ({ sent }: Act): Sent => ({ ...sent, headers: { ...sent.headers, ...headers } });

describe('a request of another site', () => {
  it.each([
    { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:1' },
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': 'same-origin, cross-site' },
    { 'sec-fetch-site': 'SAME-ORIGIN' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:1' },
  ])('changes nothing, even with the token: %j', async (headers) => {
    expect(await successes(withHeaders(headers))).toEqual([]);
  });

  it('changes nothing without the token, or with that of another session', async () => {
    const other = world.browser();
    await other.signIn(everything);
    const theirs = await other.token();
    for (const value of [null, '', theirs, `${token}x`, token.slice(1), token.toLowerCase()])
      expect(await successes(({ sent }) => sent, acts(value))).toEqual([]);
  });

  it('changes nothing with the token of an earlier session', async () => {
    await browser.signIn(everything);
    expect(await successes(({ sent }) => sent)).toEqual([]);
  });

  it('changes nothing with the token in another place', async () => {
    const moved = acts(null).map((act) => ({ ...act, target: `${act.target}?_csrf=${token}` }));
    expect(await successes(withHeaders({ 'x-csrf-token': token }), moved)).toEqual([]);
    expect(
      await successes(
        ({ sent }) => ({ ...sent, headers: { ...sent.headers, 'x-graphveil-csrf': token } }),
        acts(null).filter(({ name }) => name.startsWith('POST')),
      ),
    ).toEqual([]);
  });

  it('changes nothing in a type that forms of other sites can send', async () => {
    const bodies: readonly (readonly [string, (act: Act) => string])[] = [
      ['text/plain', ({ sent }) => sent.body ?? ''],
      [
        'multipart/form-data; boundary=x',
        () => `--x\r\ncontent-disposition: form-data; name="_csrf"\r\n\r\n${token}\r\n--x--`,
      ],
      ['', ({ sent }) => sent.body ?? ''],
      ['application/json, application/x-www-form-urlencoded', ({ sent }) => sent.body ?? ''],
    ];
    const withBody = acts().filter(({ sent }) => sent.body !== '{}');
    for (const [type, body] of bodies)
      expect(
        await successes(
          (act) => ({ ...act.sent, body: body(act), headers: { ...act.sent.headers, 'content-type': type } }),
          withBody,
        ),
      ).toEqual([]);
  });

  it('reads nothing: no reply lets another origin have it', async () => {
    for (const method of ['GET', 'OPTIONS', 'POST'])
      for (const target of ['/clients', '/api/clients', '/api/session', '/api/openapi.json', '/console.css', '/x']) {
        const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
        const reply = await send(target, { method, headers });
        expect(Object.keys(reply.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
        expect(reply.headers['cross-origin-resource-policy']).toBe('same-origin');
        expect(reply.headers['content-security-policy']).toContain("frame-ancestors 'none'");
      }
  });
});

it('does everything of this list with the token, from its own pages', async () => {
  for (const { name } of acts()) {
    world.forget();
    // Nobody approves the own proposal.
    const relation = name.endsWith('approve') ? 'other' : 'own';
    objects = related(await fill(world, [everything]), everything, relation);
    await browser.signIn(everything);
    token = await browser.token();
    const act = acts().find((each) => each.name === name);
    const { status } = await send(act?.target ?? '', withHeaders({ 'sec-fetch-site': 'same-origin' })(act as Act));
    expect([name, status]).toEqual([name, status === 303 ? 303 : 200]);
  }
});

describe('an address that leads elsewhere', () => {
  const elsewhere = [
    'https://evil.example',
    '//evil.example/clients',
    '///evil.example',
    String.raw`\\evil.example`,
    String.raw`/\evil.example`,
    '/%2f%2fevil.example',
    '/%5cevil.example',
    '/\t/evil.example',
    '/clients/..//evil.example',
    '/clients\r\nset-cookie: x=y',
    '/clients/%0d%0aset-cookie:x',
    '/clients?to=//evil.example',
    '/clients#//evil.example',
    '/sign-out',
    '/api/clients',
    'javascript:alert(1)',
    '@evil.example',
  ];

  it('isn’t where a sign-in returns to', async () => {
    const target = `/sign-in/callback?${new URLSearchParams({ code: everything.name, state: 's' })}`;
    for (const to of elsewhere) {
      const kept = Buffer.from(JSON.stringify({ state: 's', nonce: 'n', verifier: 'v', to })).toString('base64url');
      const begun = await send(`/sign-in?${new URLSearchParams({ to })}`, { signedIn: false });
      const ended = await send(target, { signedIn: false, headers: { cookie: `graphveil-sign-in=${kept}` } });
      expect([to, new URL(String(begun.headers['location'])).host, ended.status]).toEqual([to, 'entra.example', 302]);
      expect([to, ended.headers['location']]).toEqual([to, '/']);
      expect([begun, ended].flatMap(({ headers }) => headers['set-cookie'] ?? []).join('\n')).not.toMatch(/x=y|^x/m);
    }
  });

  it('isn’t served, whatever its spelling', async () => {
    const spelled = [
      '//clients',
      '/./clients',
      '/x/../clients',
      '/clients/',
      '/clients;x',
      '/CLIENTS',
      '/clients%2f',
      '/clients%00',
      '/%63lients',
      '/clients/%2e%2e',
      '/clients/%2e%2e%2fclients',
      '/api/clients/',
      '/api//clients',
      '/api/%2e%2e/clients',
      '/api/clients/%2e%2e',
      '/api/clients%2f..',
      '/clients?/console.css',
      '/console.css/../clients',
    ];
    for (const target of spelled) {
      const { status, text } = await send(target, { signedIn: false });
      expect([target, status]).toEqual([target, status === 401 ? 401 : 404]);
      expect(text).not.toContain(objects.client);
    }
    for (const target of ['http://evil.example/clients', '*', 'clients'])
      expect([target, (await send(target)).status]).toEqual([target, 400]);
    for (const host of ['evil.example', `evil.example@${new URL(server.url).host}`, '127.0.0.1', 'localhost'])
      expect([host, [400, 421]]).toEqual([
        host,
        expect.arrayContaining([(await send('/clients', { headers: { host } })).status]),
      ]);
  });

  it('isn’t where a form sends what is typed: each form posts to its own page', async () => {
    const strange = [
      '..',
      '../../sign-out',
      '..%2f..%2fsign-out',
      '//evil.example',
      'x?_csrf=',
      'x#',
      '"><form action=x>',
      `${objects.client}/delete?`,
      '%',
      '\u0000',
    ];
    const parameters = ['id', 'secretId', 'name', 'client', 'group', 'grant', 'request', 'proposal'];
    const known = new Set(pages.map(({ verb, path }) => formOf(verb, path, objects).path));
    let forms = 0;
    for (const { verb, path: pattern } of pages.filter(({ method }) => method === 'get'))
      for (const changed of [undefined, ...parameters.filter((name) => pattern.includes(`:${name}`))])
        for (const value of changed === undefined ? [''] : strange) {
          const input = inputOf(verb, objects);
          const target = pattern.replaceAll(/:(\w+)/g, (_, name: string) =>
            encodeURIComponent(name === changed ? value : String(input[name])),
          );
          const { text } = await send(target);
          for (const [, action = ''] of text.matchAll(/<form[^>]* action="([^"]*)"/g)) {
            const resolved = new URL(action.replaceAll('&amp;', '&'), `${server.url}${target}`);
            const isKnown = action === '/sign-out' || (changed === undefined && known.has(action));
            const own = isKnown ? action : target;
            expect([target, `${resolved.origin}${resolved.pathname}`]).toEqual([target, `${server.url}${own}`]);
            forms += 1;
          }
        }
    expect(forms).toBeGreaterThan(pages.length);
  });
});

describe('markup', () => {
  const mark = [
    '"><img src=x onerror=alert(1)>',
    "'><script>alert(1)</script>",
    '</textarea></title><svg onload=alert(1)>',
    '&lt;b&gt;<b>{{7*7}}${7*7}',
    '<!--',
    '\u2028<i>',
  ].join(' ');
  /** What only markup that wasn’t escaped can put into a page. */
  const unescaped = /<(?:img src=x|script|svg onload|i>|b>|!--)|onerror=alert\(1\)>|<\/title><svg/i;
  const htmlOf = ({ text }: Reply): string => text.replace('<!doctype html>', '');

  it('in any field of any form stays text on every page', async () => {
    let fields = 0;
    for (const { verb, method, path: pattern } of pages) {
      if (method !== 'post') continue;
      const { path, form } = formOf(verb, pattern, objects);
      for (const field of Object.keys(form)) {
        const body = new URLSearchParams({ _csrf: token });
        for (const [name, value] of Object.entries(form))
          for (const one of [value].flat()) body.append(name, name === field ? mark : one);
        const reply = await send(path, { method: 'POST', headers: formType, body: body.toString() });
        expect([pattern, field, htmlOf(reply).match(unescaped)]).toEqual([pattern, field, null]);
        fields += 1;
      }
    }
    expect(fields).toBeGreaterThan(pages.length / 2);
  });

  it('in stored texts, in names, in addresses and in what is typed before a sign-in stays text', async () => {
    world.forget();
    objects = related(await fill(world, [everything], mark), everything, 'own');
    await browser.signIn({ ...everything, name: mark });
    const encoded = encodeURIComponent(mark);
    const targets = pages
      .filter(({ method }) => method === 'get')
      .map(({ verb, path: pattern }) => formOf(verb, pattern, objects).path);
    for (const target of [...targets, `/clients/${encoded}`, `/${encoded}`, `/clients?x=${encoded}`])
      expect([target, htmlOf(await send(target)).match(unescaped)]).toEqual([target, null]);
    const typed = new URLSearchParams({ _csrf: 'x', contact: mark });
    const asked = await send('/clients/new', { method: 'POST', headers: formType, body: typed.toString() });
    expect(htmlOf(asked).match(unescaped)).toBeNull();
  });
});

describe('a request of an unexpected form', () => {
  const big = 'x'.repeat(70_000);
  const nested = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;

  it('is refused without a change: bodies too long, too deep, or not what they say', async () => {
    const before = changes();
    const api = { ...jsonType, 'x-graphveil-csrf': token };
    const bodies: readonly (readonly [string, Sent])[] = [
      ['/clients/new', { headers: formType, body: `_csrf=${token}&name=${big}` }],
      ['/clients/new', { headers: formType, body: `name=${'x'.repeat(1_100_000)}` }],
      ['/clients/new', { headers: { ...formType, 'content-length': '5' }, body: '_csrf' }],
      ['/clients/new', { headers: formType, body: '%ff%fe&&&===&_csrf' }],
      ['/api/clients', { headers: api, body: JSON.stringify({ name: big }) }],
      ['/api/clients', { headers: api, body: `{"name":${nested}}` }],
      ['/api/clients', { headers: api, body: nested }],
      ['/api/clients', { headers: api, body: '{"name":"a' }],
      ['/api/clients', { headers: api, body: '\ufeff{}' }],
      ['/api/clients', { headers: api, body: '{"__proto__":{"name":"a-tool"},"constructor":{"name":"x"}}' }],
      ['/api/clients', { headers: { ...api, 'if-match': '"__proto__"' }, body: '{}' }],
    ];
    for (const [target, sent] of bodies) {
      const { status } = await send(target, { method: 'POST', ...sent });
      expect([target, sent.body?.slice(0, 40), status >= 400 && status < 500]).toEqual([
        target,
        sent.body?.slice(0, 40),
        true,
      ]);
    }
    expect(changes()).toBe(before);
  });

  it('doesn’t become another method', async () => {
    const before = changes();
    const target = `/api/clients/${objects.client}`;
    const headers = { ...jsonType, 'x-graphveil-csrf': token };
    for (const override of ['x-http-method-override', 'x-http-method', 'x-method-override'])
      for (const method of ['POST', 'GET'])
        await send(target, {
          method,
          headers: { ...headers, [override]: 'DELETE' },
          ...(method === 'POST' && { body: '{}' }),
        });
    const form = { headers: formType, body: `_csrf=${token}&_method=DELETE` };
    await send(`${target}?_method=DELETE`, { method: 'POST', ...form });
    await send(`/clients/${objects.client}?_method=DELETE`, { method: 'POST', ...form });
    expect(changes()).toBe(before);
  });

  it('changes nothing with a method that only reads, and shows nothing with one that isn’t served', async () => {
    const before = changes();
    for (const { verb, path: pattern } of pages)
      for (const method of ['HEAD', 'OPTIONS', 'TRACE', 'PUT', 'PATCH', 'DELETE', 'PROPFIND']) {
        const { path } = formOf(verb, pattern, objects);
        const { status, text } = await send(path, { method });
        expect([pattern, method, status < 500, text.includes(objects.client)]).toEqual([pattern, method, true, false]);
      }
    expect(changes()).toBe(before);
  });

  it('isn’t taken as a person’s: two cookies, or one of another form', async () => {
    const id = browser.cookies.get('graphveil-session') ?? '';
    const cookies = [
      `graphveil-session=${id}; graphveil-session=${id}`,
      `graphveil-session="${id}"`,
      `Graphveil-Session=${id}`,
      `__Host-graphveil-session=${id}`,
      `graphveil-session=${id}x`,
      `graphveil-session=${id.slice(1)}`,
      'graphveil-session=',
      `x=1;graphveil-session=${id}`,
    ];
    for (const cookie of cookies)
      expect([cookie, (await send('/clients', { signedIn: false, headers: { cookie } })).status]).toEqual([
        cookie,
        401,
      ]);
  });
});
