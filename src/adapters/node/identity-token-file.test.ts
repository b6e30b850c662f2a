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
    writeFileSync(path, 'secret');
    await expect(identityTokenFile(path).get()).rejects.toThrow('its file holds no JSON Web Token');
  });
});
