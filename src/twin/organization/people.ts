import type { Faker } from '@faker-js/faker';
import type { Cast } from './cast.ts';
import { type Dice, throwDice } from './dice.ts';
import { offices, type Person } from './person.ts';

/** Names that break careless code: other scripts, apostrophes, hyphens, right-to-left text, particles. */
const unusualNames: readonly (readonly [string, string, string])[] = [
  ['Łukasz', 'Żółkiewski', 'lukasz.zolkiewski'],
  ['雷', '李', 'li.lei'],
  ['Zoë', "O'Brien", "zoe.o'brien"],
  ['José María', 'Núñez-Ortega', 'jose.maria.nunez-ortega'],
  ['Søren', 'Åkesson', 'soeren.aakesson'],
  ['محمد', 'العلي', 'm.alali'],
  ['Thị Minh', 'Nguyễn', 'minh.nguyen'],
  ['Anna-Lena', 'von der Heide', 'anna-lena.vonderheide'],
];

const areaCodes = [202, 206, 212, 303, 404, 512, 617, 702] as const;

/** A phone number from the range that is reserved for fiction (555-0100 to 555-0199). */
const phone = (index: number, shift: number): string =>
  `+1${areaCodes[(index + shift) % areaCodes.length]}55501${String(index % 100).padStart(2, '0')}`;

const kindOf = (index: number, count: number): Person['kind'] => {
  const fromEnd = count - index;
  if (fromEnd <= Math.ceil(count * 0.05)) return 'guest';
  if (fromEnd <= Math.ceil(count * 0.08)) return 'room';
  return fromEnd <= Math.ceil(count * 0.1) ? 'service' : 'employee';
};

type Named = {
  readonly givenName: string | null;
  readonly surname: string | null;
  readonly local: string;
  readonly displayName: string;
};

const nameOf = (kind: Person['kind'], index: number, faker: Faker, taken: Set<string>): Named => {
  if (kind === 'room') {
    const color = `${faker.color.human()} room ${index}`;
    return { givenName: null, surname: null, local: `room-${index}`, displayName: `Conference ${color}` };
  }
  if (kind === 'service') {
    return {
      givenName: null,
      surname: null,
      local: `svc-${index}`,
      displayName: `Service ${faker.hacker.noun()} ${index}`,
    };
  }
  const unusual = unusualNames[(index - 20) / 3];
  const [givenName, surname] = unusual ?? [faker.person.firstName(), faker.person.lastName()];
  const plain = unusual?.[2] ?? `${givenName}.${surname}`.toLowerCase().replace(/[^a-z.'-]/g, '');
  const local = taken.has(plain) ? `${plain}${index}` : plain;
  taken.add(local);
  return { givenName, surname, local, displayName: `${givenName} ${surname}` };
};

const guestPrincipal = (mail: string, domain: string): string => `${mail.replace('@', '_')}#EXT#@${domain}`;

const common = (dice: Dice, index: number, kind: Person['kind'], today: number) => ({
  index,
  kind,
  id: dice.guid(),
  mailboxId: kind === 'employee' || kind === 'room' ? dice.guid() : undefined,
  office: dice.pick(offices),
  accountEnabled: kind === 'room' ? false : !dice.chance(0.03),
  createdAt: today - dice.between(30, 3_000) * 86_400_000 - dice.between(0, 86_399) * 1_000,
  manager: undefined,
  hasCopilot: kind === 'employee' && (index < 8 || dice.chance(0.3)),
});

/**
 * Builds a hierarchy of employees in which everyone has at most eight reports. The second one is at the top, so that
 * the first one has a manager.
 */
const withManagers = (people: readonly Person[]): readonly Person[] => {
  const [first, second, ...others] = people.filter(({ kind }) => kind === 'employee');
  const employees = [second, first, ...others].flatMap((person) => person ?? []);
  const ranks = new Map(employees.map((person, rank) => [person.index, rank]));
  return people.map((person) => {
    const rank = ranks.get(person.index) ?? 0;
    return rank === 0 ? person : { ...person, manager: employees[Math.floor((rank - 1) / 8)]?.index };
  });
};

/** Creates the people of the organization: the cast first, then generated ones up to `count`. */
export const makePeople = (
  faker: Faker,
  seed: number,
  count: number,
  domain: string,
  today: number,
  cast: Cast,
): readonly Person[] => {
  const taken = new Set<string>();
  const isMember = (fields: { id?: string; mail?: string; userPrincipalName?: string }): boolean =>
    fields.userPrincipalName?.endsWith(`@${domain}`) === true;
  const declared = Object.values(cast.people).filter(isMember);

  const fromCast = (fields: Readonly<Record<string, string>>, index: number): Person => {
    const kind = fields['userPrincipalName']?.includes('#EXT#')
      ? 'guest'
      : fields['givenName'] === undefined
        ? 'room'
        : 'employee';
    const base = common(throwDice(seed, `cast ${fields['id']}`), index, kind, today);
    return {
      ...base,
      id: fields['id'] ?? base.id,
      mailboxId: fields['mailboxId'] ?? base.mailboxId,
      displayName: fields['displayName'] ?? '',
      givenName: fields['givenName'] ?? null,
      surname: fields['surname'] ?? null,
      mail: fields['mail'] ?? null,
      userPrincipalName: fields['userPrincipalName'] ?? '',
      mailNickname: fields['mailNickname'] ?? `cast${index}`,
      jobTitle: fields['jobTitle'] ?? null,
      department: fields['department'] ?? null,
      employeeId: fields['employeeId'] ?? null,
      mobilePhone: fields['mobilePhone'] ?? null,
      businessPhone: fields['businessPhone'] ?? null,
    };
  };

  const generated = (index: number): Person => {
    const kind = kindOf(index, count);
    const name = nameOf(kind, index, faker, taken);
    const mail = kind === 'service' ? null : `${name.local}@${kind === 'guest' ? 'fabrikam.example' : domain}`;
    const isPerson = kind === 'employee' || kind === 'guest';
    return {
      ...common(throwDice(seed, `person ${index}`), index, kind, today),
      displayName: name.displayName,
      givenName: name.givenName,
      surname: name.surname,
      mail,
      userPrincipalName: kind === 'guest' && mail !== null ? guestPrincipal(mail, domain) : `${name.local}@${domain}`,
      mailNickname: name.local.replaceAll('.', ''),
      jobTitle: isPerson ? faker.person.jobTitle() : null,
      department: kind === 'employee' ? faker.commerce.department() : null,
      employeeId: kind === 'employee' ? `E-${String(10_000 + index)}` : null,
      mobilePhone: isPerson ? phone(index, 0) : null,
      businessPhone: kind === 'employee' ? phone(index, 3) : null,
    };
  };

  return withManagers(
    Array.from({ length: Math.max(count, declared.length) }, (_, index) => {
      const fields = declared[index];
      return fields === undefined ? generated(index) : fromCast(fields, index);
    }),
  );
};
