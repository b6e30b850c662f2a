import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadyConnector } from '../../connectors/index.ts';
import { typesPackages } from '../../graph-types/index.ts';
import { compileText } from '../../rule-forms/testing/compile-text.ts';
import type { Cast } from '../../rule-tests/index.ts';
import { gatherReport } from './gather-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'graphveil-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { plan, diagnostics } = compileText(`endpoints:
  - pathTemplate: /v1.0/users
    entity: user
    collection: true
    response: { id: !<pseudonymize> { of: user-id }, accountEnabled: keep }
  - pathTemplate: /v1.0/users/{name}
    entity: user
    pathParameterSchemas: { name: { enum: [x] } }
    response: { id: !<pseudonymize> { of: user-id }, accountEnabled: keep }
  - pathTemplate: /v1.0/groups
    entity: group
    collection: true
    response: { id: !<pseudonymize> { of: group-id }, deletedDateTime: !<keep> { format: date-time } }
`);
if (plan === undefined) throw new Error(JSON.stringify(diagnostics));

const cast: Cast = {
  people: { alice: { id: 'a-1', mail: 'alice@veldt.example' } },
  groups: {},
  things: {},
  canaries: {},
};

const proofRow = (path: string) => ({ path, type: 'string', class: 'metadata', disposition: 'kept', how: 'as it is' });
const proof = {
  title: 'directory',
  form: 'allow-list',
  endpoints: [
    { pathTemplate: '/v1.0/users', entity: 'user', answer: 'user', rows: [proofRow('id'), proofRow('accountEnabled')] },
    { pathTemplate: '/v1.0/groups', entity: 'group', answer: 'group', rows: [proofRow('id')] },
  ],
};

let made = 0;
/** A connector of a source with these cases. */
const connectorOf = (cases: Readonly<Record<string, string>>, changes: object = {}): ReadyConnector => {
  made += 1;
  const source = join(folder, String(made));
  mkdirSync(join(source, 'cases'), { recursive: true });
  for (const [name, text] of Object.entries(cases)) writeFileSync(join(source, 'cases', `${name}.case.yaml`), text);
  return {
    name: 'directory',
    source: {
      id: 'directory',
      title: 'Directory',
      summary: 'Who is there.',
      availability: 'ga',
      narrower: [],
      permissions: [
        { name: 'User.Read.All', reason: 'Lists people.', endpoints: ['/v1.0/users'] },
        { name: 'Chat.Read.All', reason: 'Lists groups.', endpoints: ['/v1.0/groups'] },
      ],
      folder: source,
    },
    variants: [],
    extras: [],
    choices: [],
    permissions: [],
    rules: { plan, proof },
    ...changes,
  } as unknown as ReadyConnector;
};

const caseOf = (shows: string, items: readonly string[], more = '', path = '/v1.0/users'): string => `shows: ${shows}
${more}
call: { url: ${path} }
upstream:
  body:
    value:
${items.map((item) => `      - ${item}`).join('\n')}
`;

const alice = '{ id: "{{alice.id}}", accountEnabled: true, mail: "{{alice.mail}}" }';

const reportOf = (...connectors: readonly ReadyConnector[]) =>
  gatherReport(connectors, { version: '1.2.3', date: '2026-03-02', cast });

const exampleOf = async (cases: Readonly<Record<string, string>>, changes: object = {}) =>
  (await reportOf(connectorOf(cases, changes))).sources[0]?.example;

describe('gatherReport', () => {
  it('describes each source by its rules and its proof', async () => {
    const report = await reportOf(
      connectorOf({}),
      connectorOf({}, { name: 'staff', variants: ['plain-ids'], acceptUnproven: 'until March' }),
    );
    const [first, second] = report.sources;

    expect(report).toMatchObject({ version: '1.2.3', date: '2026-03-02', types: Object.values(typesPackages) });
    expect(first).toMatchObject({
      name: 'directory',
      title: 'Directory',
      summary: 'Who is there.',
      availability: 'ga',
      acceptUnproven: undefined,
      rulesHash: plan?.hash,
      endpoints: 3,
      example: undefined,
    });
    expect(first?.answers.map(({ entity, declared }) => [entity, declared])).toEqual([
      ['user', 2],
      ['group', 1],
    ]);
    expect(first).not.toHaveProperty('ownRules');
    expect(second).toMatchObject({
      title: 'Directory (staff)',
      variants: ['plain-ids'],
      acceptUnproven: 'until March',
    });
  });

  it('lists the contents of a custom rule file, which the cases of the source don’t describe', async () => {
    const own = { folder: 'own', position: { path: 'x', line: 1, column: 1 } };
    const report = await reportOf(connectorOf({ one: caseOf('a user', [alice]) }, { own }));

    expect(report.sources[0]?.ownRules?.endpoints.map(({ path }) => path)).toEqual([
      '/v1.0/users',
      '/v1.0/users/{name}',
      '/v1.0/groups',
    ]);
    expect(report.sources[0]?.example).toBeUndefined();
  });
});

describe('the example of a source', () => {
  it('is a call with the response before and after the rules', async () => {
    const example = await exampleOf({ one: caseOf('a user', [alice]) });

    expect(example).toMatchObject({ shows: 'a user', call: 'GET /v1.0/users' });
    expect(example?.lines.map(({ mark, text }) => [mark, text])).toEqual([
      ['kept', '{'],
      ['changed', '  "id": "a-1"'],
      ['kept', '  "accountEnabled": true'],
      ['gone', '  "mail": "alice@veldt.example"'],
      ['kept', '}'],
    ]);
    expect(example?.lines[1]?.after).toMatch(/^ {2}"id": "t~/);
  });

  it.each([0, 1, 2])('is the item that shows most of the treatment, wherever it is: %d', async (place) => {
    const ids = ['{{alice.id}}', 'x', 'y'];
    const items = ids.map((id, at) => `{ id: "${id}"${at === place ? ', accountEnabled: true, mail: m' : ''} }`);
    const example = await exampleOf({ one: caseOf('users', items) });

    expect(example?.lines.map(({ text }) => text)).toContain('  "mail": "m"');
  });

  it('is of the source’s own endpoints before those of the directory', async () => {
    const cases = {
      a: caseOf('a user', [alice]),
      b: caseOf(
        'a group',
        ['{ id: g, deletedDateTime: 2026-03-02T09:00:00Z, displayName: Secret }'],
        '',
        '/v1.0/groups',
      ),
    };

    expect(await exampleOf(cases)).toMatchObject({ shows: 'a group', call: 'GET /v1.0/groups' });
  });

  it('is the case that the source chose as its example, before all others', async () => {
    const cases = {
      a: caseOf(
        'a group',
        ['{ id: g, deletedDateTime: 2026-03-02T09:00:00Z, displayName: Secret }'],
        '',
        '/v1.0/groups',
      ),
      b: caseOf('a user', [alice], 'example: true'),
      c: caseOf('another user', ['{ id: z }']),
    };

    expect(await exampleOf(cases)).toMatchObject({ shows: 'a user' });
  });

  it('has few oddities and is not too long', async () => {
    const many = Array.from({ length: 150 }, (_, index) => `p${index}: 1`).join(', ');
    const withMany = `{ id: a, accountEnabled: true, mail: m, more: { ${many} } }`;
    const cases = {
      a: caseOf('a long one', [withMany]),
      b: caseOf('an odd one', ['{ id: a, accountEnabled: null, mail: m, usageLocation: null }']),
      c: caseOf('a plain one', [alice]),
    };

    expect(await exampleOf(cases)).toMatchObject({ shows: 'a plain one' });
  });

  it.each([
    ['refuses the call', caseOf('a refusal', [alice], '', '/v1.0/users?$search=x')],
    [
      'shows an error of Graph',
      'shows: an error\ncall: { url: /v1.0/users }\nupstream: { status: 404, body: { error: { code: x } } }\n',
    ],
    ['has no response', 'shows: nothing\ncall: { url: /v1.0/users }\n'],
    ['is of a variant', caseOf('a variant', [alice], 'variants: [plain-ids]')],
    ['is of an extra', caseOf('an extra', [alice], 'extras: [members]')],
    ['has a mistake', 'shows: [1]\n'],
    ['names somebody who isn’t in the cast', caseOf('a stranger', ['{ id: "{{bob.id}}" }'])],
  ])('is never a case that %s', async (_why, text) => {
    expect(await exampleOf({ a: text })).toBeUndefined();
    expect(await exampleOf({ a: text, b: caseOf('a user', [alice]) })).toMatchObject({ shows: 'a user' });
  });

  it('is a whole object, where the response is no list', async () => {
    const text =
      'shows: one\ncall: { url: /v1.0/users/x }\nupstream: { body: { id: "{{alice.id}}", mail: x, accountEnabled: true } }\n';
    const example = await exampleOf({ one: text });

    expect(example?.lines.map(({ mark }) => mark)).toEqual(['kept', 'changed', 'gone', 'kept', 'kept']);
  });

  it('does not describe under a variant what the case shows without it', async () => {
    const example = await exampleOf({ one: caseOf('a user', [alice]) }, { variants: ['plain-ids'] });

    expect(example?.shows).toBe('an answer as Microsoft documents it');
  });
});
