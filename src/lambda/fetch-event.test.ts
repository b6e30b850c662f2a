import { readFetchEvent, writeFetchResult } from './fetch-event.ts';

const event = (more: object = {}, http: object = {}) => ({
  version: '2.0',
  rawPath: '/clients/new',
  rawQueryString: 'a=1&b=%20',
  cookies: ['__Host-one=1', 'two=2'],
  headers: { Host: 'console.example', 'content-type': 'application/x-www-form-urlencoded' },
  body: 'name=acme',
  isBase64Encoded: false,
  requestContext: { domainName: 'abc.execute-api.example', http: { method: 'POST' }, ...http },
  ...more,
});

describe('an event of an HTTP API', () => {
  it('is a request with its host, query, cookies and body', async () => {
    const request = readFetchEvent(event());
    expect(request?.url).toBe('https://console.example/clients/new?a=1&b=%20');
    expect(request?.headers.get('cookie')).toBe('__Host-one=1; two=2');
    expect(await request?.text()).toBe('name=acme');
    const encoded = readFetchEvent(event({ body: btoa('name=acme'), isBase64Encoded: true }));
    expect(await encoded?.text()).toBe('name=acme');
    const get = event(
      { body: undefined, cookies: undefined, rawQueryString: '', headers: {} },
      { http: { method: 'GET' } },
    );
    expect(readFetchEvent(get)?.url).toBe('https://abc.execute-api.example/clients/new');
  });

  it.each([
    ['nothing', undefined],
    ['another format', event({ version: '1.0' })],
    ['no path', event({ rawPath: undefined })],
    ['no method', event({}, { http: {} })],
    ['no host', event({ headers: {}, requestContext: { http: { method: 'GET' } } })],
    ['a method that no request has', event({}, { http: { method: 'CONNECT' } })],
    ['a header that no request has', event({ headers: { host: 'console.example', 'x-a': 'a\nb' } })],
  ])('is no request with %s', (_, given) => {
    expect(readFetchEvent(given)).toBeUndefined();
  });
});

describe('a response', () => {
  it('keeps each cookie, and its text as text', async () => {
    const headers = new Headers({ 'content-type': 'text/html; charset=utf-8' });
    for (const cookie of ['a=1; Path=/', 'b=2; Path=/']) headers.append('set-cookie', cookie);
    expect(await writeFetchResult(new Response('é', { status: 303, headers }))).toEqual({
      statusCode: 303,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      cookies: ['a=1; Path=/', 'b=2; Path=/'],
      body: 'é',
      isBase64Encoded: false,
    });
  });

  it('is base64 if it is anything else', async () => {
    const headers = { 'content-type': 'image/png' };
    expect(await writeFetchResult(new Response(new Uint8Array([255, 0]), { headers }))).toMatchObject({
      body: '/wA=',
      isBase64Encoded: true,
    });
  });
});
