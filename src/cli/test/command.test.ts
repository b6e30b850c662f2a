import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rulesFolder } from '../rules-folder.ts';
import { runCommand } from '../testing/run-command.ts';

const source = `id: things
title: Things
summary: Which things there are.
availability: alpha
graph: { version: v1.0 }
permissions: [{ name: User.Read.All, reason: lists people, endpoints: [/v1.0/users] }]
exampleCalls: [{ title: People, path: /v1.0/users }]
`;

const rules = `endpoints:
  - pathTemplate: /v1.0/users
    entity: user
    collection: true
    queryParamSchemas: { $top: { type: integer, minimum: 1, maximum: 9 } }
    response: { id: !<pseudonymize> { includeReversible: true }, accountEnabled: keep }
`;

const passing = `shows: people become pseudonyms # as agreed
call: { url: "/v1.0/users?$top=1" }
upstream:
  body: { value: [{ id: "{{alice.id}}", displayName: "{{alice.displayName}}", accountEnabled: true }] }
`;

const refused = `shows: asking by name is refused
call: { url: "/v1.0/users?$filter=displayName%20eq%20'x'" }
reply: { status: 403, code: Graphveil.EndpointNotAllowed }
`;

const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'graphveil-test-'));
  cpSync(join(rulesFolder, 'cast.yaml'), join(folder, 'cast.yaml'));
  mkdirSync(join(folder, 'things/cases'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'things', name), text);
  return folder;
};

const good = { 'source.yaml': source, 'rules.yaml': rules, 'cases/a.case.yaml': passing, 'cases/b.case.yaml': refused };

const test = (folder: string, ...options: readonly string[]) =>
  runCommand(['test', '--rules-folder', folder, ...options]);

describe('graphveil test', () => {
  it('writes the results of cases, keeps comments, and accepts its own output', async () => {
    const folder = folderWith(good);

    const first = await test(folder, '--cases-only');
    expect(first.status).toBe(1);
    expect(first.stdout).toContain('things/cases/a.case.yaml');
    expect(first.stdout).toContain('--update');

    const updated = await test(folder, '--update');
    const written = readFileSync(join(folder, 'things/cases/a.case.yaml'), 'utf8');
    expect([updated.status, updated.stderr]).toEqual([0, expect.stringContaining('written: ')]);
    expect(written).toContain('# as agreed');
    expect(written).toContain('asked: /v1.0/users?$top=100');
    expect(written).not.toMatch(/reply:[\s\S]*alice/);
    expect(updated.stdout).toMatch(/no canary appears/);
    expect((await test(folder, '--update', '--cases-only')).stderr).toContain('no case needed an update');
  });

  it('rejects a source with incomplete cases, endpoints or permissions, and explains what to write', async () => {
    const folder = folderWith({
      'source.yaml': source.replace('endpoints: [/v1.0/users]', 'endpoints: [/v1.0/groups]'),
      'rules.yaml': rules,
      'cases/a.case.yaml': 'shows: it\ncall: {}\n',
      'cases/c.case.yaml': passing.replace('alice.id', 'nobody.id'),
    });
    const { status, stdout } = await test(folder);

    expect(status).toBe(1);
    expect(stdout).toContain('no case shows an allowed call of /v1.0/users');
    expect(stdout).toContain('no case shows a refused call of /v1.0/users');
    expect(stdout).toContain("nobody.id isn't in cast.yaml");
    expect(stdout).toContain('no permission is listed for /v1.0/users');
    expect(stdout).toMatch(/line 2: call.url/);
  });

  it('never rewrites a refusal', async () => {
    const folder = folderWith({
      ...good,
      'cases/b.case.yaml': refused.replace("$filter=displayName%20eq%20'x'", '$top=2'),
    });
    const { status } = await test(folder, '--update', '--cases-only');

    expect(status).toBe(1);
    expect(readFileSync(join(folder, 'things/cases/b.case.yaml'), 'utf8')).toContain('status: 403');
  });

  it('rejects rules that let people through, and prints no planted text', async () => {
    const folder = folderWith({
      ...good,
      'rules.yaml': rules.replace('accountEnabled: keep', 'displayName: !<keep> { pattern: ".+" }'),
    });
    const { status, stdout } = await test(folder);
    const canary = stdout.slice(stdout.indexOf('canary'));

    expect(status).toBe(1);
    expect(canary).toContain('appears in displayName');
    expect(canary).not.toMatch(/Alicia|Thornbury/);
  });

  it('reports every mistake of the rules', async () => {
    const folder = folderWith({ ...good, 'rules.yaml': rules.replace('entity: user', 'entity: usr') });
    const { status, stdout } = await test(folder);

    expect(status).toBe(1);
    expect(stdout).toContain('rules/unknown-entity');
    expect(stdout).toContain("rules don't compile");
  });

  it('gives the same as JSON', async () => {
    const { status, stdout } = await test(folderWith(good), '--json');

    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      passed: false,
      tests: [{ title: 'things', endpoints: 1, incomplete: [], permissions: [], rules: { findings: [] } }],
    });
  });

  it('tests the rules of a source with the variants of its cases', async () => {
    const folder = folderWith({
      ...good,
      'cases/c.case.yaml': `variants: [plain]\n${passing}reply: { status: 200, body: { value: [{ id: "{{alice.id}}", accountEnabled: true }] } }\n`,
    });
    mkdirSync(join(folder, 'things/variants'));
    writeFileSync(
      join(folder, 'things/variants/plain.yaml'),
      'summary: Ids stay.\nendpoints: [{ pathTemplate: /v1.0/users, response: { id: !<keep> { format: guid, reason: as agreed } } }]\n',
    );
    await test(folder, '--update', '--cases-only');

    const { status, stdout } = await runCommand(['test', join(folder, 'things/rules.yaml')]);

    expect([status, stdout]).toEqual([0, expect.stringContaining('3 cases')]);
  });

  it('tests a rule file of anybody’s, in place or in Psoxy’s form', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'graphveil-test-'));
    const inPlace = join(folder, 'mine.yaml');
    const psoxy = join(folder, 'psoxy.yaml');
    writeFileSync(inPlace, rules);
    writeFileSync(
      psoxy,
      'endpoints:\n  - pathTemplate: /v1.0/users\n    transforms:\n      - !<redact> { jsonPaths: ["$..displayName"] }\n',
    );

    expect(await runCommand(['test', inPlace])).toMatchObject({ status: 0, stdout: expect.stringContaining('canary') });
    const leaking = await runCommand(['test', psoxy]);
    expect(leaking.status).toBe(1);
    expect(leaking.stdout).toContain('appears in value[].surname');
    expect(leaking.stdout).not.toContain('value[].displayName:');
  });

  it('rejects a missing file, a file together with --source, and a cast with mistakes', async () => {
    const folder = folderWith(good);
    writeFileSync(join(folder, 'cast.yaml'), 'people: 7\n');

    expect((await runCommand(['test', 'gone.yaml'])).status).toBe(2);
    const nothing = mkdtempSync(join(tmpdir(), 'graphveil-test-'));
    expect(await test(nothing)).toMatchObject({ status: 2, stderr: expect.stringContaining('has no source') });
    expect((await runCommand(['test', 'x.yaml', '--source', 'things'])).status).toBe(2);
    expect(await test(folder)).toMatchObject({ status: 1, stderr: expect.stringContaining('cast.yaml has errors') });
  });
});
