import fc from 'fast-check';
import { identify } from './identity.ts';

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

const things: readonly Case[] = [
  [id, id],
  [id.toUpperCase(), id, undefined, id],
  [`{${id.toUpperCase()}}`, id, undefined, id],
  [` ${id} `, id, undefined, id],
  [`8:orgid:${id}`, id, undefined, id],
  [`${id}0`, `${id}0`],
  [id.replaceAll('-', ''), id.replaceAll('-', '')],
  ['+12025550111', '+12025550111'],
  ['+1 (202) 555-0111', '+12025550111'],
  ['+1.202.555.0111', '+12025550111'],
  ['tel:+1-202-555-0111', '+12025550111'],
  ['2025550111', '2025550111'],
  ['+1202', '+1202'],
  ['+1 202 555 ****', '+1 202 555 ****'],
  [`X500:/o=Veldt/ou=Exchange/cn=Recipients/cn=973281ed998ce9ae-Alicia`, legacy],
  [`/O=VELDT/OU=EXCHANGE/CN=RECIPIENTS/CN=973281ED998CE9AE-ALICIA`, legacy],
  [`EX:/o=Veldt/ou=Exchange/cn=Recipients/cn=973281ed998ce9ae-alicia`, legacy],
  [
    'https://teams.microsoft.com/l/meetup-join/19%3ameeting_NmU0%40thread.v2/0?context=%7b%22Tid%22%3a%22a%22%2c%22Oid%22%3a%22b%22%7d',
    teams,
  ],
  [
    'https://teams.microsoft.com/l/meetup-join/19%3Ameeting_NmU0%40thread.v2/0?context=%7B%22Tid%22%3A%22a%22%2C%22Oid%22%3A%22b%22%7D',
    teams,
  ],
  ['HTTPS://Teams.Microsoft.com/l/meetup-join/19:meeting_NmU0@thread.v2/0?context={"Tid":"a","Oid":"b"}', teams],
  ['https://teams.microsoft.com/meet/2412345678?p=AbC', 'https://teams.microsoft.com/meet/2412345678?p=abc'],
  ['https://teams.microsoft.com/meet/24%ZZ', 'https://teams.microsoft.com/meet/24%zz'],
  ['https://veldt.example/Files/A%20B', 'https://veldt.example/Files/A%20B'],
  ['<4E256cf335.Thornbury+x@mx3.veldt.example>', '<4E256cf335.Thornbury+x@mx3.veldt.example>'],
  ['19:Meeting_NmU0@thread.v2', '19:Meeting_NmU0@thread.v2'],
  [`19:${id}_${id}@unq.gbl.spaces`, `19:${id}_${id}@unq.gbl.spaces`],
  ['AAMkADgwMjQzYzY2==', 'AAMkADgwMjQzYzY2=='],
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

const domainOf = (canonical: string): string => canonical.slice(canonical.lastIndexOf('@') + 1);

describe('identify', () => {
  for (const [value, canonical, domain, openable] of addresses)
    it(`finds the person behind the address ${JSON.stringify(value)}`, () => {
      expect(identify(value, 'drop')).toEqual({
        canonical,
        domain: domain ?? domainOf(canonical),
        openable: openable ?? canonical,
      });
    });

  for (const [value, canonical, , openable] of things)
    it(`finds the one spelling of ${JSON.stringify(value)}`, () => {
      expect(identify(value, 'drop')).toEqual({ canonical, openable: openable ?? value });
    });

  it.each([
    ['alicia.thornbury+rota@veldt.example', 'alicia.thornbury+rota@veldt.example'],
    ['Alicia+X_veldt.example#EXT#@attic.example', 'alicia+x@veldt.example'],
  ])('keeps plus tags apart where that is asked: %s', (value, canonical) => {
    expect(identify(value, 'keep').canonical).toBe(canonical);
  });

  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.emailAddress(),
    fc.uuid().map((uuid) => uuid.toUpperCase()),
    fc.constantFrom(...addresses, ...things).map(([value]) => value),
    fc.tuple(fc.string({ unit: 'grapheme' }), fc.domain()).map(([local, domain]) => `${local}@${domain}`),
    fc.tuple(fc.emailAddress(), fc.domain()).map(([mail, domain]) => `${mail.replace('@', '_')}#EXT#@${domain}`),
    fc.webUrl().map((url) => url.replace(/\/\/[^/]+/, '//teams.example/l/meetup-join/')),
  );

  it('gives what a token holds the same identity as the value itself', () => {
    fc.assert(
      fc.property(text, fc.constantFrom('drop', 'keep'), (value, plusTags) => {
        const { canonical, domain, openable } = identify(value, plusTags);
        expect(identify(openable, plusTags)).toEqual({ canonical, openable, ...(domain !== undefined && { domain }) });
      }),
      { numRuns: 5_000 },
    );
  });

  it('gives letter case no meaning in what has a domain', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (mail) => {
        expect(identify(mail.toUpperCase(), 'drop')).toEqual(identify(mail, 'drop'));
      }),
    );
  });

  it.each(['"', '+1', ' ', '_', '/o=/cn=', '<', '(', 'a@', '+'])('needs no time beyond its length for %j', (part) => {
    const started = performance.now();
    for (const end of ['', '@veldt.example', '#ext#@veldt.example', '>']) identify(part.repeat(50_000) + end, 'drop');
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
