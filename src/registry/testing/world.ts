import { createHash, randomUUID } from 'node:crypto';
import { type AccessPorts, createClient, giveGrant, regenerateRefresh } from '../../access/index.ts';
import { localMacs } from '../../adapters/access-keys/index.ts';
import { memoryRecords } from '../../adapters/records/index.ts';
import type { Directory } from '../../ports/index.ts';
import type { CheckResult, Described, Dictionary } from '../index.ts';
import { createRegistry } from '../index.ts';

const permission = (name: string, endpoint: string) => ({ name, reason: `Needs ${name}.`, endpoints: [endpoint] });
const users = permission('User.Read.All', '/v1.0/users');
const events = permission('Calendars.Read', '/v1.0/users/{userId}/events');
const members = permission('GroupMember.Read.All', '/v1.0/groups/{groupId}/members');

export const tenantId = '11111111-2222-4333-8444-555555555555';
export const clientId = '66666666-2222-4333-8444-555555555555';
const drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"></svg>';

/** A deployment of two connectors of one source, with something that is coming soon. */
export const described = (more: Partial<Described> = {}): Described => {
  const connector = (name: string) => ({
    name,
    source: 'diary',
    settings: {
      tenantId,
      clientId,
      cloud: 'global',
      application: 'own' as const,
      enabled: true,
      rules: 'source',
      variants: [],
      extras: [],
      narrow: [],
      mailboxAccess: 'entra' as const,
      memory: 512,
      timeout: 60,
    },
    federated: {
      issuer: 'https://issuer.example',
      subject: `arn:aws:iam::111122223333:role/${name}`,
      audience: 'api://x',
    },
    permissions: [users, events].map((each) => ({ ...each, grantedIn: 'entra' as const, inToken: true })),
    endpoints: [users, events].flatMap(({ endpoints }) => endpoints),
    tryCall: '/v1.0/users?$top=1',
    callers: [],
  });
  return {
    environment: 'test',
    version: '1.2.3',
    place: 'deployed',
    settingsFile: 'graphveil.yaml',
    sources: [
      {
        id: 'diary',
        title: 'Diary',
        summary: 'Meetings.',
        services: ['Calendar'],
        availability: 'ga',
        permissions: [users, { ...events, mailbox: true }],
        variants: [{ name: 'plain', summary: 'Plain.' }],
        extras: [{ id: 'members', title: 'Members', summary: 'Lists members.', permissions: [members] }],
        narrower: [
          { instead: 'Calendars.Read', use: 'Calendars.ReadBasic.All', reason: 'Less.', loses: 'Bodies.', removed: [] },
        ],
        inExchange: ['Calendars.Read'],
      },
    ],
    connectors: [connector('diary'), connector('diary-hr')],
    comingSoon: [{ id: 'later', title: 'Later', services: ['Files'], says: 'Not yet.', logo: drawing }],
    logos: { diary: drawing, later: drawing },
    ...more,
  };
};

export const group = (number: number): string => `99999999-2222-4333-8444-${String(number).padStart(12, '0')}`;
export const person = (number: number): string => `88888888-2222-4333-8444-${String(number).padStart(12, '0')}`;

export const ok = (check: CheckResult['check']): Omit<CheckResult, 'at'> => ({ check, state: 'ok', says: 'Fine.' });
export const allOk = (['keyring', 'sign-in', 'consent', 'call'] as const).map(ok);

export const dictionary: Dictionary = {
  connector: 'diary',
  source: 'diary',
  title: 'Diary',
  entities: [
    {
      entity: 'event',
      endpoints: ['/v1.0/users/{userId}/events'],
      properties: [
        {
          property: 'start',
          type: 'dateTimeTimeZone',
          class: 'metadata',
          disposition: 'kept',
          transform: 'keep: date-time',
          iso20889: 'none: retained',
        },
        {
          property: 'subject',
          type: 'string',
          class: 'free-text',
          disposition: 'dropped',
          transform: 'dropped',
          iso20889: 'suppression: masking',
        },
      ],
    },
  ],
};

/** A registry in memory with a clock that tests move. Group n has the people 10n to 10n+11; person n owns it. */
export const makeRegistry = (more: Partial<Described> = {}) => {
  const world = {
    now: 1_800_000_000,
    checks: allOk as readonly Omit<CheckResult, 'at'>[],
    credentials: 0,
  };
  const clock = (): number => world.now * 1000;
  let drawn = 0;
  const access: AccessPorts = {
    records: memoryRecords(clock),
    macs: localMacs(Buffer.alloc(32, 7)),
    clock,
    random: (count) => {
      drawn += 1;
      return createHash('shake256', { outputLength: count }).update(String(drawn)).digest();
    },
    newId: randomUUID,
  };
  const numberOf = (id: string): number => Number(id.slice(-12));
  const directory: Directory = {
    group: async () => undefined,
    owners: async (id) => [person(numberOf(id))],
    people: async (id) => Array.from({ length: 12 }, (_, index) => person(numberOf(id) * 10 + index)),
  };
  const registry = createRegistry({
    described: described(more),
    access,
    directory,
    check: async () => world.checks,
    dictionary: async () => undefined,
    credentialsOf: async () => world.credentials,
  });
  const client = async (name: string, permissions: readonly string[]): Promise<string> => {
    const made = await createClient(access, {
      name,
      permissions,
      by: 'ops',
      federated: [],
      keys: [],
      withSecret: true,
    });
    if (!made.ok) throw new Error(made.why);
    return made.client.id;
  };
  const grant = async (of: string, names: readonly string[], ofGroup?: string): Promise<string> => {
    const given = await giveGrant(access, {
      client: of,
      ...(ofGroup === undefined ? { kind: 'tenant' as const } : { kind: 'group' as const, group: ofGroup }),
      permissions: names.map((name) => ({ name, endpoints: ['/v1.0/users'] })),
      days: 365,
      by: 'ops',
      reason: 'Meeting load of all teams',
    });
    if (!given.ok) throw new Error(given.why);
    return given.grant.id;
  };
  const refresh = async (of: string, id: string): Promise<string> => {
    const made = await regenerateRefresh(access, { client: of, grant: id, by: 'ops' });
    if (!made.ok) throw new Error(made.why);
    return made.refreshToken;
  };
  return { world, access, registry, client, grant, refresh };
};
