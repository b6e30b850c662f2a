import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { psoxyKeyring } from '../../pseudonyms/index.ts';
import { loadSources } from '../../sources/index.ts';
import { rulesFolder } from '../rules-folder.ts';
import { runCommand } from '../testing/run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'graphveil-explain-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const rules = join(folder, 'rules.yaml');
writeFileSync(
  rules,
  `definitions: {u: {type: object}}
endpoints:
- pathTemplate: /v1.0/users/{id}
  allowedQueryParams: [$select]
  allowedRequestHeaders: [Prefer]
  augments:
  - !<textDigest>
    jsonPaths: ["$..aboutMe"]
  responseSchema: {$ref: "#/definitions/u"}
  transforms:
  - !<redact>
    jsonPaths: ["$..mobilePhone"]
    applyOnlyWhen: "$..mail"
  - !<pseudonymize>
    jsonPaths: ["$..mail"]
- pathTemplate: /v1.0/plain
`,
);
const variables = { PSOXY_SALT: 'salt', PSOXY_ENCRYPTION_KEY: 'secret', EMAIL_CANONICALIZATION: 'STRICT' };
const { pseudonyms } = psoxyKeyring({ salt: 'salt', encryptionKey: 'secret', canonicalization: 'STRICT' });
const token = pseudonyms.tokenize('u1', 'user-id');

const explain = (url: string, ...more: readonly string[]) =>
  runCommand(['explain', '--scheme', 'psoxy', '--rules', rules, '--url', url, ...more], variables);

const explainJson = async (url: string) => {
  const { status, stdout } = await explain(url, '--json');
  return { status, ...JSON.parse(stdout) };
};

describe('graphveil explain', () => {
  it('lists the sources in its help', async () => {
    const { status, stdout } = await runCommand(['explain', '--help']);
    expect([status, stdout]).toEqual([0, expect.stringMatching(/SOURCE is one of (?:[a-z-]+, )+[a-z-]+\.\n/)]);
  });

  it('shows the endpoint that accepts a call, the request to Graph, and the treatment of the response', async () => {
    const { status, stdout } = await explain(`https://graph.example/v1.0/users/${token}?$select=id`);
    expect(status).toBe(0);
    expect(
      stdout.replaceAll(/[^ (]*rules\.yaml/g, 'rules.yaml').replaceAll(/ +/g, ' '),
    ).toBe(`allowed by /v1.0/users/{id} (rules.yaml:3:3)
request to Graph: https://graph.example/v1.0/users/u1?$select=id
 the path is changed: tokens are decrypted, values encoded
for callers that are limited to a group: refused
parts of the response:
 $..aboutMe textDigest, beside it rules.yaml:7:5
 the whole answer only what responseSchema lists rules.yaml:9:19
 $..mobilePhone redact, only where $..mail finds anything rules.yaml:11:5
 $..mail pseudonymize rules.yaml:14:5
`);
  });

  it('gives the same as JSON', async () => {
    expect(await explainJson(`/v1.0/users/${token}`)).toMatchObject({
      status: 0,
      allowed: true,
      endpoint: '/v1.0/users/{id}',
      rule: expect.stringMatching(/rules\.yaml:3:3$/),
      upstreamUrl: 'https://graph.microsoft.com/v1.0/users/u1',
      problem: null,
    });
  });

  it('reports that a response passes unchanged', async () => {
    expect((await explain('/v1.0/plain')).stdout).toMatch(/the response passes unchanged/);
  });

  it('explains why a call is refused, and names the nearest endpoint', async () => {
    const { status, stdout } = await explain('/v1.0/users/u1?$search=x');
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /refused: Graphveil\.EndpointNotAllowed \(403\)\n.*query parameter \$search is not on the list.*\nnearest endpoint: \/v1\.0\/users\/\{id\} \(/,
    );
    expect(stdout).not.toContain('x?');
  });

  it('refuses what cannot be read or opened, as JSON too', async () => {
    expect(await explainJson('/v1.0/users//x')).toMatchObject({
      status: 1,
      allowed: false,
      endpoint: null,
      upstreamUrl: null,
      problem: { code: 'Graphveil.TargetInvalid', status: 400 },
    });
    expect(await explainJson(`/v1.0/users/p~${'A'.repeat(86)}`)).toMatchObject({
      status: 1,
      endpoint: '/v1.0/users/{id}',
      problem: { code: 'Graphveil.PseudonymInvalid' },
    });
    expect((await explain('/v1.0/users//x')).stdout).not.toContain('nearest');
  });
});

describe('graphveil explain with the sources that come along', () => {
  it('names the size that a page is raised to', async () => {
    const source = sources.find(({ url }) => url.startsWith('/v1.0/users?'))?.id ?? '';
    const { stdout } = await runCommand(['explain', '--source', source, '--url', '/v1.0/users?$top=5', '--json']);
    expect(JSON.parse(stdout).changes).toContain('the page size is raised to 100, the minimum of directory lists');
  });

  const sources = loadSources(rulesFolder).sources.map(({ id, exampleCalls }) => ({
    id,
    url: exampleCalls.find(({ path }) => !path.includes('{'))?.path ?? '',
  }));

  it.each(sources)('shows the narrowed query for $id and each rule line', async ({ id, url }) => {
    const { status, stdout } = await runCommand(['explain', '--source', id, '--url', url, '--json']);
    const { answer, upstreamUrl } = JSON.parse(stdout);
    expect(status).toBe(0);
    expect(answer.length).toBeGreaterThan(0);
    expect(upstreamUrl).toContain('https://graph.microsoft.com/');
    for (const { rule } of answer) expect(rule).toMatch(/\.yaml:\d+:\d+$/);
  });
});
