import fc from 'fast-check';
import { identify } from './identity.ts';
import { spaceOfKind, type ValueKind } from './token-kinds.ts';

type Case = readonly [value: string, canonical: string, domain?: string | undefined, openable?: string];

const id = 'f7e1c9a7-5f80-4356-a617-dcb3dfe3d547';
const alicia = 'alicia.thornbury@veldt.example';
const keeper = '"deck officer"@veldt.example';
const idn = 'alicia@xn--vldt-5oa.example';
const teams = 'https://teams.microsoft.com/l/meetup-join/19:meeting_nmu0@thread.v2/0?context={"tid":"a","oid":"b"}';
const legacy = '/o=veldt/ou=exchange/cn=recipients/cn=973281ed998ce9ae-alicia';

const addresses: readonly Case[] = [
  [alicia, alicia],
  ['Alicia.Thornbury@Veldt.Example', alicia],
  ['ALICIA.THORNBURY@VELDT.EXAMPLE', alicia],
  ['  alicia.thornbury@veldt.example ', alicia],
  ['alicia.thornbury@veldt.example\r\n', alicia],
  ['SMTP:Alicia.Thornbury@veldt.example', alicia],
  ['smtp:alicia.thornbury@veldt.example', alicia],
  ['sip:alicia.thornbury@veldt.example', alicia],
  ['SIP:Alicia.Thornbury@Veldt.example', alicia],
  ['mailto:alicia.thornbury@veldt.example', alicia],
  ['Alicia Thornbury <alicia.thornbury@veldt.example>', alicia],
  ['A. Thornbury, Dr. <Alicia.Thornbury@veldt.example>', alicia],
  ['"Thornbury, Alicia" <alicia.thornbury@veldt.example>', alicia],
  ['Ålicia < smtp:alicia.thornbury@veldt.example >', alicia],
  ['"alicia.thornbury"@veldt.example', alicia],
  ['alicia.thornbury+rota@veldt.example', alicia, 'veldt.example', 'alicia.thornbury+rota@veldt.example'],
  ['Alicia.Thornbury+Rota+X@veldt.example', alicia, 'veldt.example', 'alicia.thornbury+rota+x@veldt.example'],
  ['SMTP:alicia.thornbury+@veldt.example', alicia, 'veldt.example', 'alicia.thornbury+@veldt.example'],
  [
    'alicia.thornbury_veldt.example#EXT#@attic.example',
    alicia,
    'veldt.example',
    'alicia.thornbury_veldt.example#ext#@attic.example',
  ],
  [
    'Alicia.Thornbury_Veldt.Example#ext#@Attic.example',
    alicia,
    'veldt.example',
    'alicia.thornbury_veldt.example#ext#@attic.example',
  ],
  [
    'alicia.thornbury+x_veldt.example#EXT#@attic.example',
    alicia,
    'veldt.example',
    'alicia.thornbury+x_veldt.example#ext#@attic.example',
  ],
  [
    'alicia_t_veldt.example#EXT#@attic.example',
    'alicia_t@veldt.example',
    'veldt.example',
    'alicia_t_veldt.example#ext#@attic.example',
  ],
  ['alicia_VÈLDT.example#EXT#@attic.example', idn, 'xn--vldt-5oa.example', 'alicia_vèldt.example#ext#@attic.example'],
  ['alicia#EXT#@attic.example', 'alicia#ext#@attic.example'],
  ['alicia_nowhere#EXT#@attic.example', 'alicia_nowhere#ext#@attic.example'],
  ['#EXT#@attic.example', '#ext#@attic.example'],
  ['alicia@vèldt.example', idn],
  ['Alicia@VÈLDT.Example', idn],
  ["'alicia.thornbury@veldt.example'", alicia],
  ["'Alicia' <'alicia.thornbury@veldt.example'>", alicia],
  ['alicia.thornbury@veldt.example;', alicia],
  ['alicia.thornbury@veldt.example.', alicia],
  ['alicia.thornbury@veldt.example (Alicia)', alicia],
  ['<alicia.thornbury@veldt.example>', alicia],
  [
    'alicia.thornbury_veldt.example%23EXT%23@attic.example',
    alicia,
    'veldt.example',
    'alicia.thornbury_veldt.example#ext#@attic.example',
  ],
  ['alicia_veldt.example#EXT#@evil.example', 'alicia_veldt.example#ext#@evil.example'],
  ['alicia_veldt.example%23EXT%23@evil.example', 'alicia_veldt.example#ext#@evil.example'],
  // Codes of programs behind `+` keep people apart.
  [
    'bounces+SRS=44ldt=IX=contoso.example=wren@relay.example',
    'bounces+srs=44ldt=ix=contoso.example=wren@relay.example',
  ],
  ['bounce+wren=contoso.example@list.example', 'bounce+wren=contoso.example@list.example'],
  ['reply+aaaa1111@notify.example', 'reply+aaaa1111@notify.example'],
  ['wren+contoso.example@relay.example', 'wren+contoso.example@relay.example'],
  ['wren+a1b2c3d4e5@relay.example', 'wren+a1b2c3d4e5@relay.example'],
  ['IMCEAMAILTO-wren+40contoso+2Eexample@x.example', 'imceamailto-wren+40contoso+2eexample@x.example'],
  ['prvs=wren+x@veldt.example', 'prvs=wren+x@veldt.example'],
  ['alicia@ve\u0300ldt.example', idn],
  ['alicia@vèldt。example', idn],
  ['Alicia@XN--VLDT-5OA.example', idn],
  ['alicia@ｖeldt.example', 'alicia@veldt.example'],
  ['alicia@veldt.xn--zckzah', 'alicia@veldt.xn--zckzah'],
  ['alicia@велдт.テスト', 'alicia@xn--b1aecy0b.xn--zckzah'],
  ['Ålicia@veldt.example', 'ålicia@veldt.example'],
  ['A\u030alicia@veldt.example', 'ålicia@veldt.example'],
  ['ПЕТРА@veldt.example', 'петра@veldt.example'],
  ['"Deck Officer"@veldt.example', keeper],
  ['"deck+officer, north"@veldt.example', '"deck+officer, north"@veldt.example'],
  ['"a\\"b"@veldt.example', '"a\\"b"@veldt.example'],
  ['+x@veldt.example', '+x@veldt.example'],
  ["o'hara@veldt.example", "o'hara@veldt.example"],
  ['a.@veldt.example', 'a.@veldt.example'],
  ['a/b=c@veldt.example', 'a/b=c@veldt.example'],
  ['alicia@mail.veldt.example', 'alicia@mail.veldt.example'],
];

/** What names a person otherwise than by an address. */
const people: readonly Case[] = [
  [id, id],
  [id.toUpperCase(), id, undefined, id],
  [`{${id.toUpperCase()}}`, id, undefined, id],
  [` ${id} `, id, undefined, id],
  [`8:orgid:${id}`, id, undefined, id],
  [`28:${id}`, id, undefined, id],
  ['8:teamsvisitor:3f0a', 'teamsvisitor:3f0a'],
  ['teamsvisitor:3f0a', 'teamsvisitor:3f0a'],
  ['8:live:alicia.t', 'live:alicia.t'],
  ['8:acs:3f0a_00000012', 'acs:3f0a_00000012'],
  [`${id}0`, `${id}0`],
  [id.replaceAll('-', ''), id.replaceAll('-', '')],
  ['+12025550111', '+12025550111'],
  ['4:+12025550111', '+12025550111'],
  ['2025550111', '2025550111'],
  [`X500:/o=Veldt/ou=Exchange/cn=Recipients/cn=973281ed998ce9ae-Alicia`, legacy],
  [`/O=VELDT/OU=EXCHANGE/CN=RECIPIENTS/CN=973281ED998CE9AE-ALICIA`, legacy],
  [`EX:/o=Veldt/ou=Exchange/cn=Recipients/cn=973281ed998ce9ae-alicia`, legacy],
  ['IMCEAEX-_o=Veldt_ou=Exchange_cn=Recipients_cn=973281ed998ce9ae-Alicia@EURP000.PROD.OUTLOOK.COM', legacy],
  ['IMCEAEX-_O=A+20B_CN=c+2Dd@x.example', '/o=a b/cn=c-d'],
  ['<4E256cf335.Thornbury@mx3.veldt.example', '<4E256cf335.Thornbury@mx3.veldt.example'],
  ['Veldt-Kiosk 7', 'Veldt-Kiosk 7'],
  [' Kiosk 7 ', ' Kiosk 7 '],
  ['alicia@veldt', 'alicia@veldt'],
  ['Alicia@[198.51.100.4]', 'Alicia@[198.51.100.4]'],
  ['@veldt.example', '@veldt.example'],
  ['Ali cia@veldt.example', 'Ali cia@veldt.example'],
  ['Alicia@veldt/x.example', 'Alicia@veldt/x.example'],
  ['Alicia@vèl%dt.example', 'Alicia@vèl%dt.example'],
  ['Alicia@vèldt..example', 'Alicia@vèldt..example'],
  ['a@veldt.example, b@veldt.example', 'a@veldt.example, b@veldt.example'],
  ['', ''],
  [' ', ' '],
];

const things: readonly (readonly [kind: ValueKind, value: string, canonical: string, openable?: string])[] = [
  ['phone-number', '+1 (202) 555-0111', '+12025550111'],
  ['phone-number', '+1.202.555.0111', '+12025550111'],
  ['phone-number', 'tel:+1-202-555-0111', '+12025550111'],
  ['phone-number', '4:+12025550111', '+12025550111'],
  ['phone-number', '+12025550111;ext=12', '+12025550111;ext=12'],
  ['phone-number', '+1 202 555 0111 x12', '+12025550111;ext=12'],
  ['phone-number', '2025550111', '2025550111'],
  ['phone-number', '+1202', '+1202'],
  ['phone-number', '+1 202 555 ****', '+1 202 555 ****'],
  ['group-id', id.toUpperCase(), id, id],
  ['call-record-id', id.replaceAll('-', ''), id.replaceAll('-', '')],
  [
    'join-url',
    'https://teams.microsoft.com/l/meetup-join/19%3ameeting_NmU0%40thread.v2/0?context=%7b%22Tid%22%3a%22a%22%2c%22Oid%22%3a%22b%22%7d',
    teams,
  ],
  [
    'join-url',
    'https://teams.microsoft.com/l/meetup-join/19%3Ameeting_NmU0%40thread.v2/0?context=%7B%22Tid%22%3A%22a%22%2C%22Oid%22%3A%22b%22%7D',
    teams,
  ],
  [
    'join-url',
    'HTTPS://Teams.Microsoft.com/l/meetup-join/19:meeting_NmU0@thread.v2/0?context={"Tid":"a","Oid":"b"}',
    teams,
  ],
  [
    'join-url',
    'https://teams.microsoft.com/meet/2412345678?p=AbC',
    'https://teams.microsoft.com/meet/2412345678?p=abc',
  ],
  ['join-url', 'https://teams.microsoft.com/meet/24%ZZ', 'https://teams.microsoft.com/meet/24%zz'],
  ['join-url', 'https://veldt.example/Files/A%20B', 'https://veldt.example/Files/A%20B'],
  ['chat-id', '19:Meeting_NmU0@thread.v2', '19:Meeting_NmU0@thread.v2'],
  ['event-id', 'AAMkADgw/z+Y2==', 'AAMkADgw-z_Y2==', 'AAMkADgw-z_Y2=='],
  ['internet-message-id', '<4E256cf335.Thornbury+x@mx3.veldt.example>', '<4E256cf335.Thornbury+x@mx3.veldt.example>'],
  ['ical-uid', 'Alicia@Veldt.example', 'Alicia@Veldt.example'],
  ['department', ' Bell Foundry ', ' Bell Foundry '],
];

const domainOf = (canonical: string): string => canonical.slice(canonical.lastIndexOf('@') + 1);

const settings = { plusTags: 'drop', ownDomains: new Set(['attic.example']) } as const;
const keeping = { ...settings, plusTags: 'keep' } as const;

describe('identify', () => {
  for (const [value, canonical, domain, openable] of addresses)
    it(`finds the person behind the address ${JSON.stringify(value)}`, () => {
      const found = {
        space: 'person',
        canonical,
        domain: domain ?? domainOf(canonical),
        openable: openable ?? canonical,
      };
      expect(identify(value, 'mail-address', settings)).toEqual(found);
      expect(identify(value, 'user-id', settings)).toEqual(found);
    });

  for (const [value, canonical, , openable] of people)
    it(`finds the one spelling of ${JSON.stringify(value)}`, () => {
      expect(identify(value, 'user-id', settings)).toEqual({ space: 'person', canonical, openable: openable ?? value });
    });

  for (const [kind, value, canonical, openable] of things)
    it(`finds the one spelling of a ${kind}: ${JSON.stringify(value)}`, () => {
      const found = identify(value, kind, settings);
      expect(found).toEqual({ space: spaceOfKind(kind), canonical, openable: openable ?? value });
    });

  it.each([id, '+12025550111', 'Alicia Thornbury', `8:orgid:${id}`])(
    'treats %j in an address property as nobody, so that its writer learns no pseudonym',
    (value) => {
      const found = identify(value, 'mail-address', settings);
      expect(found).toEqual({ space: 'no-address', canonical: value, openable: value });
    },
  );

  it('reads a guest as the person at home in own domains only', () => {
    const guest = 'alicia_veldt.example#EXT#@attic.example';
    const nobody = { plusTags: 'drop', ownDomains: new Set<string>() } as const;
    expect(identify(guest, 'user-id', settings).canonical).toBe('alicia@veldt.example');
    expect(identify(guest, 'user-id', nobody).canonical).toBe('alicia_veldt.example#ext#@attic.example');
  });

  it.each([
    ['alicia.thornbury+rota@veldt.example', 'alicia.thornbury+rota@veldt.example'],
    ['Alicia+X_veldt.example#EXT#@attic.example', 'alicia+x@veldt.example'],
  ])('keeps plus tags apart on request: %s', (value, canonical) => {
    expect(identify(value, 'user-id', keeping).canonical).toBe(canonical);
  });

  const kinds = fc.constantFrom<ValueKind>(
    'user-id',
    'mail-address',
    'phone-number',
    'group-id',
    'event-id',
    'join-url',
    'ical-uid',
    'rule-text/x',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.emailAddress(),
    fc.uuid().map((uuid) => uuid.toUpperCase()),
    fc.constantFrom(...[...addresses, ...people].map(([value]) => value), ...things.map(([, value]) => value)),
    fc.tuple(fc.string({ unit: 'grapheme' }), fc.domain()).map(([local, domain]) => `${local}@${domain}`),
    fc
      .tuple(fc.emailAddress(), fc.constantFrom('#EXT#', '%23EXT%23'), fc.constantFrom('attic.example', 'evil.example'))
      .map(([mail, sign, domain]) => `${mail.replace('@', '_')}${sign}@${domain}`),
    fc
      .tuple(fc.constantFrom("'", '8:', '8:8:', '(', 'IMCEAEX-', "'<"), fc.emailAddress())
      .map((parts) => parts.join('')),
    fc.tuple(fc.emailAddress(), fc.constantFrom("'", '.', ';', ' (x)', '>', '%23', ')')).map((parts) => parts.join('')),
    fc.webUrl().map((url) => url.replace(/\/\/[^/]+/, '//teams.example/l/meetup-join/')),
  );

  it('gives the content of a token the same identity as the value itself', () => {
    fc.assert(
      fc.property(text, kinds, fc.constantFrom(settings, keeping), (value, kind, how) => {
        const { space, canonical, domain, openable } = identify(value, kind, how);
        const again = { space, canonical, openable, ...(domain !== undefined && { domain }) };
        expect(identify(openable, kind, how)).toEqual(again);
      }),
      { numRuns: 5_000 },
    );
  });

  it('ignores letter case in values with a domain', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (mail) => {
        expect(identify(mail.toUpperCase(), 'user-id', settings)).toEqual(identify(mail, 'user-id', settings));
      }),
    );
  });

  it.each(['"', '+1', ' ', '_', '/o=/cn=', '<', '(', 'a@', '+', "'", '; ', '8:', '%23ext', 'IMCEAEX-_o='])(
    'needs no time beyond its length for %j',
    (part) => {
      const started = performance.now();
      for (const end of ['', '@veldt.example', '#ext#@attic.example', '>', '.'])
        for (const kind of ['user-id', 'phone-number', 'join-url'] as const)
          identify(part.repeat(50_000) + end, kind, settings);
      expect(performance.now() - started).toBeLessThan(2_000);
    },
  );
});
