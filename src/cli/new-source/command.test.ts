import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rulesFolder } from '../rules-folder.ts';
import { runCommand } from '../testing/run-command.ts';
import { allSources } from '../testing/settings-folder.ts';

let rules: string;
beforeEach(() => {
  rules = join(mkdtempSync(join(tmpdir(), 'new-source-')), 'rules');
  cpSync(rulesFolder, rules, { recursive: true });
});
afterEach(() => rmSync(join(rules, '..'), { recursive: true }));

const begin = (id: string, ...more: readonly string[]) =>
  runCommand(['new-source', id, '--rules-folder', rules, '--permission', 'Tasks.Read.All', ...more]);
const planner = ['--path', '/v1.0/users/{userId}/planner/tasks'];

const inFolder = (path: string): string => join(rules, 'boat-tasks', path);

describe('graphveil new-source', () => {
  it('doesn’t mention the project’s location in its help, so that the reference is the same everywhere', async () => {
    const { stdout } = await runCommand(['new-source', '--help']);
    expect(stdout).toContain('(default: rules/ of the project)');
    expect(stdout).not.toContain(rulesFolder);
  });

  it('makes a folder that passes check, and that prove and test fail with instructions', async () => {
    const made = await begin('boat-tasks', ...planner);
    expect(made.status).toBe(0);
    expect(made.stdout).toContain(`written: ${inFolder('rules.yaml')}`);
    expect(made.stdout).toContain("previewType               one of Microsoft's words");
    expect(made.stdout).toContain('graphveil test --source boat-tasks --rules-folder');

    expect((await runCommand(['check', inFolder('source.yaml'), inFolder('rules.yaml')])).status).toBe(0);

    const proof = await runCommand(['prove', '--source', 'boat-tasks', '--rules-folder', rules]);
    expect(proof.status).toBe(1);
    expect(proof.stdout).toContain('proof/not-judged: title has no class in the privacy table');

    const tested = await runCommand(['test', '--source', 'boat-tasks', '--rules-folder', rules]);
    expect(tested.status).toBe(1);
    expect(tested.stdout).toContain('run with --update');
    expect(tested.stdout).toContain('add one with only a call');
  });

  it('proves when the guesses in privacy.yaml are taken over', async () => {
    await begin('boat-tasks', ...planner);
    const guesses = readFileSync(inFolder('privacy.yaml'), 'utf8').split('types: {}\n')[1] ?? '';
    writeFileSync(inFolder('privacy.yaml'), guesses.replaceAll(/^# /gm, ''));

    expect((await runCommand(['prove', '--source', 'boat-tasks', '--rules-folder', rules])).status).toBe(0);
  });

  it('takes any read permission that Microsoft publishes, without a change to the code', async () => {
    const made = await runCommand(
      ['new-source', 'presence', '--title', 'Presence', '--path', '/v1.0/users/{userId}/presence'].concat([
        '--permission',
        'Presence.Read.All',
        '--rules-folder',
        rules,
      ]),
    );
    expect(made.status).toBe(0);
    const judged = join(rules, 'presence/privacy.yaml');
    const guesses = readFileSync(judged, 'utf8').split('types: {}\n')[1] ?? '';
    writeFileSync(judged, guesses.replaceAll(/^# /gm, ''));

    expect((await runCommand(['check', join(rules, 'presence/source.yaml')])).status).toBe(0);
    expect((await runCommand(['prove', '--source', 'presence', '--rules-folder', rules])).status).toBe(0);
  });

  it('serves ids of a type that no built-in kind describes, without a change to the code', async () => {
    await begin('boat-tasks', '--path', '/v1.0/planner/tasks/{plannerTaskId}');
    const guesses = readFileSync(inFolder('privacy.yaml'), 'utf8').split('types: {}\n')[1] ?? '';
    writeFileSync(inFolder('privacy.yaml'), guesses.replaceAll(/^# /gm, ''));
    writeFileSync(
      inFolder('cases/what-it-keeps.case.yaml'),
      [
        'shows: a task is asked for by the pseudonym of its id',
        'call: { url: "/v1.0/planner/tasks/{{token boat.id as planner-task-id}}" }',
        'upstream: { status: 200, body: { id: 01gzSlKkIUSUl6DF_EilrmQAKDhh, title: Keel } }',
      ].join('\n'),
    );
    writeFileSync(
      inFolder('cases/no-plain-ids.case.yaml'),
      [
        'shows: a plain id is refused, and so is a pseudonym of another kind',
        'call: { url: "/v1.0/planner/tasks/{{boat.id}}" }',
        'reply: { status: 403, code: Graphveil.EndpointNotAllowed }',
      ].join('\n'),
    );
    const cast = join(rules, 'cast.yaml');
    writeFileSync(
      cast,
      readFileSync(cast, 'utf8').replace(/^things:\n/m, 'things:\n  boat: { id: 01gzSlKkIUSUl6DF_EilrmQAKDhh }\n'),
    );

    const files = ['source.yaml', 'rules.yaml', 'privacy.yaml'].map(inFolder);
    expect((await runCommand(['check', ...files])).status).toBe(0);
    expect((await runCommand(['prove', '--source', 'boat-tasks', '--rules-folder', rules])).status).toBe(0);
    const tested = await runCommand(['test', '--source', 'boat-tasks', '--rules-folder', rules, '--update']);
    expect(tested.stdout).not.toContain('✗');
    expect(tested.status).toBe(0);
    expect(readFileSync(inFolder('cases/what-it-keeps.case.yaml'), 'utf8')).toContain(
      'asked: "/v1.0/planner/tasks/{{boat.id}}"',
    );
  });

  it('names the permissions that Microsoft lists for the path if the given one is not read-only', async () => {
    const { status, stderr } = await runCommand(
      ['new-source', 'presence', '--path', '/v1.0/users/{userId}/presence', '--rules-folder', rules].concat([
        '--permission',
        'Presence.ReadWrite.All',
      ]),
    );
    expect(status).toBe(2);
    expect(stderr).toContain('use one that Microsoft lists for this path: Presence.Read.All');
  });

  it('derives the response type from the path', async () => {
    const { stdout } = await begin('boat-tasks', '--path', '/v1.0/users/{userId}/manager', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      entity: 'directoryObject',
      files: expect.arrayContaining(['notes.md']),
    });
    expect(readFileSync(inFolder('rules.yaml'), 'utf8')).not.toContain('collection');
  });

  it('uses the author’s type if the path does not determine it', async () => {
    const path = ['--path', '/beta/places/microsoft.graph.room/delta', '--entity', 'room', '--title', 'Boat houses'];
    expect((await begin('boat-tasks', ...path)).status).toBe(0);
    expect(readFileSync(inFolder('rules.yaml'), 'utf8')).toContain('    collection: delta\n');
    expect(readFileSync(inFolder('source.yaml'), 'utf8')).toContain('title: "Boat houses"\n');
    expect((await runCommand(['check', inFolder('rules.yaml')])).status).toBe(0);
  });

  it('refuses to overwrite a source, and to take the name of one', async () => {
    await begin('boat-tasks', ...planner);
    writeFileSync(inFolder('notes.md'), 'mine');
    const again = await begin('boat-tasks', ...planner);
    expect(again.status).toBe(1);
    expect(again.stderr).toContain('exists, so nothing was written');
    expect(readFileSync(inFolder('notes.md'), 'utf8')).toBe('mine');

    const alias = allSources().flatMap(({ aliases }) => aliases)[0] ?? '';
    expect((await begin(alias, ...planner)).stderr).toContain(`${alias} is an alias of`);
  });

  it.each([
    [['Boat Tasks', ...planner], "can't be the id of a source"],
    [['boat-tasks', '--path', '/users'], "--path isn't a path template"],
    [
      ['boat-tasks', ...planner, '--permission', 'Task.Read.All'],
      'use one that Microsoft lists for this path: Tasks.Read.All',
    ],
    [['boat-tasks', ...planner, '--entity', 'plannerTusk'], 'path answers with plannerTask'],
    [['boat-tasks', '--path', '/v1.0/boats/{boatId}/sails'], 'name it with --entity'],
    [['boat-tasks', ...planner, '--rules-folder', '/there/is/none'], "doesn't exist"],
  ])('refuses %j as wrong usage and writes nothing', async ([id = '', ...more], message) => {
    const { status, stderr } = await begin(id, ...more);

    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(existsSync(join(rules, 'boat-tasks'))).toBe(false);
  });
});
