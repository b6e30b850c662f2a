/** Numbers from 0 up to 1, the same for a seed. */
export type Random = () => number;

/** Marsaglia's xorshift: small, and the same everywhere. */
export const randomOf = (seed: number): Random => {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
};

const values = [
  'null',
  'true',
  'false',
  '0',
  '-0',
  '7',
  '123456789',
  '1234567890',
  '2147483648',
  '1.10',
  '1e5',
  '1E400',
  '12345678901234567890',
  '-1.5e-7',
  '01',
  '.5',
  '1.',
  '""',
  '" "',
  '"\u2003"',
  '"\\u00e9\\ud83d\\ude00"',
  '"\\ud83d"',
  '"a\\/b\\n"',
  '"<b>\u00fc 田中 \ue000 😀</b>"',
  '{}',
  '[]',
  '[[]]',
  '["\ue000","😀","a","\\n","z"]',
  '{"a":{"b":[1,{"@odata.type":"#microsoft.graph.user"}]}}',
  '{"error":{"code":"x"}}',
  '"2026-02-30T25:00:00Z"',
  '"2026-02-28T24:00:00.123456789012345Z"',
  '"2026-02-28T12:00"',
  '"2026-02-28T12:00:00.0000000"',
  '"2026-02-28T12:00:60+02:00"',
  '"2026-12-31T23:59:59.9z"',
  '"p~x"',
  '"#microsoft.graph.user"',
  '"microsoft.graph.Group"',
  '"Accepted"',
  '"unknown"',
  '"avery.quinn@contoso.example"',
  '"AVERY.QUINN@contoso.example"',
  '"SMTP:a@b.example"',
  '"00000000-0000-4000-8000-00000000000A"',
  '"\\u0000token"',
  'nul',
  '"\t"',
  '"\\x"',
  '"\\u12g4"',
  '{"reason":"deleted"}',
  '"1:1 and Focus Time"',
];

const names = [
  '"id"',
  '"value"',
  '"error"',
  '"isDraft"',
  '"@odata.type"',
  '"@odata.etag"',
  '"@odata.nextLink"',
  '"@odata.deltaLink"',
  '"@odata.count"',
  '"@removed"',
  '"members@odata.nextLink"',
  '"sessions@odata.NextLink"',
  '"@type"',
  '"x"',
  '"\\u0069d"',
  '"__proto__"',
  '"a@b"',
  '"ID"',
  '""',
  '"12"',
];

const member = /^:\s*("(?:[^"\\]|\\.)*"|[^,{}[\]"]+|\{\}|\[\])/;
const named = /"(\w+)":("(?:[^"\\]|\\.)*"|true|false|null)/;
const name = /^"([A-Za-z@._]+)":/;
const bytes = ['', '"', ',', '}', '\\', 'x', '\u0000', 'é', '0'];
const longest = 4_000;

/** Inserts `what` at a place, in the stead of `length` characters. */
const splice = (text: string, at: number, length: number, what: string): string =>
  text.slice(0, at) + what + text.slice(at + length);

type Bend = (text: string, at: number, pick: (list: readonly string[]) => string, random: Random) => string;

/** A comma, unless the object or array that begins at `place` is empty. */
const commaIn = (text: string, place: number, close: string): string => (text[place + 1] === close ? '' : ',');

const anotherValue: Bend = (text, at, pick) => {
  const place = text.indexOf(':', at);
  const found = place < 0 ? null : member.exec(text.slice(place, place + longest));
  return found === null ? text : splice(text, place, found[0].length, `:${pick(values)}`);
};

const oneMoreMember: Bend = (text, at, pick) => {
  const place = text.indexOf('{', at);
  return place < 0 ? text : splice(text, place + 1, 0, `${pick(names)}:${pick(values)}${commaIn(text, place, '}')}`);
};

const blanks: Bend = (text, at, pick) => {
  const place = text.indexOf(',"', at);
  return place < 0 ? text : splice(text, place + 1, 0, pick([' ', '\n\t', '\r', '  ']));
};

const anotherName: Bend = (text, at, pick) => {
  const place = text.indexOf('"', at);
  const found = place < 0 ? null : name.exec(text.slice(place, place + 80));
  return found === null ? text : splice(text, place, found[0].length - 1, pick(names));
};

const oneMoreItem: Bend = (text, at, pick) => {
  const place = text.indexOf('[', at);
  return place < 0 ? text : splice(text, place + 1, 0, `${pick(values)}${commaIn(text, place, ']')}`);
};

const cut: Bend = (text, at, _pick, random) => (random() < 0.15 ? text.slice(0, at) : text);

const memberTwice: Bend = (text, at) => {
  const found = named.exec(text.slice(at, at + longest));
  return found === null ? text : splice(text, at + found.index, 0, `${found[0]},`);
};

/** A member goes to another object, which may know its name. */
const memberElsewhere: Bend = (text, at, _pick, random) => {
  const found = named.exec(text.slice(at, at + longest));
  const place = text.indexOf('{', Math.floor(random() * text.length));
  return found === null || place < 0 ? text : splice(text, place + 1, 0, `${found[0]}${commaIn(text, place, '}')}`);
};

const strayCharacter: Bend = (text, at, pick, random) => splice(text, at, random() < 0.5 ? 1 : 0, pick(bytes));

const bends: readonly Bend[] = [
  anotherValue,
  oneMoreMember,
  blanks,
  anotherName,
  oneMoreItem,
  cut,
  memberTwice,
  memberElsewhere,
  strayCharacter,
];

const bendOnce = (text: string, random: Random): string => {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  return pick(bends)(text, Math.floor(random() * text.length), pick, random);
};

/** UTF-8 of a JSON text that was changed one to three times; now and then with a broken byte or a byte order mark. */
export const bendDocument = (text: string, random: Random): Buffer => {
  let bent = text;
  for (let left = 1 + Math.floor(random() * 3); left > 0; left -= 1) bent = bendOnce(bent, random);
  const result = Buffer.from(bent);
  if (random() < 0.02 && result.length > 0)
    result[Math.floor(random() * result.length)] = [0xff, 0xc0, 0x80, 0xed][Math.floor(random() * 4)] ?? 0xff;
  return random() < 0.02 ? Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), result]) : result;
};
