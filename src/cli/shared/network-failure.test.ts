import { ProxyRefusal } from '../../adapters/node/index.ts';
import { awsFailure } from './aws-failure.ts';
import { networkFailure } from './network-failure.ts';

const failure = (fields: object, message = 'failed'): Error => Object.assign(new Error(message), fields);

describe('networkFailure', () => {
  it.each([
    ['a name', failure({ code: 'ENOTFOUND', hostname: 'sts.example' }), 'Network.NameNotFound', 'sts.example can'],
    ['a name, for now', failure({ code: 'EAI_AGAIN', hostname: 'x.example' }), 'Network.NameNotFound', 'x.example can'],
    [
      'a refused connection',
      failure({ code: 'ECONNREFUSED', address: '203.0.113.7', port: 443 }),
      'Network.Refused',
      '203.0.113.7:443 refuses',
    ],
    ['the time', failure({ code: 'ETIMEDOUT' }), 'Network.Timeout', "host didn't respond"],
    ['the time of the SDK', failure({ name: 'TimeoutError' }), 'Network.Timeout', "host didn't respond"],
    ['the time of our own client', failure({ kind: 'timeout' }), 'Network.Timeout', "host didn't respond"],
    ['a closed connection', failure({ code: 'ECONNRESET' }), 'Network.ConnectionClosed', 'host closed'],
    ['no route', failure({ code: 'EHOSTUNREACH' }), 'Network.NoRoute', 'host has no route'],
    [
      'a certificate',
      failure({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }),
      'Network.CertificateUntrusted',
      'host has a certificate',
    ],
    [
      'a certificate for another name',
      failure({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }),
      'Network.CertificateUntrusted',
      'host has a certificate',
    ],
    ['a proxy', new ProxyRefusal(403), 'Network.ProxyRefused', "doesn't connect to host (403)"],
    [
      'a proxy, in a message that a library kept',
      failure({ name: 'CredentialsProviderError' }, 'ProxyRefusal: the proxy answered 407'),
      'Network.ProxyRefused',
      '(407)',
    ],
    [
      'a cause of the global fetch',
      new TypeError('fetch failed', { cause: failure({ code: 'ENOTFOUND', hostname: 'x.example' }) }),
      'Network.NameNotFound',
      'x.example can',
    ],
    [
      'the attempts at several addresses',
      failure({ errors: [failure({ code: 'ECONNREFUSED', address: '203.0.113.7', port: 443 })] }),
      'Network.Refused',
      '203.0.113.7:443 refuses',
    ],
    [
      'a message that a library kept',
      failure({ name: 'CredentialsProviderError' }, 'Error: getaddrinfo ENOTFOUND portal.sso.example'),
      'Network.NameNotFound',
      'portal.sso.example can',
    ],
  ])('names %s', (_, error, code, says) => {
    const found = networkFailure(error, 'host');

    expect(found).toMatchObject({ code, exitCode: 3, message: expect.stringContaining(says) });
    expect(found?.hint).toMatch(/network team|HTTPS_PROXY/);
  });

  it.each([
    ['an answer', failure({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } })],
    ['a file', failure({ code: 'ENOENT', path: '/x', syscall: 'open' })],
    ['no error', undefined],
    ['an error that causes itself', Object.assign(failure({}), { cause: undefined })],
  ])('leaves %s alone', (_, error) => {
    expect(networkFailure(error, 'host')).toBeUndefined();
  });

  it('ends with a chain of causes that never ends', () => {
    const error = failure({});
    error.cause = error;

    expect(networkFailure(error, 'host')).toBeUndefined();
  });
});

describe('awsFailure', () => {
  it.each([
    ['missing credentials', failure({ name: 'CredentialsProviderError' }, 'Could not load'), 'Aws.NoCredentials'],
    [
      'an ended session of IAM Identity Center',
      failure({ name: 'CredentialsProviderError' }, 'To refresh this SSO session run aws sso login'),
      'Aws.SessionEnded',
    ],
    ['ended credentials', failure({ name: 'ExpiredTokenException' }), 'Aws.SessionEnded'],
    ['credentials that AWS doesn’t know', failure({ name: 'UnrecognizedClientException' }), 'Aws.NotSignedIn'],
    ['the network', failure({ code: 'ENOTFOUND' }), 'Network.NameNotFound'],
  ])('tells %s apart', (_, error, code) => {
    expect(awsFailure(error, 'STS')).toMatchObject({ code, exitCode: 3 });
  });

  it('leaves a refusal of the service to its caller', () => {
    expect(awsFailure(failure({ name: 'AccessDeniedException' }), 'STS')).toBeUndefined();
  });
});
