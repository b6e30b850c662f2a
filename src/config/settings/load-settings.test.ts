import { loadSettings, settingsJsonSchema } from './load-settings.ts';
import { requestAdvice } from './request-advice.ts';
import type { KnownSource } from './settings.ts';

const sources: readonly KnownSource[] = [
  {
    id: 'calendar',
    aliases: ['cal'],
    variants: new Map([['plain-ids', '']]),
    extras: [{ id: 'members' }],
    narrower: [{ use: 'Calendars.ReadBasic.All' }, { use: 'User.ReadBasic.All', rules: 'narrower/people.yaml' }],
  },
  { id: 'mail', aliases: [], variants: new Map(), extras: [] },
  { id: 'robots', aliases: [], variants: new Map(), extras: [], absentFrom: ['china'] },
];

const start = `environment: prod
tenant: { id: 11111111-2222-3333-4444-555555555555 }
aws:
  account: "111122223333"
  region: eu-central-1
  tokenIssuer: https://abc.tokens.sts.global.api.aws
  keysRole: arn:aws:iam::111122223333:role/keys
`;

const withSources = (rest: string) => loadSettings(`${start}${rest}`, 'graphveil.yaml', sources);

const lines = (rest: string) =>
  withSources(rest).problems.map(
    ({ code, position, message }) => `${position.line - 7}:${position.column} ${code} ${message}`,
  );

const hints = (rest: string) => withSources(rest).problems.map(({ hint }) => hint);

const groupIds = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `7d4a1d3e-1111-4000-8000-${String(index).padStart(12, '0')}`);

describe('loadSettings', () => {
  it.each(['eu-central-2', 'me-central-1'])('refuses function URLs in %s, which has none', (region) => {
    const text = `${start}sources: { mail: {} }\n`.replace('region: eu-central-1', `region: ${region}`);
    const codes = (exposure: string) =>
      loadSettings(`${text}exposure: ${exposure}\n`, 'graphveil.yaml', sources).problems.map(({ code }) => code);

    expect(codes('function-url')).toEqual(['settings/no-function-urls']);
    expect(codes('http-api')).toEqual([]);
  });

  it.each([
    ['', '', true],
    ['', 'streaming: false', false],
    ['', 'exposure: http-api', false],
    ['  vpc: { subnets: [subnet-0a1b2c3d], securityGroups: [sg-0a1b2c3d] }\n', '', false],
  ])('streams replies unless they can’t be, or the settings say no: %s%s', (ofAws, setting, streaming) => {
    const text = `${start}${ofAws}sources: { mail: {} }\n${setting}`;

    expect(loadSettings(text, 'graphveil.yaml', sources).settings?.streaming).toBe(streaming);
  });

  it('takes all narrower permissions of a source, or those of a list', () => {
    const narrow = (permissions: string) =>
      withSources(`sources: { calendar: { permissions: ${permissions} } }`).settings?.connectors[0]?.narrow;

    expect(narrow('narrow')).toEqual(['Calendars.ReadBasic.All', 'User.ReadBasic.All']);
    expect(narrow('[User.ReadBasic.All]')).toEqual(['User.ReadBasic.All']);
    expect(withSources('sources: { calendar: {} }').settings?.connectors[0]?.narrow).toEqual([]);
    expect(
      lines('sources:\n  calendar: { permissions: [Calendars.ReadBasic] }\n  mail: { permissions: narrow }'),
    ).toEqual([
      '2:29 settings/unknown-narrower calendar has no narrower permission Calendars.ReadBasic',
      '3:24 settings/nothing-narrower mail has no narrower permissions',
    ]);
    expect(lines('sources: { calendar: { permissions: wide } }')).toEqual([
      '1:37 settings/invalid-value sources.calendar.permissions is invalid, expected narrow, or a list of narrower permissions such as [Calendars.ReadBasic.All]',
    ]);
    const own = (permissions: string) =>
      lines(`sources: { calendar: { rules: own.yaml, permissions: ${permissions} } }`);
    expect(own('[Calendars.ReadBasic.All]')).toEqual([]);
    expect(own('narrow')).toEqual([
      "1:54 settings/narrower-of-own-rules User.ReadBasic.All would change the source's own rules, and rules names others",
    ]);
  });

  it('takes the protection of the keyring off until the day that the settings name', () => {
    const until = (today: string) =>
      loadSettings(
        `${start}sources: { mail: {} }\nprotectKeyring: { offUntil: 2027-03-31 }`,
        'graphveil.yaml',
        sources,
        today,
      );

    expect(until('2027-03-31').settings?.protectKeyring).toBe(false);
    expect(until('2027-04-01').problems.map(({ code }) => code)).toEqual(['settings/protection-due']);
  });

  it.each([
    ['keyring: KEY, rewrap: { from: deployment, until: 2027-03-31 }', '2027-03-31', []],
    ['rewrap: { from: KEY, until: 2027-03-31 }', '2027-03-31', []],
    ['rewrap: { from: deployment, until: 2027-03-31 }', '2027-03-31', ['settings/rewrap-same-key']],
    ['keyring: KEY, rewrap: { from: KEY, until: 2027-03-31 }', '2027-03-31', ['settings/rewrap-same-key']],
    ['keyring: KEY, rewrap: { from: deployment, until: 2027-03-31 }', '2027-04-01', ['settings/rewrap-due']],
    ['keyring: KEY, rewrap: { from: ELSEWHERE, until: 2027-03-31 }', '2027-03-31', ['settings/account-mismatch']],
  ])('lets the keyring move from another KMS key until a day: %s on %s', (kmsKeys, today, codes) => {
    const key = 'arn:aws:kms:eu-central-1:111122223333:key/11111111-1111-1111-1111-111111111111';
    const named = kmsKeys
      .replaceAll('KEY', `"${key}"`)
      .replaceAll('ELSEWHERE', `"${key.replace('111122223333', '999922223333')}"`);
    const text = `${start}  kmsKeys: { ${named} }\nsources: { mail: {} }\n`;

    expect(loadSettings(text, 'graphveil.yaml', sources, today).problems.map(({ code }) => code)).toEqual(codes);
  });

  it('advises to complete the request, and takes one line for each part', () => {
    const advice = (rest: string) => {
      const { settings, positionOf } = withSources(`sources: { mail: {} }\n${rest}`);
      return (
        settings && requestAdvice(settings, positionOf).map(({ position, message }) => `${position.line} ${message}`)
      );
    };
    const complete =
      'request: { requestedBy: Dora, onBehalfOf: HR, contact: hr@contoso.example, ticket: CHG-1, date: 2027-03-31 }';

    expect(advice('')).toEqual(['1 request lacks requestedBy, onBehalfOf, contact, ticket, date']);
    expect(advice('request: { requestedBy: Dora, ticket: CHG-1 }')).toEqual([
      '9 request lacks onBehalfOf, contact, date',
    ]);
    expect(advice(complete)).toEqual([]);
    expect(lines('sources: { mail: {} }\nrequest: { contact: "a\\nb", ticket: "\\u202e1" }')).toEqual([
      '2:21 settings/invalid-value request.contact is invalid, expected one line of 2 to 200 characters',
      '2:37 settings/invalid-value request.ticket is invalid, expected one line of 2 to 200 characters',
    ]);
  });

  it('fills in every default for a source with an empty entry', () => {
    const { settings, problems } = withSources('sources:\n  calendar:\n');

    expect(problems).toEqual([]);
    expect(settings).toMatchSnapshot();
  });

  it.each([
    ['clients:', { accessTokenMinutes: 1440, grantDays: 365, unusedDays: 90, signingKeys: [1] }],
    [
      'clients: { accessTokenMinutes: 60, signingKeys: [2, 1], publicUrl: https://access.example }',
      {
        accessTokenMinutes: 60,
        grantDays: 365,
        unusedDays: 90,
        signingKeys: [2, 1],
        publicUrl: 'https://access.example',
      },
    ],
  ])('has a token service with %s', (rest, expected) => {
    expect(withSources(`sources: { mail: {} }\n${rest}`).settings?.clients).toEqual(expected);
  });

  it.each([
    ['accessTokenMinutes: 1441'],
    ['accessTokenMinutes: 9'],
    ['grantDays: 366'],
    ['unusedDays: 91'],
    ['signingKeys: []'],
    ['signingKeys: [1, 1]'],
    ['signingKeys: [1, 2, 3]'],
    ['publicUrl: http://access.example'],
  ])('refuses clients: { %s }', (entry) => {
    expect(withSources(`sources: { mail: {} }\nclients: { ${entry} }`).settings).toBeUndefined();
  });

  const nobody = { administrators: [], privacyOfficers: [], developers: [] };
  it.each([
    ['console:', nobody],
    ['console: true', nobody],
    [
      `console: { contact: privacy@contoso.example, developers: [${groupIds(1).join()}] }`,
      { ...nobody, contact: 'privacy@contoso.example', developers: groupIds(1) },
    ],
  ])('has a console with %s', (rest, expected) => {
    expect(withSources(`sources: { mail: {} }\nclients: {}\n${rest}`).settings?.console).toEqual(expected);
  });

  it('limits a caller to groups', () => {
    const [crew = ''] = groupIds(1);
    const caller = (rest: string) =>
      withSources(`sources: { mail: {} }\ncallers: { bi: { googleServiceAccounts: ["1234567890123"]${rest} } }`);

    expect(caller(`, groups: [${crew.toUpperCase()}], counterparts: pseudonym`).settings?.callers).toMatchObject([
      { groups: [crew], counterparts: true },
    ]);
    expect(caller('').settings?.callers).toMatchObject([{ groups: [], counterparts: false }]);
    expect(withSources('sources: { mail: {} }\nleastGroupSize: 12').settings?.leastGroupSize).toBe(12);
  });

  it('takes an alias for the source it means', () => {
    expect(withSources('sources: { cal: {} }').settings?.connectors).toMatchObject([
      { name: 'calendar', source: 'calendar' },
    ]);
  });

  it('takes a connector with a name of its own', () => {
    const rest = `sources:
  calendar-hr: { source: cal, variants: [plain-ids], extras: [members], timeout: 30, alarms: { enabled: false } }
applications: { calendar-hr: { objectId: AAAAAAAA-2222-3333-4444-555555555555 } }
callers: { bi: { googleServiceAccounts: ["1234567890123"], sources: [calendar-hr] } }`;
    const { settings } = withSources(rest);

    expect(settings?.connectors).toMatchObject([
      {
        name: 'calendar-hr',
        source: 'calendar',
        timeout: 30,
        alarms: undefined,
        application: { kind: 'given', objectId: 'aaaaaaaa-2222-3333-4444-555555555555' },
      },
    ]);
    expect(settings?.callers).toMatchObject([{ name: 'bi', connectors: ['calendar-hr'] }]);
  });

  it('accepts an alias as a connector’s name in applications and callers', () => {
    const { settings } = withSources(`sources: { calendar: {} }
applications: { cal: { objectId: 11111111-2222-3333-4444-555555555555 } }
callers: { bi: { googleServiceAccounts: ["1234567890123"], sources: [cal, calendar] } }`);

    expect(settings?.connectors[0]?.application).toEqual({
      kind: 'given',
      objectId: '11111111-2222-3333-4444-555555555555',
    });
    expect(settings?.callers[0]?.connectors).toEqual(['calendar']);
  });

  it('orders connectors below a base URL, by name or alias', () => {
    const ordered = (baseUrl: string) => `sources: { calendar: {}, mail: {} }\nbaseUrl: ${baseUrl}`;

    expect(withSources(ordered('{ order: [mail, cal] }')).settings?.baseUrl).toEqual({ order: ['mail', 'calendar'] });
    expect(withSources(ordered('{}')).settings?.baseUrl).toEqual({ order: [] });
    expect(withSources('sources: { mail: {} }').settings?.baseUrl).toBeUndefined();
    expect(lines(ordered('{ order: [mail, mial] }'))).toEqual([
      expect.stringMatching(/^2:26 settings\/unknown-connector .*mial/),
    ]);
  });

  it.each(['eu-central-1', 'ap-southeast-5', 'us-gov-west-1', 'cn-northwest-1', 'mx-central-1', 'il-central-1'])(
    'takes the region %s',
    (region) => {
      const rest = `sources: { mail: {} }\nstate: { s3: { bucket: our-state, region: ${region} } }`;

      expect(withSources(rest).problems).toEqual([]);
    },
  );

  it('rejects a source in a cloud in which Microsoft does not offer it', () => {
    const inCloud = (cloud: string) =>
      loadSettings(
        `${start.replace('555555555555 }', `555555555555, cloud: ${cloud} }`)}sources: { robots: {}, mail: {} }`,
        'graphveil.yaml',
        sources,
      ).problems.map(({ position, code }) => `${position.line}:${position.column} ${code}`);

    expect(inCloud('china')).toEqual(['8:12 settings/not-in-cloud']);
    expect(inCloud('us-government')).toEqual([]);
  });

  it('points at the second of two equal entries', () => {
    expect(lines('sources:\n  calendar:\n    variants: [plain-ids, plain-ids]\n')).toEqual([
      '3:27 settings/invalid-value sources.calendar.variants.1 is invalid, expected each entry once',
    ]);
  });

  it.each([
    ['http://proxy.example:3128', 0],
    ['https://[2001:db8::1]:443', 0],
    ['http://name:password@proxy.example:3128', 1],
    ['proxy.example:3128', 1],
    ['http://proxy.example', 1],
  ])('reads the proxy %s of a VPC, which never holds a password', (url, mistakes) => {
    const vpc = `vpc: { subnets: [subnet-0a1b2c3d], securityGroups: [sg-0a1b2c3d], proxy: { url: "${url}", noProxy: [.amazonaws.com] } }`;
    const { problems } = loadSettings(`${start}  ${vpc}\nsources: { mail: {} }\n`, 'graphveil.yaml', sources);

    expect(problems.map(({ message }) => message)).toEqual(
      Array.from({ length: mistakes }, () => expect.stringContaining('without a user or password')),
    );
  });

  it.each([
    ['11111111-2222-3333-4444-555555555555', '00000000-0000-0000-0000-000000000000', 'tenant.id', 'az account show'],
    ['111122223333', '000000000000', 'aws.account', 'aws sts get-caller-identity'],
    ['111122223333', '123456789012', 'aws.keysRole', 'graphveil init'],
    ['//abc.', '//00000000-0000-0000-0000-000000000000.', 'aws.tokenIssuer', 'graphveil aws enable-federation'],
  ])('refuses a placeholder: %s became %s', (real, placeholder, setting, says) => {
    const text = `${start.replaceAll(real, placeholder)}sources: { mail: {} }\n`;
    const problems = (file: string) =>
      loadSettings(text, file, sources).problems.filter(({ code }) => code === 'settings/placeholder');

    expect(problems('graphveil.yaml').find(({ message }) => message.startsWith(setting))?.hint).toContain(says);
    expect(problems('folder/graphveil.example.yaml')).toEqual([]);
  });

  it.each(['https://evil.example', 'https://abc.tokens.sts.evil.example', 'https://tokens.sts.global.api.aws'])(
    'refuses the issuer %s, whose owner could sign in as every connector',
    (issuer) => {
      const text = `${start.replace('https://abc.tokens.sts.global.api.aws', issuer)}sources: { mail: {} }\n`;

      expect(loadSettings(text, 'x', sources).problems.map(({ message }) => message)).toEqual([
        expect.stringContaining('expected an issuer of AWS'),
      ]);
    },
  );

  it('tells the ARN of a session from that of its role', () => {
    const session = 'arn:aws:sts::111122223333:assumed-role/keys/someone';
    const text = `${start.replace('arn:aws:iam::111122223333:role/keys', session)}sources: { mail: {} }\n`;

    expect(loadSettings(text, 'x', sources).problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('not of its session: arn:aws:iam::111122223333:role/keys, or with a path'),
    ]);
  });

  it('gives functions behind an HTTP API the 29 seconds that it waits', () => {
    expect(withSources('exposure: http-api\nsources: { mail: {} }').settings?.connectors[0]?.timeout).toBe(29);
    const { settings } = withSources('clients: {}\nsources: { tokens2: { source: mail } }');
    expect([settings?.streaming, settings?.connectors[0]?.timeout]).toEqual([false, 29]);
  });

  it('keeps the state in S3 in the region of the functions', () => {
    expect(withSources('sources: { mail: {} }\nstate: { s3: { bucket: our-state } }').settings?.state).toEqual({
      kind: 's3',
      bucket: 'our-state',
      region: 'eu-central-1',
      prefix: 'graphveil',
      kmsKey: undefined,
    });
  });

  it('rejects a file with many mistakes and reports all of them in reading order', () => {
    const file = `environment: Prod_1
tenant: { id: contoso.example, cloud: moon }
aws:
  account: 111122223333
  region: eu-central-1
  keysrole: arn:aws:iam::111122223333:role/keys
  logRetentionDays: 33
sources:
  calender: {}
  mail: { memory: 64, variants: [plain] }
callers:
  bi: { awsPrincipals: ["arn:aws:iam::444455556666:root"] }
allowedSourceIps: [203.0.113.0/24, 0.0.0.0/0]
`;
    const { settings, problems } = loadSettings(file, 'graphveil.yaml', sources);

    expect(settings).toBeUndefined();
    expect(
      problems.map(
        ({ position, code, message, hint }) => `${position.line}:${position.column} ${code}: ${message} (${hint})`,
      ),
    ).toMatchSnapshot();
  });

  it.each(['keys-policy', 'logs-key', 'keyring-key', 'dashboard', 'keyring', 'logs', 'shared'])(
    'accepts a connector named %s',
    (name) => {
      expect(withSources(`sources: { ${name}: { source: mail } }`).problems).toEqual([]);
    },
  );

  it.each([
    ['sources: { calendar: {}, cal: {} }', 'settings/duplicate-name'],
    ['sources: {}', 'settings/no-sources'],
    ['sources: { caller-x: { source: mail } }', 'settings/reserved-name'],
    ['sources: { all: { source: mail } }', 'settings/reserved-name'],
    ['sources: { nul: { source: mail } }', 'settings/reserved-name'],
    [
      'sources: { mail: {} }\ncallers: { com1: { googleServiceAccounts: ["1234567890123"] } }',
      'settings/reserved-name',
    ],
    [
      `sources: { mail: {} }\ncallers: { bi: { googleServiceAccounts: [${Array.from({ length: 90 }, (_, index) => `"${10_000_000_000_000 + index}"`)}] } }`,
      'settings/trust-too-long',
    ],
    [`sources: { ${'a'.repeat(50)}: { source: mail } }\nenvironment: x`, 'yaml/duplicate-key'],
    ['sources: { mail: { acceptUnproven: because we said so } }', 'settings/nothing-unproven'],
    ['sources: { mail: {} }\nprotectKeyring: { offUntil: 2026-01-31 }', 'settings/protection-due'],
    ['sources: { mail: {} }\nprotectKeyring: false', 'settings/invalid-value'],
    [
      'sources: { mail: {} }\nsharedApplication: { servicePrincipalObjectId: 11111111-2222-3333-4444-555555555555 }',
      'settings/principal-alone',
    ],
    [
      'sources: { mail: { reasons: { plain-ids: { reason: agreed with the council, date: 2026-03-02 } } } }',
      'settings/unused-reason',
    ],
    [
      'sources: { mail: {} }\nsharedApplication:\napplications: { mail: { objectId: 11111111-2222-3333-4444-555555555555 } }',
      'settings/two-topologies',
    ],
    [
      'sources: { mail: {} }\napplications: { calendar: { objectId: 11111111-2222-3333-4444-555555555555 } }',
      'settings/unknown-connector',
    ],
    [
      'sources: { mail: {}, calendar: {} }\napplications: { mail: { objectId: 11111111-2222-3333-4444-555555555555 }, calendar: { objectId: 11111111-2222-3333-4444-555555555555 } }',
      'settings/duplicate-application',
    ],
    [
      `sharedApplication:\nsources: { ${Array.from({ length: 21 }, (_, index) => `mail-${index}: { source: mail }`).join(', ')} }`,
      'settings/too-many-credentials',
    ],
    [
      'sharedApplication:\nsources: { mail: {}, calendar: { mailboxAccess: exchange-rbac } }',
      'settings/mixed-mailbox-access',
    ],
    ['sources: { mail: {} }\ndeployerOwns: false', 'settings/no-owners'],
    [
      'sources: { mail: {} }\nalarms: { notify: ["arn:aws:sns:eu-central-1:999999999999:ops"] }',
      'settings/account-mismatch',
    ],
    [
      'sources: { mail: {} }\nalarms: { notify: ["arn:aws:sns:us-east-1:111122223333:ops"] }',
      'settings/region-mismatch',
    ],
    ['sources: { mail: {} }\ncallers: { bi: {} }', 'settings/caller-without-principal'],
    [
      'sources: { mail: {} }\ncallers: { bi: { awsPrincipals: ["arn:aws:iam::444455556666:root"] } }',
      'settings/caller-without-external-id',
    ],
    [
      'sources: { mail: {} }\ncallers: { bi: { awsPrincipals: ["arn:aws:iam::444455556666:root"], externalId: some-id, googleAudience: x } }',
      'settings/audience-without-accounts',
    ],
    [
      `sources: { mail: {} }\ncallers: { ${'b'.repeat(45)}: { googleServiceAccounts: ["1234567890123"] } }`,
      'settings/name-too-long',
    ],
    [
      'sources: { mail: {} }\ncallers: { bi: { googleServiceAccounts: ["1234567890123"], sources: [teams] } }',
      'settings/unknown-connector',
    ],
    ['sources: { mail: {} }\nstate: { s3: { bucket: our-state }, local: {} }', 'settings/two-states'],
    [
      'sources: { mail: {} }\ncallers: { bi: { googleServiceAccounts: ["1234567890123"], counterparts: pseudonym } }',
      'settings/counterparts-without-groups',
    ],
    [
      'sources: { mail: {} }\ncallers: { bi: { googleServiceAccounts: ["1234567890123"], groups: [crew] } }',
      'settings/invalid-value',
    ],
    ['sources: { mail: {} }\nleastGroupSize: 4', 'settings/small-groups'],
    ['sources: { mail: {} }\nleastGroupSize: 1', 'settings/invalid-value'],
    [
      `sources: { mail: {} }\ncallers: { pilot: { googleServiceAccounts: ["1234567890123"], groups: [${groupIds(1).join()}] }, other: { googleServiceAccounts: ["1234567890123"] } }`,
      'settings/limit-by-other-caller',
    ],
    [
      `sources: { mail: {} }\ncallers: { pilot: { googleServiceAccounts: ["1234567890123"], groups: [${groupIds(75).join()}] } }`,
      'settings/too-many-groups',
    ],
    ['exposure: http-api\nsources: { mail: { timeout: 60 } }', 'settings/timeout-too-long'],
    ['clients: {}\nsources: { mail: { timeout: 60 } }', 'settings/timeout-too-long'],
    ['clients: {}\nsources: { tokens: { source: mail } }', 'settings/reserved-name'],
    ['clients: {}\nsources: { adfs: { source: mail } }', 'settings/reserved-name'],
    ['clients: {}\nsources: { beta: { source: mail } }', 'settings/reserved-name'],
    ['clients: {}\nsources: { console: { source: mail } }', 'settings/reserved-name'],
    ['sources: { mail: {} }\nconsole: true', 'settings/console-without-clients'],
    ['sources: { mail: {} }\nclients: {}\nconsole: true\nstacks: apart', 'settings/console-without-url'],
    ['sources: { mail: {} }\nclients: {}\nconsole: { publicUrl: http://console.example }', 'settings/invalid-value'],
    ['sources: { mail: {} }\nsources: { calendar: {} }', 'yaml/duplicate-key'],
    ['sources: { other: { source: maul } }', 'settings/unknown-source'],
    ['sources: { mail: { rules: /etc/rules.yaml } }', 'settings/invalid-value'],
    ['sources: { calendar: { variants: [plain-ids, plain-ids] } }', 'settings/invalid-value'],
    [
      'sources: { mail: {} }\nowners: [aaaaaaaa-2222-3333-4444-555555555555, AAAAAAAA-2222-3333-4444-555555555555]',
      'settings/invalid-value',
    ],
    [
      'sources: { calendar: {} }\napplications: { cal: { objectId: 11111111-2222-3333-4444-555555555555 }, calendar: { objectId: 22222222-2222-3333-4444-555555555555 } }',
      'settings/duplicate-name',
    ],
    ['sources: { mail: {} }\nstate: { s3: { bucket: Our_State } }', 'settings/invalid-value'],
    ['sources: { mail: {} }\nstate: { s3: { bucket: our-state, region: eu-zentral-1 } }', 'settings/invalid-value'],
    ['sources: { mail: {}, __proto__: {} }', 'yaml/key'],
    ['  tags: { team: "${file(1)}" }\nsources: { mail: {} }', 'settings/invalid-value'],
  ])('finds the mistake in %s', (rest, code) => {
    expect(withSources(rest).problems.map((problem) => problem.code)).toEqual([code]);
  });

  it('points at the key or value that is wrong, and names the nearest one', () => {
    expect(lines('sources:\n  mial: {}\n')).toEqual(['2:3 settings/unknown-source unknown source mial']);
    expect(hints('sources:\n  mial: {}\n')).toEqual(['did you mean mail?']);
    expect(lines('sources:\n  mail: {}\n  mail: {}\n')).toEqual(['3:3 yaml/duplicate-key duplicate key "mail"']);
    expect(lines('sources:\n  mail: { timeouts: 5 }\n')).toEqual([
      "2:11 settings/unknown-key sources.mail.timeouts isn't a setting",
    ]);
    expect(hints('sources:\n  mail: { timeouts: 5 }\n')).toEqual(['did you mean timeout?']);
  });

  it.each([
    ['https://ABC.tokens.sts.global.api.aws', 'in lower-case letters'],
    ['https://abc.tokens.sts.global.api.AWS', 'in lower-case letters'],
    ['https://abc.tokens.sts.global.api.aws/', 'without a trailing slash'],
  ])('explains the problem of the issuer %s', (issuer, expected) => {
    const text = `${start.replace(/tokenIssuer: .*/, `tokenIssuer: ${issuer}`)}sources: { mail: {} }`;
    const { problems } = loadSettings(text, 'graphveil.yaml', sources);
    expect(problems.map(({ message, hint }) => `${message} ${hint}`)).toEqual([
      expect.stringContaining(
        `the issuer exactly as AWS prints it: ${expected.startsWith('in') ? '' : 'https://… '}${expected}`,
      ),
    ]);
  });

  it('refuses a function whose role would have a longer name than AWS allows', () => {
    const name = 'a'.repeat(50);
    const [problem] = loadSettings(
      `${start.replace('prod', 'production-in-europe')}sources: { ${name}: { source: mail } }`,
      'graphveil.yaml',
      sources,
    ).problems;

    expect(problem?.message).toBe(
      `name graphveil-production-in-europe-${name} is too long, expected at most 64 characters, got 81`,
    );
    expect(problem?.position).toEqual({ file: 'graphveil.yaml', line: 8, column: 12 });
  });

  it.each(['', '- a list', 'just text', '42'])('refuses a file that holds %j', (text) => {
    const { settings, problems } = loadSettings(text, 'graphveil.yaml', sources);

    expect(settings).toBeUndefined();
    expect(problems.length).toBeGreaterThan(0);
  });

  it('describes every setting in the schema for editors', () => {
    const undescribed: string[] = [];
    const walk = (schema: ReturnType<typeof settingsJsonSchema>, path: string): void => {
      for (const [name, part] of Object.entries(schema.properties ?? {})) {
        if (typeof part !== 'object') continue;
        if (part.description === undefined) undescribed.push(`${path}${name}`);
        walk(part, `${path}${name}.`);
      }
    };
    walk(settingsJsonSchema(), '');

    expect(undescribed).toEqual([]);
  });
});
