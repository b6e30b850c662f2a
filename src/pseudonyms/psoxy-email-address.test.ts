import { addressText, canonicalAddress, parseAddressList, parseEmailAddress } from './psoxy-email-address.ts';

const label63 = 'a'.repeat(63);

const addresses: readonly (readonly [text: string, local: string, domain: string])[] = [
  ['alicia@veldt.example', 'alicia', 'veldt.example'],
  ['Alicia.Thornbury@Veldt.Example', 'Alicia.Thornbury', 'Veldt.Example'],
  ['<alicia@veldt.example>', 'alicia', 'veldt.example'],
  ['Alicia Thornbury <alicia@veldt.example>', 'alicia', 'veldt.example'],
  ['Alicia<alicia@veldt.example>', 'alicia', 'veldt.example'],
  ['"Thornbury, Alicia (Keepers)" <alicia@veldt.example>', 'alicia', 'veldt.example'],
  ['"Ålicia \\"Al\\" Þ" <alicia@veldt.example>', 'alicia', 'veldt.example'],
  ['"Alicia" of Veldt <alicia@veldt.example>', 'alicia', 'veldt.example'],
  ['  alicia@veldt.example\t', 'alicia', 'veldt.example'],
  ['alicia @veldt.example', 'alicia', 'veldt.example'],
  ['alicia@ veldt.example', 'alicia', 'veldt.example'],
  ['alicia\r\n @veldt.example', 'alicia', 'veldt.example'],
  ['(keeper) alicia (north) @ (tower) veldt.example (ok)', 'alicia', 'veldt.example'],
  ['alicia@veldt.example(a\\)b)', 'alicia', 'veldt.example'],
  ['Alicia < alicia@veldt.example > (north)', 'alicia', 'veldt.example'],
  ["!#$%&'*+-/=?^_`{|}~@veldt.example", "!#$%&'*+-/=?^_`{|}~", 'veldt.example'],
  ['a_veldt.example#EXT#@attic.example', 'a_veldt.example#EXT#', 'attic.example'],
  ['"alicia"@veldt.example', 'alicia', 'veldt.example'],
  ['"alicia.t"@veldt.example', 'alicia.t', 'veldt.example'],
  ['"deck officer"@veldt.example', '"deck officer"', 'veldt.example'],
  ['"deck@sea"@veldt.example', '"deck@sea"', 'veldt.example'],
  ['"a\\"b"@veldt.example', '"a\\"b"', 'veldt.example'],
  ['""@veldt.example', '""', 'veldt.example'],
  ['+x@veldt.example', '+x', 'veldt.example'],
  ['a@b-c.d2.example', 'a', 'b-c.d2.example'],
  [`a@${label63}.example`, 'a', `${label63}.example`],
  [`a@b.${'c'.repeat(26)}`, 'a', `b.${'c'.repeat(26)}`],
];

const others: readonly string[] = [
  '',
  ' ',
  'alicia',
  'alicia@veldt',
  '@veldt.example',
  'alicia@@veldt.example',
  'alicia@veldt.example\n',
  'alicia@veldt.example\r\n',
  '.alicia@veldt.example',
  'alicia.@veldt.example',
  'ali..cia@veldt.example',
  'ali cia@veldt.example',
  'älicia@veldt.example',
  'alicia@vèldt.example',
  'alicia@veldt.xn--zckzah',
  'alicia@veldt.e',
  `alicia@veldt.${'c'.repeat(27)}`,
  'alicia@veldt.3xample',
  `alicia@a${label63}.example`,
  'alicia@-veldt.example',
  'alicia@veldt-.example',
  'alicia@vel_dt.example',
  'alicia@veldt..example',
  'alicia@veldt.example.',
  'alicia@[198.51.100.4]',
  'A. Thornbury <alicia@veldt.example>',
  'Thornbury, Alicia <alicia@veldt.example>',
  'Ålicia <alicia@veldt.example>',
  'Alicia <alicia@veldt.example',
  'Alicia alicia@veldt.example>',
  '<alicia@veldt.example> Alicia',
  '<>',
  'Alicia <>',
  '"alicia@veldt.example',
  '"al\u00efcia"@veldt.example',
  '(north alicia@veldt.example',
  'mailto:alicia@veldt.example',
  'alicia@veldt.example, bobrick@veldt.example',
];

describe('parseEmailAddress', () => {
  it.each(addresses)('reads %j', (text, local, domain) => {
    expect(parseEmailAddress(text)).toEqual({ local, domain });
  });

  it.each(others)('refuses %j', (text) => {
    expect(parseEmailAddress(text)).toBeUndefined();
  });

  it.each(['(', '"', '\\', ' ', '(\\', '"\\', '\r\n ', 'a.', '(a) ', 'a,', '<', '@', 'a@a.'])(
    'needs no time beyond its length for a text of only %j',
    (part) => {
      const started = performance.now();
      for (const end of ['', '@', '"', ')', '>'])
        expect(parseEmailAddress(`${part.repeat(50_000)}${end}`)).toBeUndefined();
      expect(performance.now() - started).toBeLessThan(2_000);
    },
  );
});

describe('parseAddressList', () => {
  const list = (text: string) => parseAddressList(text)?.map(addressText);

  it.each<readonly [string, readonly string[]]>([
    ['alicia@veldt.example', ['alicia@veldt.example']],
    ['Alicia <alicia@veldt.example>,bob@attic.example', ['alicia@veldt.example', 'bob@attic.example']],
    ['"T, A" <a@veldt.example> , (x) b@attic.example', ['a@veldt.example', 'b@attic.example']],
    ['Keepers: a@veldt.example, B <b@veldt.example>;', ['a@veldt.example', 'b@veldt.example']],
    [
      'a@veldt.example, Keepers: b@veldt.example; , c@veldt.example',
      ['a@veldt.example', 'b@veldt.example', 'c@veldt.example'],
    ],
    ['"North Tower" keepers : a@veldt.example ; ', ['a@veldt.example']],
    ['undisclosed-recipients:;', []],
    ['nobody: (here) ;', []],
  ])('reads %j', (text, found) => {
    expect(list(text)).toEqual(found);
  });

  it.each([
    '',
    '   ',
    ',',
    'a@veldt.example,',
    ',a@veldt.example',
    'a@veldt.example,,b@veldt.example',
    'a@veldt.example; b@veldt.example',
    'a@veldt.example b@veldt.example',
    'north tower',
    ': a@veldt.example;',
    'Keepers: a@veldt.example',
    'Keepers: a@veldt.example,;',
    'Keepers: Others: a@veldt.example;;',
    'Ålicia <a@veldt.example>',
  ])('refuses %j', (text) => {
    expect(parseAddressList(text)).toBeUndefined();
  });
});

describe('parseAddressList on long texts', () => {
  it('reads a hundred thousand members of a group', () => {
    expect(parseAddressList(`All: ${'a@b.example,'.repeat(199_999)}a@b.example;`)).toHaveLength(200_000);
  });

  it.each(['a@b.example,', 'a ', ' ', '(a)', 'a:', 'a: ;,', '"a" '])(
    'needs no time beyond its length for %j',
    (part) => {
      const started = performance.now();
      expect(parseAddressList(`${part.repeat(50_000)}@`)).toBeUndefined();
      expect(performance.now() - started).toBeLessThan(2_000);
    },
  );
});

describe('canonicalAddress', () => {
  it.each([
    ['Alicia.T+rota+x', 'Veldt.Example', 'alicia.t@veldt.example', 'aliciat@veldt.example'],
    ['+x', 'veldt.example', '@veldt.example', '@veldt.example'],
    ['"Deck Officer"', 'veldt.example', '"deck officer"@veldt.example', '"deck officer"@veldt.example'],
    ['a.b.c', 'mail.veldt.example', 'a.b.c@mail.veldt.example', 'abc@mail.veldt.example'],
  ])('folds %s@%s', (local, domain, strict, ignoringDots) => {
    expect(canonicalAddress({ local, domain }, 'STRICT')).toBe(strict);
    expect(canonicalAddress({ local, domain }, 'IGNORE_DOTS')).toBe(ignoringDots);
  });
});
