import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'graphveil-main-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** `graphveil …` as a process of its own. */
const graphveil = (...args: readonly string[]) =>
  spawnSync(process.execPath, [join(root, 'dist/cli/graphveil.js'), ...args], {
    cwd: folder,
    encoding: 'utf8',
    input: '',
  });

describe('graphveil', () => {
  writeFileSync(join(folder, 'keyring.json'), '{bad', { mode: 0o600 });
  writeFileSync(
    join(folder, 'rules.yaml'),
    'endpoints: [{ entity: user }, { pathTemplate: /x, response: !<nope> {} }]\n',
  );
  const call = ['--rules', 'rules.yaml', '--url', '/v1.0/users'];

  it('reports an error with its code, only on standard error', () => {
    expect(graphveil('sanitize', ...call, '--keyring', 'keyring.json')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('graphveil: Keyring.Refused: expected a keyring'),
    });
  });

  it('reports a file system error without a stack', () => {
    const endpoint = ['--path', '/v1.0/planner/tasks', '--permission', 'Tasks.Read.All', '--entity', 'plannerTask'];
    const { status, stderr } = graphveil('new-source', 'planner', '--rules-folder', 'rules.yaml', ...endpoint);
    expect(status).toBe(3);
    expect(stderr).toMatch(/^graphveil: File\.Unusable: .*rules\.yaml.*\n {4}check the path.*\n$/);
  });

  it.each([
    [['sanitize', '--sorce', 'x', ...call], "unknown option '--sorce'", 'did you mean --source?'],
    [
      ['sanitize', '--rules', 'rules.yaml'],
      "required option '--url <url>' not specified",
      'run graphveil sanitize --help',
    ],
    [['prove', '--types'], "unknown option '--types'", 'run graphveil prove --help'],
    [['sanitise'], "unknown command 'sanitise'", 'did you mean sanitize?'],
    [['keys', 'make'], "unknown command 'make'", 'run graphveil keys --help'],
  ])('reports wrong usage uniformly: %j', (args, message, hint) => {
    const plain = graphveil(...args);
    expect([plain.status, plain.stdout]).toEqual([2, '']);
    expect(plain.stderr).toContain(`graphveil: Usage: ${message}\n    ${hint}`);
    expect(JSON.parse(graphveil(...args, '--json').stdout)).toMatchObject({ error: { code: 'Usage', message } });
  });

  it.each([[[]], [['keys']]])('shows help without a command: %j', (args) => {
    const { status, stderr } = graphveil(...args);
    expect([status, stderr.split('\n')[0]]).toEqual([2, expect.stringContaining('Usage: graphveil')]);
  });

  it('reports it as one JSON document on request, with every mistake of the rules in it', () => {
    const { status, stdout } = graphveil('sanitize', ...call, '--json');
    expect([status, JSON.parse(stdout)]).toEqual([
      1,
      {
        error: expect.objectContaining({ code: 'Rules.Invalid' }),
        diagnostics: [
          expect.objectContaining({ code: 'rules/missing-key' }),
          expect.objectContaining({ code: 'rules/unknown-transform' }),
        ],
      },
    ]);
  });
});
