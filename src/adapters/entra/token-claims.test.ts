import { Fault } from '../../problems/index.ts';
import { requestToken } from './request-token.ts';
import { readRoles } from './token-claims.ts';

const jwt = (claims: unknown): string => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;

describe('readRoles', () => {
  it.each([
    [{ roles: ['User.Read.All', 7, 'Mail.Read'] }, ['User.Read.All', 'Mail.Read']],
    [{}, []],
    [null, []],
    [{ roles: 'User.Read.All' }, []],
  ])('%j → %j', (claims, roles) => {
    expect(readRoles(jwt(claims))).toEqual(roles);
  });

  it.each(['', 'opaque', 'a.%%.c'])('reads no roles from %j, which isn’t a JWT', (text) => {
    expect(readRoles(text)).toEqual([]);
  });
});

it('passes on a fault of the identity token unchanged', async () => {
  await import('@azure/identity');
  const fault = new Fault({ code: 'Graphveil.IdentityTokenUnavailable', detail: 'the account has no issuer' });
  const request = requestToken({
    tenantId: 'tenant',
    clientId: 'client',
    authorityHost: 'https://127.0.0.1:1',
    graphScope: 'https://127.0.0.1:1/.default',
    assertion: { get: () => Promise.reject(fault) },
    clock: Date.now,
  });
  await expect(request).rejects.toBe(fault);
});
