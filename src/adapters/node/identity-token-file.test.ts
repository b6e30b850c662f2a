import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityTokenFile } from './identity-token-file.ts';

const path = join(mkdtempSync(join(tmpdir(), 'graphveil-token-')), 'token');

describe('identityTokenFile', () => {
  it('reads the token anew each time', async () => {
    const tokens = identityTokenFile(path);
    writeFileSync(path, 'a.b.c\n');
    expect(await tokens.get()).toBe('a.b.c');
    writeFileSync(path, 'd.e.f');
    expect(await tokens.get()).toBe('d.e.f');
  });

  it('rejects a missing file or one without a token, without repeating its content', async () => {
    await expect(identityTokenFile(`${path}.missing`).get()).rejects.toMatchObject({
      problem: { code: 'Graphveil.IdentityTokenUnavailable', detail: 'its file can’t be read' },
    });
  });

  it.each([
    '',
    'secret',
    'a.b',
    'a.b.c.d',
    'a..c',
    '.b.c',
    'a.b.',
    'Bearer a.b.c',
    'a.b.c and more',
    'a.b+.c',
    '"a.b.c"',
  ])('rejects %j, which isn’t a token', async (text) => {
    writeFileSync(path, text);
    await expect(identityTokenFile(path).get()).rejects.toThrow('its file holds no JSON Web Token');
  });

  it('accepts every character of base64url', async () => {
    writeFileSync(path, ' eyJ-_0.AZaz-_9.-_Zz0 ');
    expect(await identityTokenFile(path).get()).toBe('eyJ-_0.AZaz-_9.-_Zz0');
  });
});
