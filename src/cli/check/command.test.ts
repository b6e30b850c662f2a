import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../testing/run-command.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** Writes files into a folder of their own; gives its path. */
const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'graphveil-check-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
};

/** `graphveil …` as a process of its own, run in a folder. */
const graphveil = (folder: string, ...args: readonly string[]) =>
  spawnSync(process.execPath, [join(root, 'dist/cli/graphveil.js'), ...args], {
    cwd: folder,
    encoding: 'utf8',
  });

const broken = `endpoints:
  - pathTemplate: /v1.0/users/{userId}/events
    entity: evnt
    collecton: true
    pathParameterSchemas:
      userId: { kind: user-idd, format: reversible-pseudonym }
    response: { $ref: "#/definitions/event" }
  - pathTemplate: /v1.0/users/{userId}
    entity: user
    pathParameterSchemas:
      userId: { kind: user-id }
    queryParamSchemas:
      $filter: { forms: ["id eq {user}"], holes: { user: user-id } }
    response: { $ref: "#/definitions/user" }
  - pathTemplate: /v1.0/users/avery@contoso.example
    entity: user
    response: { $ref: "#/definitions/usr" }
  - pathTemplate: /v1.0/chats/{chatId}/messages
    entity: chatMessage
    collection: true
    pathParameterSchemas:
      chatId: { kind: chat-id }
    queryParamSchemas:
      $expand: { enum: [replies] }
    response: { id: !<tokenize> {}, replies: [{ id: !<tokenize> {} }] }
definitions:
  user:
    id: !<pseudonymise> { includeReversible: true }
    mail: !<pseudonymize> { includeReversble: true }
    displayNam: keep
    accountEnabled: keep
    accountEnabled: keep
    jobTitle: !<keep> { pattern: "(a+)+$" }
  event:
    id: !<tokenize> {}
    subjct: !<redact> {}
`;

describe('graphveil check', () => {
  it('lists every mistake of a broken file in order, each with its place, and ends with 1', () => {
    const folder = folderWith({ 'BROKEN.yaml': broken });

    const { status, stdout, stderr } = graphveil(folder, 'check', 'BROKEN.yaml');

    expect(stderr).toBe('');
    expect(stdout.split('\n').filter((line) => !line.startsWith('    '))).toEqual([
      'BROKEN.yaml:3:13: error rules/unknown-entity: Microsoft Graph has no type evnt',
      'BROKEN.yaml:4:5: error rules/unknown-key: endpoint has no key collecton',
      'BROKEN.yaml:6:23: error rules/unknown-kind: unknown kind user-idd',
      "BROKEN.yaml:13:26: error rules/form: hole user holds text and isn't quoted",
      'BROKEN.yaml:15:19: error rules/path: segment avery@contoso.example is neither a word nor one {parameter}',
      'BROKEN.yaml:17:23: error rules/ref: unknown definition usr',
      'BROKEN.yaml:25:37: error rules/paging: replies pages on its own, and no endpoint ends in /replies',
      'BROKEN.yaml:28:9: error rules/unknown-transform: unknown transform pseudonymise',
      'BROKEN.yaml:29:29: error rules/unknown-option: pseudonymize has no option includeReversble',
      "BROKEN.yaml:30:5: error rules/unknown-property: Microsoft's type user has no property displayNam",
      'BROKEN.yaml:32:5: error yaml/duplicate-key: duplicate key "accountEnabled"',
      'BROKEN.yaml:33:34: error rules/pattern-slow: expression can take exponential time',
      "BROKEN.yaml:36:5: error rules/unknown-property: Microsoft's type event has no property subjct",
      'BROKEN.yaml: 13 errors, 0 warnings',
      '',
    ]);
    expect(stdout).toContain('    did you mean pseudonymize?\n');
    expect(status).toBe(1);
  });

  const good =
    'endpoints:\n  - pathTemplate: /v1.0/users\n    entity: user\n    collection: true\n    response: { id: !<pseudonymize> {} }\n';

  it('confirms valid files', async () => {
    const file = join(folderWith({ 'mine.yaml': good }), 'mine.yaml');
    expect(await runCommand(['check', file])).toEqual({ status: 0, stdout: `${file}: good, 1 endpoint\n`, stderr: '' });
  });

  it('prints JSON for an editor', async () => {
    const folder = folderWith({ 'good.yaml': good, 'bad.yaml': 'endpoints: [{ entity: user }]' });
    const { status, stdout } = await runCommand([
      'check',
      '--json',
      join(folder, 'good.yaml'),
      join(folder, 'bad.yaml'),
    ]);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toEqual([
      {
        file: join(folder, 'good.yaml'),
        ok: true,
        form: 'allow-list',
        endpoints: 1,
        hash: expect.any(String),
        diagnostics: [],
      },
      {
        file: join(folder, 'bad.yaml'),
        ok: false,
        diagnostics: [
          expect.objectContaining({
            severity: 'error',
            code: 'rules/missing-key',
            position: { file: join(folder, 'bad.yaml'), line: 1, column: 13 },
          }),
        ],
      },
    ]);
  });

  it('is content with doubts', async () => {
    const folder = folderWith({ 'mine.yaml': good.replace('!<pseudonymize> {}', 'keep') });
    const { status, stdout } = await runCommand(['check', join(folder, 'mine.yaml')]);
    expect(status).toBe(0);
    expect(stdout).toContain('good, 1 endpoint, 0 errors, 1 warning');
  });

  it("applies the standard of the project's own rules on request", async () => {
    const folder = folderWith({ 'mine.yaml': 'endpoints: [{ pathTemplate: /x, response: { id: !<redact> {} } }]' });
    expect((await runCommand(['check', join(folder, 'mine.yaml')])).status).toBe(0);
    expect((await runCommand(['check', '--built-in', join(folder, 'mine.yaml')])).status).toBe(1);
  });

  it("checks a source's rules, overlays, shared files and source.yaml together", async () => {
    const shared = 'definitions: { user: { id: !<pseudonymize> {} } }';
    const folder = folderWith({
      'shared/people.yaml': `endpoints: { users: { pathTemplate: /v1.0/users, entity: user, collection: true, response: { $ref: "#/definitions/user" } } }\n${shared}`,
      'mine/source.yaml': 'id: mine',
      'mine/rules.yaml': 'endpoints: [{ $ref: "shared/people.yaml#/endpoints/users" }]',
      'mine/variants/v.yaml': 'endpoints: [{ pathTemplate: /v1.0/users, response: { id: !<redact> {}, mial: keep } }]',
      'mine/extras/e.yaml':
        'adds: true\nendpoints: [{ pathTemplate: /v1.0/groups, entity: group, response: { id: !<redact> {} } }]',
      'alone/own.yaml': 'endpoints: [{ $ref: "shared/directory.yaml#/endpoints/users" }]',
    });
    const check = async (file: string) => (await runCommand(['check', join(folder, file)])).stdout;
    expect(await check('mine/rules.yaml')).toBe(`${join(folder, 'mine/rules.yaml')}: good, 1 endpoint\n`);
    expect(await check('mine/variants/v.yaml')).toContain('v.yaml:1:72: error rules/adds: base has no property mial');
    expect(await check('mine/extras/e.yaml')).toContain('good, 2 endpoints');
    expect(await check('shared/people.yaml')).toContain('good, 1 endpoint');
    expect(await check('mine/source.yaml')).toContain('source.yaml:1:1: error');
    expect(await check('alone/own.yaml')).toContain('good, 1 endpoint');
  });

  it('checks a file that isn’t rules against its own schema and names its kind', async () => {
    const folder = folderWith({
      'one.case.yaml': 'shows: x\ncall: { url: /v1.0/users }\nreply: { status: 403 }\n',
      'unnamed.yaml': 'shows: x\ncall: { uri: /v1.0/users }\n',
      'cast.yaml': 'people: { alice: { id: a } }\n',
      'privacy.yaml': 'types: { plannerTask: { title: free-txt } }\n',
      'mine/privacy.yaml': 'types: { plannerTusk: { title: free-text } }\n',
      'graphveil.yaml': 'environment: dev\nsources: { no-such-source: {} }\n',
    });
    const check = async (file: string) => (await runCommand(['check', join(folder, file)])).stdout;
    expect(await check('one.case.yaml')).toBe(`${join(folder, 'one.case.yaml')}: good, a case\n`);
    expect(await check('unnamed.yaml')).toMatch(/unnamed\.yaml:2:9: error case\/unknown-key: .*\n.*\n.*: a case, /s);
    expect(await check('cast.yaml')).toContain('cast.yaml: good, a cast');
    expect(await check('privacy.yaml')).toContain('privacy.yaml:1:32: error privacy/');
    expect(await check('mine/privacy.yaml')).toContain('privacy.yaml:1:10: error privacy/unknown-type');
    const settings = await check('graphveil.yaml');
    expect(settings).toContain('graphveil.yaml:2:12: error settings/');
    expect(settings).not.toContain('rules/');
    const { stdout } = await runCommand(['check', '--json', join(folder, 'cast.yaml')]);
    expect(JSON.parse(stdout)).toEqual([{ file: join(folder, 'cast.yaml'), ok: true, kind: 'cast', diagnostics: [] }]);
  });

  it.each([
    ['settings under another name', 'environment: prod\nenvironment: prod2\ntenant: {}\n', 'settings of a deployment'],
    ['settings after an open bracket', 'tags: [a\nenvironment: prod\nsources: {}\n', 'settings of a deployment'],
    ['settings with control characters', 'environment: "\u0007"\nsources: {}\n', 'settings of a deployment'],
    ['a case', 'shows: x\n\tcall: {}\nreply: {}\n', 'a case'],
  ])('recognizes %s though its YAML is broken', async (_what, text, title) => {
    const file = join(folderWith({ 's.yaml': text }), 's.yaml');
    const { stdout } = await runCommand(['check', file]);
    expect(stdout).toContain(`${file}: ${title}, `);
    expect(stdout).not.toContain('rules/');
  });

  it.each([
    ['a second document', '\n---\n{}\n', 'yaml/documents', 'file has a second document, expected one'],
    ['a tab', '\n\tx: 1\n', 'yaml/tab', 'indentation has a tab, expected spaces'],
    ['a duplicate key', '\nx: 1\nx: 2\n', 'yaml/duplicate-key', 'duplicate key "x"'],
    ['an alias loop', '\nx: &y [*y]\n', 'yaml/alias', 'alias *y refers to a value that contains it'],
    ['too many levels', `\nx: ${'['.repeat(101)}`, 'yaml/too-much', 'file nests too deep, expected at most 100 levels'],
  ])('reports %s in rules and in settings with the same code and text', async (_what, mistake, code, message) => {
    const folder = folderWith({
      'rules.yaml': `endpoints: []${mistake}`,
      'graphveil.yaml': `environment: prod${mistake}`,
      'a.case.yaml': `shows: x${mistake}`,
    });
    for (const file of ['rules.yaml', 'graphveil.yaml', 'a.case.yaml'])
      expect((await runCommand(['check', join(folder, file)])).stdout).toContain(`error ${code}: ${message}\n`);
  });

  it('refuses files that are not there, and no file', async () => {
    expect(await runCommand(['check', 'no-such-file.yaml'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("file no-such-file.yaml doesn't exist"),
    });
    const folder = folderWith({ 'rules.yaml': good });
    expect(await runCommand(['check', folder])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining(`${folder} is a folder\nname its files: ${join(folder, '*.yaml')}`),
    });
    expect(await runCommand(['check', join(folder, 'rules.yaml/rules.yaml')])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("can't be read (ENOTDIR)"),
    });
    expect((await runCommand(['check'])).status).toBe(2);
  });
});
