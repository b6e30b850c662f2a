import { isTokenPath } from './metadata.ts';

const tenant = '11111111-2222-4333-8444-555555555555';

describe('the paths of the service', () => {
  it.each([
    ['/adfs/oauth2/token', true],
    [`/${tenant}/discovery/v2.0/keys`, true],
    ['/.well-known/openid-configuration/adfs', true],
    ['/claim', true],
    ['/adfs/oauth2/token/more', false],
    ['/v1.0/users', false],
    ['/', false],
  ])('%s: %j', (path, owned) => {
    expect(isTokenPath(path)).toBe(owned);
  });
});
