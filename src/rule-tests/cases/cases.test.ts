import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cast, people, rules } from '../../proof/testing/fixture.ts';
import { type CaseFile, readCaseFile } from '../index.ts';
import { missingCases, resembles } from './completeness.ts';
import { differences } from './differences.ts';
import { loadCases, loadCast } from './load-cases.ts';
import { createOfflineProxy } from './offline-proxy.ts';
import { UnknownPlaceholder, unfillText } from './placeholders.ts';
import { caseFilling, runCase } from './run-case.ts';

const caseOf = (text: string): CaseFile => {
  const { file, diagnostics } = readCaseFile(`shows: something\n${text}`, 'a.case.yaml');
  if (file === undefined) throw new Error(JSON.stringify(diagnostics));
  return file;
};

const listed = people(
  '{ id: !<pseudonymize> { includeReversible: true }, mail: !<pseudonymize> {}, accountEnabled: keep }',
);
const run = (text: string, checked = listed) => runCase(caseOf(text), cast, createOfflineProxy(checked.plan));

const page = `call: { url: "/v1.0/users?$top=9" }
upstream:
  asked: "/v1.0/users?$top=100"
  body:
    value: [{ id: "{{wren.id}}", displayName: "{{wren.displayName}}", mail: "{{wren.mail}}", accountEnabled: true }]
    "@odata.nextLink": "https://graph.microsoft.com/v1.0/users?$skiptoken=x{{wren.id}}"
`;

describe('runCase', () => {
  it('returns the request to Graph and the caller’s reply, the same in every run', async () => {
    const first = await run(page);
    const second = await run(page);

    expect(first.endpoint).toBe('/v1.0/users');
    expect(first.goldens).toEqual(second.goldens);
    expect(first.goldens).toMatchObject({
      asked: '/v1.0/users?$top=100',
      reply: {
        status: 200,
        body: {
          value: [{ id: expect.stringMatching(/^p~/), mail: expect.stringMatching(/^t~.*@fennmoor.example$/) }],
          '@odata.nextLink': 'https://proxy.example/sealed/page',
        },
      },
    });
    expect(JSON.stringify(first.goldens.reply)).not.toMatch(/wren|thornquist/i);
  });

  it('reports the differences between a case and its run', async () => {
    const { problems } = await run(`${page}reply: { status: 200, body: { value: [] } }\n`);

    expect(problems.map(({ about, difference }) => `${about} ${difference.path}`)).toEqual([
      'reply.body value[0]',
      'reply.body @odata.nextLink',
    ]);
  });

  it('passes an expected refusal without a request to Graph', async () => {
    const refused =
      'call: { url: "/v1.0/users?$search=x" }\nreply: { status: 403, code: Graphveil.EndpointNotAllowed }';

    expect((await run(refused)).problems).toEqual([]);
    expect((await run(refused.replace('$search=x', '$top=1'))).problems).not.toEqual([]);
  });

  it('writes people of the cast as placeholders if rules keep them', async () => {
    const { goldens } = await run(page, people('{ id: !<keep> { format: guid } }'));

    expect(goldens.reply.body).toMatchObject({ value: [{ id: '{{wren.id}}' }] });
  });

  it('gives errors of Graph as the caller gets them', async () => {
    const { goldens } = await run(
      'call: { url: /v1.0/users }\nupstream: { status: 404, body: { error: { code: Request_ResourceNotFound, message: "{{wren.mail}}" } } }',
    );

    expect(goldens.reply).toEqual({ status: 404, code: expect.any(String) });
  });

  it('takes a body that isn’t JSON unchanged', async () => {
    const { goldens } = await run('call: { url: /v1.0/users }\nupstream: { body: "<html>" }');

    expect(goldens.reply).toMatchObject({ status: 502, code: 'Graphveil.UpstreamInvalid' });
  });

  it('refuses to speak of somebody who is not in the cast', async () => {
    await expect(run('call: { url: "/v1.0/users/{{nobody.id}}" }')).rejects.toThrow(UnknownPlaceholder);
  });
});

describe('placeholders', () => {
  it('are found in an encoded URL', () => {
    const text = '/v1.0/users/wren.thornquist%40fennmoor.example?x=0f8fad5b-d9cb-469f-a165-70867728950e';

    expect(unfillText(text, caseFilling(cast))).toBe('/v1.0/users/{{wren.mail}}?x={{wren.id}}');
  });
});

describe('missingCases', () => {
  const endpoints = rules(`endpoints:
  - { pathTemplate: /v1.0/users, entity: user, collection: true, response: { id: !<tokenize> {} } }
  - pathTemplate: /v1.0/users/{userId}
    entity: user
    pathParameterSchemas: { userId: { kind: user-id } }
    response: { id: !<tokenize> {} }
`).plan.endpoints;

  it('requires one passing and one refused case for each endpoint', () => {
    const ran = [
      { url: '/v1.0/users?$top=1', status: 200, endpoint: '/v1.0/users' },
      { url: '/v1.0/users/x', status: 403, endpoint: undefined },
    ];

    expect(missingCases(endpoints, ran).map(({ endpoint, missing }) => `${endpoint.pathTemplate} ${missing}`)).toEqual([
      '/v1.0/users refused',
      '/v1.0/users/{userId} passing',
    ]);
  });

  it('finds the intended endpoint of a refused call by the shape of its path', () => {
    const [list, one] = endpoints;
    if (list === undefined || one === undefined) throw new Error('no endpoints');

    expect([
      resembles('/V1.0/USERS?$x', list),
      resembles('/v1.0/users/a/b', one),
      resembles('/v1.0/users/a', one),
    ]).toEqual([true, false, true]);
  });

  it('knows templates of Psoxy’s form too', () => {
    const [endpoint] = rules('endpoints:\n  - pathTemplate: /v1.0/users/{id}/events\n').plan.endpoints;
    if (endpoint === undefined) throw new Error('no endpoint');

    expect([resembles('/v1.0/users/x/events?a=b', endpoint), resembles('/v1.0/users/x', endpoint)]).toEqual([
      true,
      false,
    ]);
  });
});

describe('differences', () => {
  it('names the first places, and no more than a person reads', () => {
    expect(differences({ a: [1, 2], b: { c: 1 } }, { a: [1], b: { c: 1, d: 2 } })).toEqual([
      { path: 'a[1]', expected: '2', actual: '(nothing)' },
      { path: 'b.d', expected: '(nothing)', actual: '2' },
    ]);
    expect(differences([1, 1, 1, 1, 1, 1, 1], [])).toHaveLength(5);
    expect(differences({ a: 1 }, { a: 1 })).toEqual([]);
  });
});

describe('loadCases', () => {
  it('reads the cases of a folder and reports their mistakes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cases-'));
    mkdirSync(join(folder, 'cases'));
    writeFileSync(join(folder, 'cases/good.case.yaml'), `shows: it\n${page}`);
    writeFileSync(join(folder, 'cases/bad.case.yaml'), 'shows: it\n');
    writeFileSync(join(folder, 'cases/notes.md'), '');

    const cases = loadCases(folder, folder);

    expect(cases.map(({ name, file }) => [name, file !== undefined])).toEqual([
      ['cases/bad.case.yaml', false],
      ['cases/good.case.yaml', true],
    ]);
    expect(loadCases(join(folder, 'cases'), folder)).toEqual([]);
  });

  it('reads the cast, and nobody if it is missing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cast-'));

    expect(loadCast(folder).cast.people).toEqual({});
    writeFileSync(join(folder, 'cast.yaml'), 'people: { wren: { id: x } }');
    expect(loadCast(folder).cast.people).toEqual({ wren: { id: 'x' } });
    writeFileSync(join(folder, 'cast.yaml'), 'people: 7');
    expect(loadCast(folder).diagnostics).toHaveLength(1);
  });
});
