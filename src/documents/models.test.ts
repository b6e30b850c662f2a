import { clouds, loadSettings, type Settings } from '../config/index.ts';
import { buildCallerModel } from './caller/caller-model.ts';
import { consentFiles } from './consent/consent-files.ts';
import { buildConsentModel } from './consent/consent-model.ts';
import { documentFacts } from './document-facts.ts';
import { applicationDisplayName, type Described } from './model.ts';
import { buildRequestModel } from './request/request-model.ts';
import { oneEach } from './testing/fixture.ts';

const settingsOf = (more = ''): Settings => {
  const { settings, problems } = loadSettings(
    `environment: prod
tenant: { id: 11111111-2222-3333-4444-555555555555, cloud: us-government }
owners: [22222222-2222-3333-4444-555555555555]
aws:
  account: "111122223333"
  region: us-gov-west-1
  tokenIssuer: https://abc.tokens.sts.global.api.aws
  keysRole: arn:aws-us-gov:iam::111122223333:role/operators
sources: { diaries: {}, people: {} }
request: { requestedBy: Data team, ticket: CHG-7 }
${more}`,
    'graphveil.yaml',
    ['diaries', 'people'].map((id) => ({ id, aliases: [], variants: new Map(), extras: [] })),
  );
  if (settings === undefined) throw new Error(JSON.stringify(problems));
  return settings;
};

const described = (more = ''): Described => ({
  settings: settingsOf(more),
  connectors: oneEach().applications.flatMap(({ connectors }) => connectors),
  version: '0.0.0',
});

const shared = 'sharedApplication: { objectId: 33333333-2222-3333-4444-555555555555 }';
const ids = (name: string) => ({
  clientId: `${name}-client`,
  objectId: `${name}-object`,
  servicePrincipalObjectId: `${name}-principal`,
});
const allIds = new Map(['diaries', 'people'].map((name) => [name, ids(name)]));

describe('the data of a request for applications', () => {
  it('is one application for each connector', () => {
    expect(buildRequestModel(described(), 'somebody')).toEqual({
      environment: 'prod',
      tenantId: '11111111-2222-3333-4444-555555555555',
      cloud: clouds['us-government'],
      owner: 'somebody',
      request: { requestedBy: 'Data team', ticket: 'CHG-7' },
      applications: [
        {
          connector: 'diaries',
          displayName: 'Graphveil prod: Diaries',
        },
        { connector: 'people', displayName: 'Graphveil prod: People' },
      ],
    });
  });

  it('is one application that all connectors share, if the settings have one', () => {
    expect(buildRequestModel(described(shared), undefined)).toMatchObject({
      owner: '22222222-2222-3333-4444-555555555555',
      applications: [{ connector: undefined, displayName: 'Graphveil prod' }],
    });
  });
});

describe('the data of the consent documents', () => {
  it('is one application for each connector, with its ids', () => {
    const all = described();

    expect(buildConsentModel(all, allIds)).toEqual({
      environment: 'prod',
      tenantId: '11111111-2222-3333-4444-555555555555',
      cloud: clouds['us-government'],
      tokenIssuer: 'https://abc.tokens.sts.global.api.aws',
      request: { requestedBy: 'Data team', ticket: 'CHG-7' },
      aws: { account: '111122223333', partition: 'aws-us-gov' },
      applications: all.connectors.map((connector) => ({
        displayName: `Graphveil prod: ${connector.title}`,
        ...ids(connector.name),
        given: false,
        connectors: [connector],
      })),
      callers: [],
      leastGroupSize: 5,
    });
  });

  it('is one application with every connector, if the settings have a shared one', () => {
    const all = described(shared);

    expect(buildConsentModel(all, allIds).applications).toEqual([
      { displayName: 'Graphveil prod', ...ids('diaries'), given: true, connectors: all.connectors },
    ]);
    expect(buildConsentModel({ ...all, connectors: [] }, allIds).applications).toEqual([]);
  });

  it('knows which applications a colleague made, whose credentials may be older', () => {
    const given = (settings: string) =>
      buildConsentModel(described(settings), allIds).applications.map((application) => application.given);

    expect(given(`applications: { people: { objectId: 22222222-2222-3333-4444-555555555555 } }`)).toEqual([
      false,
      true,
    ]);
    expect(given('sharedApplication: { objectId: 22222222-2222-3333-4444-555555555555 }')).toEqual([true]);
  });

  it('rejects a connector whose application is unknown', () => {
    expect(() => buildConsentModel(described(), new Map([['diaries', ids('diaries')]]))).toThrow('connector people');
  });

  it('becomes three files for each connector, and three for all', () => {
    const files = consentFiles(oneEach());
    const named = (name: string) => ['md', 'html', 'json'].map((format) => `consent/${name}.${format}`);

    expect(files.map(({ path }) => path)).toEqual([...named('diaries'), ...named('people'), ...named('all')]);
    const [markdown, html, json] = files.slice(3).map(({ content }) => content);
    expect(markdown).toMatch(/^# /);
    expect(html).toMatch(/^<!doctype html>/i);
    expect(json).toBe(`${JSON.stringify(JSON.parse(json ?? ''), null, 2)}\n`);
    expect(JSON.parse(json ?? '').applications).toHaveLength(1);
    expect(JSON.parse(files.at(-1)?.content ?? '').applications).toHaveLength(2);
  });
});

describe('the name of an application', () => {
  it('has the connector’s own name only if it isn’t that of the source', () => {
    const connector = { source: 'people', title: 'People' };

    expect(applicationDisplayName('prod')).toBe('Graphveil prod');
    expect(applicationDisplayName('prod', { ...connector, name: 'people' })).toBe('Graphveil prod: People');
    expect(applicationDisplayName('prod', { ...connector, name: 'staff' })).toBe('Graphveil prod: People (staff)');
  });
});

describe('the data of a page for callers', () => {
  const caller = {
    name: 'bi',
    connectors: ['people'],
    principals: [],
    googleServiceAccounts: [],
    groups: [],
    counterparts: false,
  } as unknown as Parameters<typeof buildCallerModel>[1];
  const endpoints = new Map([['people', 'https://people.example']]);
  const modelOf = (changes: object, more = '') =>
    buildCallerModel(described(more), { ...caller, ...changes }, 'arn:role', endpoints);

  it('names the connectors that the caller may use, with their endpoints', () => {
    const { connectors, ...rest } = modelOf({ externalId: 'agreed' });

    expect(rest).toEqual({
      environment: 'prod',
      caller: 'bi',
      roleArn: 'arn:role',
      externalId: 'agreed',
      region: 'us-gov-west-1',
      service: 'lambda',
      google: undefined,
      groups: [],
      counterparts: false,
    });
    expect(connectors).toEqual([
      {
        name: 'people',
        title: 'People',
        summary: expect.any(String),
        endpoint: 'https://people.example',
        exampleCalls: expect.any(Array),
      },
    ]);
    expect(modelOf({ connectors: ['diaries'] }).connectors[0]?.endpoint).toBe('');
  });

  it('signs for API Gateway behind an HTTP API', () => {
    expect(modelOf({}, 'exposure: http-api').service).toBe('execute-api');
  });

  it('has the audience of Google service accounts that may call', () => {
    const googleServiceAccounts = ['123456789012345678901'];

    expect(modelOf({ googleServiceAccounts }).google).toEqual({ audience: undefined });
    expect(modelOf({ googleServiceAccounts, googleAudience: 'ours' }).google).toEqual({ audience: 'ours' });
    expect(modelOf({ googleAudience: 'ours' }).google).toBeUndefined();
  });
});

describe('the facts of documents', () => {
  const callers = `callers:
  bi: { awsPrincipals: ["arn:aws:iam::111122223333:role/tool"], externalId: agreed-upon-id, sources: [people] }`;

  it('change with the data that a document shows, and with no id of Terraform', () => {
    const before = described(callers);
    const { consent, callers: pages } = documentFacts(before);
    const [diaries, people] = before.connectors;
    if (diaries === undefined || people === undefined) throw new Error('two connectors');
    const changed = documentFacts({ ...before, connectors: [diaries, { ...people, variants: ['plain-ids'] }] });

    expect(consent['diaries']?.permissions).toEqual(['Calendars.Read', 'User.Read.All']);
    expect(consent['people']?.permissions).toEqual(['User.Read.All']);
    expect(Object.keys(pages)).toEqual(['bi']);
    for (const { facts } of [...Object.values(consent), ...Object.values(pages)])
      expect(facts).toMatch(/^[0-9a-f]{16}$/);
    expect(changed.consent['diaries']).toEqual(consent['diaries']);
    expect(changed.consent['people']?.facts).not.toBe(consent['people']?.facts);
    expect(changed.callers).toEqual(pages);
  });
});
