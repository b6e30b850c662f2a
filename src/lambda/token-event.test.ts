import { readTokenEvent, writeTokenResult } from './token-event.ts';

const event = (more: object = {}, http: object = {}) => ({
  version: '2.0',
  rawPath: '/adfs/oauth2/token',
  headers: { 'Content-Type': 'application/x-www-form-urlencoded', host: 'evil.example' },
  body: 'grant_type=x',
  isBase64Encoded: false,
  requestContext: { http: { method: 'POST', sourceIp: '203.0.113.7', ...http } },
  ...more,
});

describe('a token request', () => {
  it('has lower-case header names, a decoded body, and the address that the platform reports', () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', host: 'evil.example' };
    const request = {
      method: 'POST',
      path: '/adfs/oauth2/token',
      headers,
      body: 'grant_type=x',
      address: '203.0.113.7',
    };
    expect(readTokenEvent(event())).toEqual(request);
    expect(readTokenEvent(event({ body: btoa('grant_type=x'), isBase64Encoded: true }))).toEqual(request);
    expect(readTokenEvent(event({ body: undefined, headers: null }))).toEqual({ ...request, body: '', headers: {} });
  });

  it.each([
    ['nothing', undefined],
    ['another format', event({ version: '1.0' })],
    ['no path', event({ rawPath: undefined })],
    ['no method', event({}, { method: undefined })],
    ['another kind', { Records: [] }],
  ])('is none of %s', (_, given) => {
    expect(readTokenEvent(given)).toBeUndefined();
  });
});

it('is answered with status, headers and text', () => {
  expect(writeTokenResult({ status: 405, headers: { allow: 'POST' }, body: '' })).toEqual({
    statusCode: 405,
    headers: { allow: 'POST' },
    body: '',
    isBase64Encoded: false,
  });
});
