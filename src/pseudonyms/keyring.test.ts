import { randomBytes } from 'node:crypto';
import { highestEpoch, type KeyringDocument, KeyringError } from './keyring-document.ts';
import {
  describeKeyring,
  importPsoxy,
  initKeyring,
  newSeries,
  newSeriesId,
  plainRoot,
  retireEpochs,
  rewrapKeyring,
  rotateKeyring,
} from './manage-keyring.ts';
import { openKeyring } from './open-keyring.ts';
import { psoxyKeyring } from './psoxy-keyring.ts';
import { unwrapKeyring } from './unwrap-keyring.ts';

const at = '2026-03-01T08:00:00Z';
const later = '2026-06-01T08:00:00Z';
const plain = 'none' as const;
const root = () => plainRoot(randomBytes);
const v1 = (id = 's-1') => ({ id, at, seriesRoot: root(), epochRoot: root(), plusTags: 'drop' as const });
const init = () => initKeyring({ protection: plain, ...v1() });
const rotate = (document: KeyringDocument) => rotateKeyring(document, { at: later, epochRoot: root() });
const psoxySecrets = { salt: 'salt', encryptionKey: 'secret', canonicalization: 'STRICT' as const };
const imported = () => importPsoxy({ protection: plain, id: 's-p', at, epochRoot: root(), ...psoxySecrets });
const keepReversible = { reversible: true, domain: 'keep' } as const;
const alicia = 'alicia.thornbury@veldt.example';

const tokenOf = (document: KeyringDocument) =>
  openKeyring(document).pseudonyms.pseudonymize(alicia, 'user-id', keepReversible);
const openIn = (document: KeyringDocument, token: string) => openKeyring(document).pseudonyms.open(token);
const refusal = (act: () => unknown): readonly string[] => {
  try {
    act();
  } catch (error) {
    if (error instanceof KeyringError) return error.problems;
    throw error;
  }
  return [];
};

describe('a keyring of scheme v1', () => {
  it('names the keys that it uses', () => {
    expect(openKeyring(rotate(init()))).toMatchObject({ series: 's-1', epoch: 2, pseudonyms: { scheme: 'v1' } });
  });

  it('keeps pseudonyms equal when it is rotated, and opens earlier tokens', () => {
    const first = init();
    const second = rotate(first);
    expect(tokenOf(second).hash).toBe(tokenOf(first).hash);
    expect(tokenOf(second).token).not.toBe(tokenOf(first).token);
    expect(openIn(second, tokenOf(first).token)).toEqual({ ok: true, value: alicia, kind: 'user-id' });
    expect(openIn(first, tokenOf(second).token)).toEqual({ ok: false, reason: 'unknown-epoch' });
  });

  it('opens links of older epochs', () => {
    const first = init();
    const sealed = openKeyring(first).links.seal(Buffer.from('link'), 'context');
    expect(openKeyring(rotate(first)).links.open(sealed, 'context')).toEqual({
      ok: true,
      plaintext: Buffer.from('link'),
    });
  });

  it('changes every pseudonym with a new series, and still opens the old ones', () => {
    const first = init();
    const second = newSeries(first, v1('s-2'));
    expect(openKeyring(second)).toMatchObject({ series: 's-2', epoch: 2 });
    expect(tokenOf(second).hash).not.toBe(tokenOf(first).hash);
    expect(openIn(second, tokenOf(first).token)).toEqual({ ok: true, value: alicia, kind: 'user-id' });
  });

  it('refuses two series of one id', () => {
    expect(refusal(() => newSeries(init(), v1('s-1')))).toEqual(['a series with this id already exists']);
  });

  it('names series by eight random digits', () => {
    expect(newSeriesId((bytes) => new Uint8Array(bytes).fill(0xab))).toBe('s-abababab');
  });
});

describe('retiring epochs', () => {
  it('disables their tokens, and destroys their keys', () => {
    const first = init();
    const second = retireEpochs(rotate(first), { numbers: [1], at: later });
    expect(openIn(second, tokenOf(first).token)).toEqual({ ok: false, reason: 'unknown-epoch' });
    expect(tokenOf(second).hash).toBe(tokenOf(first).hash);
    expect(second.series[0]?.epochs[0]).toEqual({ number: 1, created: at, retired: later });
  });

  it('destroys the keys of a series with its last epoch', () => {
    for (const first of [init(), imported()]) {
      const second = retireEpochs(newSeries(first, v1('s-2')), { numbers: [1], at: later });
      const [former] = second.series;
      expect(Object.keys(former ?? {})).not.toEqual(expect.arrayContaining(['root']));
      expect(JSON.stringify(former)).not.toMatch(/root|salt|encryptionKey/);
      expect(openIn(second, tokenOf(first).token).ok).toBe(false);
      expect(openKeyring(second).epoch).toBe(2);
    }
  });

  it('refuses the epoch in use, unknown ones and retired ones, all at once, and changes nothing', () => {
    const document = retireEpochs(rotate(rotate(init())), { numbers: [1], at: later });
    const before = JSON.stringify(document);
    expect(refusal(() => retireEpochs(document, { numbers: [1, 2, 3, 9], at: later }))).toEqual([
      'epoch 1 is retired already',
      'epoch 3 writes new tokens; rotate before retiring it',
      'there is no epoch 9',
    ]);
    expect(JSON.stringify(document)).toBe(before);
  });
});

describe('the numbers of epochs', () => {
  const full = () =>
    Array.from({ length: highestEpoch - 1 }).reduce<KeyringDocument>((document) => rotate(document), init());

  it('rejects a sixty-fourth, and explains how to free one', () => {
    expect(openKeyring(full()).epoch).toBe(63);
    expect(refusal(() => rotate(full()))).toEqual([expect.stringMatching(/^all 63 epochs are in use; retire/)]);
  });

  it('uses the lowest retired number again at the end of the range, and tokens of before stay closed', () => {
    const document = full();
    const fifth = openKeyring({
      ...document,
      series: document.series.map((entry) => ({ ...entry, epochs: entry.epochs.slice(0, 5) })),
    });
    const again = rotate(retireEpochs(document, { numbers: [7, 5], at: later }));
    expect(openKeyring(again).epoch).toBe(5);
    expect(openIn(again, fifth.pseudonyms.tokenize('Kiosk 7', 'user-id'))).toEqual({ ok: false, reason: 'invalid' });
    expect(openIn(again, tokenOf(document).token).ok).toBe(true);
    expect(openKeyring(rotate(again)).epoch).toBe(7);
  });

  it('lets a former series go when its last number is used again', () => {
    const document = newSeries(init(), v1('s-2'));
    const more = Array.from({ length: highestEpoch - 2 }).reduce<KeyringDocument>((each) => rotate(each), document);
    const again = newSeries(retireEpochs(more, { numbers: [1], at: later }), v1('s-3'));
    expect(again.series.map(({ id }) => id)).toEqual(['s-2', 's-3']);
    expect(openKeyring(again).epoch).toBe(1);
  });
});

describe('a keyring of scheme psoxy', () => {
  it('makes the tokens of the deployment, whatever its epoch', () => {
    const token = openKeyring(rotate(imported())).pseudonyms.pseudonymize(
      'Alice+x@Acme.com',
      'user-id',
      keepReversible,
    ).token;
    expect(token).toMatch(/^p~UFdK0TvVTvZ23c6QslyCy0o2MSq2DRtDjEXfTPJyyMlSz1cR_RI9YzwoF-4YWVitjHsG_GrAFbxOCu33PN3DWg/);
    expect(tokenOf(rotate(imported()))).toEqual(tokenOf(imported()));
    expect(psoxyKeyring(psoxySecrets).pseudonyms.pseudonymize(alicia, 'user-id', keepReversible)).toEqual(
      tokenOf(imported()),
    );
    expect(openKeyring(imported()).pseudonyms.scheme).toBe('psoxy');
  });

  it('opens its tokens after a series of scheme v1 has begun, in addition to those of that series', () => {
    const before = imported();
    const after = newSeries(before, v1('s-2'));
    expect(openIn(after, tokenOf(before).token)).toEqual({ ok: true, value: alicia });
    expect(openIn(after, tokenOf(after).token)).toEqual({ ok: true, value: alicia, kind: 'user-id' });
    expect(openIn(before, tokenOf(after).token)).toEqual({ ok: false, reason: 'unknown-epoch' });
    expect(openIn(after, 'Kiosk 7')).toEqual({ ok: false, reason: 'invalid' });
  });

  it('seals links with keys of its own, not with those of the deployment', () => {
    const [one, other] = [imported(), imported()].map(openKeyring);
    const sealed = one?.links.seal(Buffer.from('link'), 'context') ?? '';
    expect(one?.links.open(sealed, 'context').ok).toBe(true);
    expect(other?.links.open(sealed, 'context').ok).toBe(false);
  });
});

describe('openKeyring', () => {
  const [series] = init().series;
  const noRoot = { ...series, root: undefined };
  const noSecrets = { ...imported().series[0], salt: undefined };

  it.each<readonly [string, unknown, RegExp]>([
    ['encrypted secrets', { ...init(), protection: 'aws-kms' }, /still encrypted/],
    ['no series', { ...init(), series: [] }, /no epoch to write/],
    ['no epoch', { ...init(), series: [{ ...series, epochs: [] }] }, /no epoch to write/],
    [
      'a retired epoch at the end',
      { ...init(), series: [{ ...series, epochs: [{ number: 1, created: at, retired: at }] }] },
      /no epoch to write/,
    ],
    ['a series without its root', { ...init(), series: [noRoot] }, /root of series s-1: expected 32 bytes/],
    ['a root of another length', { ...init(), series: [{ ...series, root: 'AAAA' }] }, /expected 32 bytes/],
    [
      'an epoch without its root',
      { ...init(), series: [{ ...series, epochs: [{ number: 1, created: at }] }] },
      /root of epoch 1/,
    ],
    ['a Psoxy series without its salt', { ...init(), series: [noSecrets] }, /salt and encryption key are missing/],
  ])('refuses %s', (_, document, problem) => {
    expect(() => openKeyring(document as KeyringDocument)).toThrow(problem);
  });
});

describe('unwrapKeyring', () => {
  const wrap = (secret: string | Uint8Array): string => Buffer.from(secret).reverse().toString('base64');
  const unwrap = async (wrapped: string): Promise<Uint8Array> => Buffer.from(wrapped, 'base64').reverse();
  const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64url');

  it('gives a keyring whose secrets a key service held', async () => {
    const wrapped = {
      id: 's-1',
      at,
      seriesRoot: wrap(Buffer.alloc(32, 1)),
      epochRoot: wrap(Buffer.alloc(32, 2)),
      plusTags: 'keep' as const,
    };
    const document = initKeyring({ protection: 'aws-kms', ...wrapped });
    const opened = await unwrapKeyring(document, unwrap);
    expect(opened).toMatchObject({ protection: 'none', series: [{ id: 's-1', plusTags: 'keep' }] });
    expect(bytesOf(opened.series[0]?.epochs[0]?.root ?? '')).toEqual(Buffer.alloc(32, 2));
    expect(openKeyring(opened).epoch).toBe(1);
  });

  it('gives salt and key of a Psoxy deployment back as they were', async () => {
    const secrets = { salt: wrap(' Zwölf '), encryptionKey: wrap('clé'), canonicalization: 'STRICT' as const };
    const document = importPsoxy({
      protection: 'aws-kms',
      id: 's-p',
      at,
      epochRoot: wrap(Buffer.alloc(32)),
      ...secrets,
    });
    expect(await unwrapKeyring(document, unwrap)).toMatchObject({
      series: [{ salt: ' Zwölf ', encryptionKey: 'clé' }],
    });
  });

  it('leaves out retired epochs', async () => {
    for (const first of [init(), imported()]) {
      const document = retireEpochs(newSeries(first, v1('s-2')), { numbers: [1], at: later });
      const opened = await unwrapKeyring(document, async (text) => bytesOf(text));
      expect(opened).toEqual(document);
    }
  });

  it('rejects a salt that is not text, and passes on the key service’s errors', async () => {
    await expect(unwrapKeyring(imported(), async () => Buffer.from([0xff]))).rejects.toThrow(/not UTF-8/);
    const outage = new Error('outage');
    await expect(unwrapKeyring(init(), () => Promise.reject(outage))).rejects.toBe(outage);
  });
});

describe('rewrapKeyring', () => {
  it('replaces every ciphertext, and leaves everything else of the keyring', async () => {
    const document = retireEpochs(newSeries(imported(), v1('s-2')), { numbers: [1], at: later });
    const both = newSeries(imported(), v1('s-2'));
    const seen: string[] = [];
    const moved = await rewrapKeyring(both, async (secret) => {
      seen.push(secret);
      return `moved ${secret}`;
    });
    const secrets = JSON.stringify(both).match(/"(?:root|salt|encryptionKey)":"[^"]+"/g) ?? [];

    expect(seen).toHaveLength(secrets.length);
    expect(JSON.stringify(moved).replaceAll('moved ', '')).toBe(JSON.stringify(both));
    expect(JSON.stringify(moved).match(/moved /g)).toHaveLength(secrets.length);
    expect(JSON.stringify(await rewrapKeyring(document, async () => 'moved'))).toContain('"retired"');
  });
});

describe('a keyring error', () => {
  it('has a name of its own, and all of its problems in one message', () => {
    const error = new KeyringError(['one', 'two']);
    expect([error.name, error.message, error.problems]).toEqual(['KeyringError', 'one; two', ['one', 'two']]);
  });
});

describe('a new series', () => {
  it('rejects own domains that are none, and sorts the others, each once', () => {
    const withDomains = (...ownDomains: readonly string[]) => initKeyring({ protection: plain, ...v1(), ownDomains });
    const message = 'an own domain is not a domain name; write contoso.example, without @';
    for (const wrong of ['@contoso.example', '', 'contoso', 'a b.example', 'a/b.example'])
      expect([wrong, refusal(() => withDomains('veldt.example', wrong))]).toEqual([wrong, [message]]);
    expect(withDomains('Veldt.example', 'attic.example', 'veldt.EXAMPLE').series[0]).toMatchObject({
      ownDomains: ['attic.example', 'veldt.example'],
    });
  });

  it('rejects the id of any series that is there', () => {
    const two = newSeries(init(), v1('s-2'));
    for (const id of ['s-1', 's-2'])
      expect(refusal(() => newSeries(two, v1(id)))).toEqual(['a series with this id already exists']);
    expect(newSeries(two, v1('s-3')).series.map(({ id }) => id)).toEqual(['s-1', 's-2', 's-3']);
  });
});

describe('describeKeyring', () => {
  it('names the own domains where there are some', () => {
    const addressesOf = (ownDomains: readonly string[]) =>
      describeKeyring(initKeyring({ protection: plain, ...v1(), ownDomains })).series[0]?.addresses;
    expect(addressesOf([])).toBe('plus tags: drop');
    expect(addressesOf(['attic.example', 'veldt.example'])).toBe(
      'plus tags: drop, own domains: attic.example, veldt.example',
    );
  });

  it('shows everything but the secrets', () => {
    const document = newSeries(retireEpochs(rotate(rotate(imported())), { numbers: [1], at: later }), v1('s-2'));
    expect(describeKeyring(document)).toEqual({
      protection: 'none',
      series: [
        {
          id: 's-p',
          scheme: 'psoxy',
          created: at,
          current: false,
          addresses: 'STRICT',
          epochs: [
            { number: 1, created: at, state: 'retired', retired: later },
            { number: 2, created: later, state: 'opens' },
            { number: 3, created: later, state: 'opens' },
          ],
        },
        {
          id: 's-2',
          scheme: 'v1',
          created: at,
          current: true,
          addresses: 'plus tags: drop',
          epochs: [{ number: 4, created: at, state: 'current' }],
        },
      ],
    });
  });
});
