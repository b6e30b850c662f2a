import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { type KeyringDocument, KeyringError } from './keyring-document.ts';
import { importPsoxy, initKeyring, newSeries, plainRoot, retireEpochs, rotateKeyring } from './manage-keyring.ts';
import { formatKeyring, parseKeyring } from './parse-keyring.ts';

const at = '2026-03-01T08:00:00.000Z';
const root = () => plainRoot(randomBytes);
const v1 = (id: string) => ({ id, at, seriesRoot: root(), epochRoot: root(), plusTags: 'drop' as const });
const keyring = initKeyring({ protection: 'none', ...v1('s-1') });
const psoxy = importPsoxy({
  protection: 'none',
  id: 's-p',
  at,
  epochRoot: root(),
  salt: 'salt',
  encryptionKey: 'secret',
  canonicalization: 'IGNORE_DOTS',
});
const ciphertext = Buffer.alloc(100, 5).toString('base64');
const wrapped = importPsoxy({
  protection: 'aws-kms',
  id: 's-p',
  at,
  epochRoot: ciphertext,
  salt: ciphertext,
  encryptionKey: ciphertext,
  canonicalization: 'STRICT',
});

const problemsOf = (text: string): readonly string[] => {
  try {
    parseKeyring(text);
  } catch (error) {
    if (error instanceof KeyringError) return error.problems;
    throw error;
  }
  return [];
};

type Json = { [name: string]: unknown };

/** The problems of `document` after `change` had its way with a copy of it. */
const problemsAfter = (document: KeyringDocument, change: (copy: Json, series: Json, epoch: Json) => void) => {
  const copy = JSON.parse(formatKeyring(document)) as { series: { epochs: Json[] }[] };
  const [series] = copy.series;
  change(copy as Json, (series ?? {}) as Json, series?.epochs[0] ?? {});
  return problemsOf(JSON.stringify(copy));
};

describe('parseKeyring', () => {
  it('gives back what formatKeyring wrote', () => {
    const rotated = rotateKeyring(newSeries(psoxy, v1('s-2')), { at, epochRoot: root() });
    for (const document of [keyring, psoxy, wrapped, rotated, retireEpochs(rotated, { numbers: [1, 2], at })])
      expect(parseKeyring(formatKeyring(document))).toEqual(document);
  });

  it('takes everything that its form allows', () => {
    const allowed: readonly Parameters<typeof problemsAfter>[1][] = [
      (_, series) => Object.assign(series, { plusTags: 'keep' }),
      (_, series) => Object.assign(series, { ownDomains: [] }),
      (_, series) => Object.assign(series, { ownDomains: ['attic.example', 'veldt.example'] }),
      (_, __, epoch) => Object.assign(epoch, { number: 63 }),
      (_, __, epoch) => Object.assign(epoch, { created: '2026-03-01T08:00:00Z' }),
    ];
    for (const change of allowed) expect(problemsAfter(keyring, change)).toEqual([]);
    for (const canonicalization of ['STRICT', 'IGNORE_DOTS'])
      expect(problemsAfter(psoxy, (_, series) => Object.assign(series, { canonicalization }))).toEqual([]);
  });

  it.each<readonly [string, KeyringDocument, Parameters<typeof problemsAfter>[1], RegExp]>([
    ['an epoch of 64', keyring, (_, __, epoch) => Object.assign(epoch, { number: 64 }), /number: expected a whole/],
    [
      'a time that is a number',
      keyring,
      (_, __, epoch) => Object.assign(epoch, { created: 2026 }),
      /created: expected/,
    ],
    [
      'a day that does not exist',
      keyring,
      (_, __, epoch) => Object.assign(epoch, { created: '2026-13-01T08:00:00Z' }),
      /created/,
    ],
    [
      'a time without a zone',
      keyring,
      (_, __, epoch) => Object.assign(epoch, { created: '2026-03-01T08:00:00' }),
      /created/,
    ],
    ['an empty salt', psoxy, (_, series) => Object.assign(series, { salt: '' }), /salt: expected text/],
    ['a salt that is a number', psoxy, (_, series) => Object.assign(series, { salt: 5 }), /salt: expected text/],
    ['an empty ciphertext', wrapped, (_, series) => Object.assign(series, { salt: '' }), /salt: expected base64/],
    [
      'a ciphertext that is a number',
      wrapped,
      (_, series) => Object.assign(series, { salt: 1234 }),
      /salt: expected base64/,
    ],
    [
      'a ciphertext that is no base64',
      wrapped,
      (_, series) => Object.assign(series, { salt: 'a-b_' }),
      /salt: expected base64/,
    ],
    [
      'one domain in capitals among others',
      keyring,
      (_, series) => Object.assign(series, { ownDomains: ['veldt.example', 'Attic.example'] }),
      /ownDomains/,
    ],
    ['a domain that is a number', keyring, (_, series) => Object.assign(series, { ownDomains: [5] }), /ownDomains/],
    [
      'a domain twice',
      keyring,
      (_, series) => Object.assign(series, { ownDomains: ['veldt.example', 'veldt.example'] }),
      /ownDomains/,
    ],
    [
      'domains that are no list',
      keyring,
      (_, series) => Object.assign(series, { ownDomains: 'veldt.example' }),
      /ownDomains/,
    ],
    [
      'other plus tags',
      keyring,
      (_, series) => Object.assign(series, { plusTags: '' }),
      /plusTags: expected drop or keep/,
    ],
  ])('rejects %s', (_what, document, change, problem) => {
    expect(problemsAfter(document, change)).toEqual([expect.stringMatching(problem)]);
  });

  it.each(['', 'secret', '{', '[1,', '{"version":1', 'null', '[]', '"secret"', '7'])(
    'refuses %j and shows nothing of it',
    (text) => {
      expect(problemsOf(text)).toEqual(['expected a keyring, a JSON object; restore it from its copy']);
    },
  );

  it.each<readonly [string, KeyringDocument, Parameters<typeof problemsAfter>[1], readonly string[]]>([
    [
      'a later version',
      keyring,
      (copy) => Object.assign(copy, { version: 2 }),
      ['version: expected 1; a keyring of a later Graphveil needs that version to read it'],
    ],
    [
      'an unknown protection',
      keyring,
      (copy) => Object.assign(copy, { protection: 'rot13' }),
      ['protection: expected none or aws-kms'],
    ],
    [
      'a property that is not known',
      keyring,
      (copy) => Object.assign(copy, { 'qN8-secret': 1 }),
      ['keyring: has a property that is not known; expected version, protection, series'],
    ],
    [
      'a missing list',
      keyring,
      (copy) => delete copy['series'],
      ['keyring: series is missing', 'series: expected a list of at least one'],
    ],
    [
      'an empty list',
      keyring,
      (copy) => Object.assign(copy, { series: [] }),
      ['series: expected a list of at least one'],
    ],
    [
      'a series that is none',
      keyring,
      (copy) => Object.assign(copy, { series: ['secret', null] }),
      ['series[0]: expected an object', 'series[1]: expected an object'],
    ],
    [
      'a scheme that is none',
      keyring,
      (_, series) => Object.assign(series, { scheme: 'v9' }),
      ['series[0].scheme: expected v1 or psoxy'],
    ],
    [
      'an id with blanks',
      keyring,
      (_, series) => Object.assign(series, { id: 'a b' }),
      ['series[0].id: expected 1 to 32 lower-case letters, digits and hyphens'],
    ],
    [
      'an id that is no text',
      keyring,
      (_, series) => Object.assign(series, { id: 4 }),
      ['series[0].id: expected 1 to 32 lower-case letters, digits and hyphens'],
    ],
    [
      'a day that is none',
      keyring,
      (_, series) => Object.assign(series, { created: '2026-13-01T00:00:00Z' }),
      ['series[0].created: expected a date and time in UTC'],
    ],
    [
      'a date without its time',
      keyring,
      (_, series) => Object.assign(series, { created: '2026-03-01' }),
      ['series[0].created: expected a date and time in UTC'],
    ],
    [
      'another way with plus tags',
      keyring,
      (_, series) => Object.assign(series, { plusTags: 'maybe' }),
      ['series[0].plusTags: expected drop or keep'],
    ],
    [
      'a root that is cut',
      keyring,
      (_, series) => Object.assign(series, { root: 'c2VjcmV0' }),
      ['series[0].root: expected 32 bytes in base64url'],
    ],
    [
      'a root that is no text',
      keyring,
      (_, series) => Object.assign(series, { root: 7 }),
      ['series[0].root: expected 32 bytes in base64url'],
    ],
    [
      'a series without its root',
      keyring,
      (_, series) => delete series['root'],
      ['series[0]: has epochs in use but not its own secrets'],
    ],
    [
      'no epochs',
      keyring,
      (_, series) => Object.assign(series, { epochs: [] }),
      ['series[0].epochs: expected a list of at least one'],
    ],
    [
      'epochs that are no list',
      keyring,
      (_, series) => Object.assign(series, { epochs: {} }),
      ['series[0].epochs: expected a list of at least one'],
    ],
    [
      'an epoch that is none',
      keyring,
      (_, series) => Object.assign(series, { epochs: [4] }),
      ['series[0].epochs[0]: expected an object'],
    ],
    [
      'epoch 0',
      keyring,
      (_, __, epoch) => Object.assign(epoch, { number: 0 }),
      ['series[0].epochs[0].number: expected a whole number from 1 to 63'],
    ],
    [
      'epoch 64',
      keyring,
      (_, __, epoch) => Object.assign(epoch, { number: 64 }),
      ['series[0].epochs[0].number: expected a whole number from 1 to 63'],
    ],
    [
      'epoch 1.5',
      keyring,
      (_, __, epoch) => Object.assign(epoch, { number: 1.5 }),
      ['series[0].epochs[0].number: expected a whole number from 1 to 63'],
    ],
    [
      'epoch "1"',
      keyring,
      (_, __, epoch) => Object.assign(epoch, { number: '1' }),
      ['series[0].epochs[0].number: expected a whole number from 1 to 63'],
    ],
    [
      'an epoch’s root in standard base64',
      keyring,
      (_, __, epoch) => Object.assign(epoch, { root: Buffer.alloc(32, 0xff).toString('base64') }),
      ['series[0].epochs[0].root: expected 32 bytes in base64url'],
    ],
    [
      'an epoch with root and end',
      keyring,
      (_, __, epoch) => Object.assign(epoch, { retired: at }),
      ['series[0].epochs[0]: expected either root or retired'],
    ],
    [
      'an epoch with neither',
      keyring,
      (_, __, epoch) => delete epoch['root'],
      ['series[0].epochs[0]: expected either root or retired'],
    ],
    [
      'an end that is no date',
      keyring,
      (_, __, epoch) => Object.assign(epoch, { root: undefined, retired: 'yes', created: 1 }),
      [
        'series[0].epochs[0].created: expected a date and time in UTC',
        'series[0].epochs[0].retired: expected a date and time in UTC',
      ],
    ],
    [
      'a last epoch that is retired',
      keyring,
      (_, __, epoch) => Object.assign(epoch, { root: undefined, retired: at }),
      ['series: the last epoch of the last series is retired, so nothing can make new pseudonyms'],
    ],
    [
      'an unknown canonicalization',
      psoxy,
      (_, series) => Object.assign(series, { canonicalization: 'NONE' }),
      ['series[0].canonicalization: expected STRICT or IGNORE_DOTS'],
    ],
    ['an empty salt', psoxy, (_, series) => Object.assign(series, { salt: '' }), ['series[0].salt: expected text']],
    [
      'a key that is no text',
      psoxy,
      (_, series) => Object.assign(series, { encryptionKey: 7 }),
      ['series[0].encryptionKey: expected text'],
    ],
    [
      'a deployment without its salt',
      psoxy,
      (_, series) => delete series['salt'],
      ['series[0]: has epochs in use but not its own secrets'],
    ],
    [
      'a deployment without its key',
      psoxy,
      (_, series) => delete series['encryptionKey'],
      ['series[0]: has epochs in use but not its own secrets'],
    ],
    [
      'a v1 root at a Psoxy series',
      psoxy,
      (_, series) => Object.assign(series, { root: root() }),
      [
        'series[0]: has a property that is not known; expected id, scheme, created, epochs, canonicalization, salt, encryptionKey',
      ],
    ],
    [
      'a ciphertext that is not base64',
      wrapped,
      (_, series) => Object.assign(series, { salt: 'plain salt' }),
      ['series[0].salt: expected base64'],
    ],
    [
      'a root that is not base64',
      wrapped,
      (_, __, epoch) => Object.assign(epoch, { root: '*' }),
      ['series[0].epochs[0].root: expected base64'],
    ],
  ])('refuses %s', (_, document, change, problems) => {
    expect(problemsAfter(document, change)).toEqual(problems);
  });

  it('refuses two series of one id and two epochs of one number', () => {
    const [series] = keyring.series;
    expect(problemsOf(JSON.stringify({ ...keyring, series: [series, series] }))).toEqual([
      'series: two have the same id',
      'series: two epochs have the same number',
    ]);
  });

  it('refuses __proto__ as a property, and takes nothing from it', () => {
    const text = formatKeyring(keyring).replace('"version": 1', '"__proto__": {"version": 1}');
    expect(problemsOf(text)).toContain('keyring: version is missing');
  });

  it('never shows a value in a problem, and throws nothing else', () => {
    const canary = 'canary-7f3a';
    fc.assert(
      fc.property(
        fc.json(),
        fc.constantFrom('version', 'protection', 'series', 'id', 'root', 'epochs', 'number'),
        (json, name) => {
          const text = formatKeyring(psoxy).replace(
            new RegExp(`"${name}": ("[^"]*"|\\d+|)`),
            `"${name}": ["${canary}", ${json}], "x": $1`,
          );
          expect(problemsOf(text).join()).not.toContain(canary);
        },
      ),
    );
  });
});

describe('own domains of a series', () => {
  const withDomains = (ownDomains: readonly string[]) => initKeyring({ protection: 'none', ...v1('s-1'), ownDomains });

  it('are written once each, in their one spelling', () => {
    const document = withDomains(['Contoso.example', 'contoso.example', 'attic.example']);
    const parsed = parseKeyring(formatKeyring(document));
    expect(JSON.stringify(parsed)).toContain('["attic.example","contoso.example"]');
  });

  it('rejects an invalid domain name', () => {
    expect(() => withDomains(['alice@contoso.example'])).toThrow(KeyringError);
  });

  it.each([[['Contoso.example']], [['contoso.example', 'contoso.example']], ['contoso.example'], [[7]]])(
    'rejects the list %j in a document',
    (ownDomains) => {
      const written = JSON.parse(formatKeyring(withDomains(['contoso.example']))) as { series: object[] };
      const series = written.series.map((entry) => ({ ...entry, ownDomains }));
      expect(problemsOf(JSON.stringify({ ...written, series })).join()).toContain('ownDomains');
    },
  );
});
