import { readPsoxyEnvironment } from './psoxy-environment.ts';

describe('readPsoxyEnvironment', () => {
  it('uses salt and key unchanged, including blanks', () => {
    expect(
      readPsoxyEnvironment({ PSOXY_SALT: ' s ', PSOXY_ENCRYPTION_KEY: 'k\t', EMAIL_CANONICALIZATION: 'IGNORE_DOTS' }),
    ).toEqual({
      ok: true,
      secrets: { salt: ' s ', encryptionKey: 'k\t', canonicalization: 'IGNORE_DOTS' },
      canonicalizationAssumed: false,
    });
  });

  it('assumes STRICT by default, and reports it', () => {
    expect(readPsoxyEnvironment({ PSOXY_SALT: 's', PSOXY_ENCRYPTION_KEY: 'k' })).toMatchObject({
      secrets: { canonicalization: 'STRICT' },
      canonicalizationAssumed: true,
    });
  });

  it('refuses with every problem at once and no value in them', () => {
    const read = readPsoxyEnvironment({ PSOXY_SALT: '', EMAIL_CANONICALIZATION: 'sometimes' });
    expect(read).toEqual({
      ok: false,
      problems: [
        expect.stringContaining('PSOXY_SALT'),
        expect.stringContaining('PSOXY_ENCRYPTION_KEY'),
        expect.stringContaining('STRICT nor IGNORE_DOTS'),
      ],
    });
    expect(JSON.stringify(read)).not.toContain('sometimes');
  });
});
