import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { loadSources } from '../../sources/index.ts';
import { rulesFolder } from '../rules-folder.ts';
import { type Ran, runCommand } from '../testing/run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'graphveil-sanitize-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const fileOf = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
};

const psoxyForm = fileOf(
  'psoxy.yaml',
  `endpoints:
- pathTemplate: /v1.0/users/{id}
  transforms:
  - !<pseudonymize>
    jsonPaths: ["$..mail"]
`,
);

/** Psoxy's own variables, as an organization that moves would have them. */
const psoxy = { PSOXY_SALT: 'salt', PSOXY_ENCRYPTION_KEY: 'secret', EMAIL_CANONICALIZATION: 'STRICT' };

const run = async (
  args: readonly string[],
  input = '',
  variables: Readonly<Record<string, string>> = {},
): Promise<Ran> => {
  const real = Object.getOwnPropertyDescriptor(process, 'stdin') ?? {};
  Object.defineProperty(process, 'stdin', { value: Readable.from([input]), configurable: true });
  try {
    return await runCommand(['sanitize', ...args], variables);
  } finally {
    Object.defineProperty(process, 'stdin', real);
  }
};

const psoxyRun = (input: string, ...more: readonly string[]): Promise<Ran> =>
  run(
    ['--scheme', 'psoxy', '--rules', psoxyForm, '--url', 'https://graph.microsoft.com/v1.0/users/u1#top', ...more],
    input,
    psoxy,
  );

describe('graphveil sanitize', () => {
  it('uses the judgements of a privacy.yaml next to the rules, and rejects one with mistakes', async () => {
    const own = mkdtempSync(join(folder, 'own-'));
    const rules = join(own, 'rules.yaml');
    writeFileSync(
      rules,
      'endpoints: [{ pathTemplate: /v1.0/planner/tasks, entity: plannerTask, collection: true, response: { createdDateTime: keep } }]\n',
    );
    const privacy = join(own, 'privacy.yaml');
    const call = ['--rules', rules, '--url', '/v1.0/planner/tasks'];
    const body = '{"value":[{"createdDateTime":"2026-03-02T09:00:00Z","title":"x"}]}';

    writeFileSync(privacy, 'types: { plannerTask: { createdDateTime: metadata date-time } }\n');
    expect((await run(call, body)).stdout).toBe('{"value":[{"createdDateTime":"2026-03-02T09:00:00Z"}]}\n');

    writeFileSync(privacy, 'types: { plannerTask: { createdDate: metadata date-time } }\n');
    expect(await run(call, body)).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('plannerTask has no property createdDate'),
    });
  });

  it('writes the caller’s reply with the pseudonyms of a Psoxy deployment', async () => {
    const { status, stdout, stderr } = await psoxyRun('{"mail":"Alice+x@Acme.com","n":1.10}');
    expect([status, stdout, stderr]).toEqual([
      0,
      '{"mail":"t~UFdK0TvVTvZ23c6QslyCy0o2MSq2DRtDjEXfTPJyyMk@Acme.com","n":1.10}\n',
      '',
    ]);
  });

  it.each([[''], [' \n']])('writes nothing for nothing in Psoxy’s form: %j', async (input) => {
    expect(await psoxyRun(input)).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('refuses a call that the rules do not allow, and writes nothing', async () => {
    const { status, stdout, stderr } = await run(['--rules', psoxyForm, '--url', '/v1.0/groups'], '{"a":1}');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('the path is another one');
  });

  it('refuses a target that cannot be read, and a pseudonym that cannot be opened', async () => {
    expect((await psoxyRun('{}', '--url', '/v1.0/users/../x')).stderr).toContain('dot segment');
    expect((await psoxyRun('{}', '--url', `/v1.0/users/p~${'A'.repeat(86)}`)).stderr).toContain("can't be opened");
  });

  it('refuses an answer that is not JSON, and shows none of it', async () => {
    const { status, stdout, stderr } = await psoxyRun('<html>avery</html>');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).not.toContain('avery');
  });

  it('reports every mistake of the rules and runs nothing', async () => {
    const broken = fileOf('broken.yaml', 'endpoints:\n- pathTemplate: /x\n  transform: []\n- {}\n');
    const { status, stdout, stderr } = await run(['--rules', broken, '--url', '/x'], '{}');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /broken\.yaml:3:3: error rules\/unknown-key.*\n.*\n.*broken\.yaml:4:3: error rules\/path-missing/,
    );
  });

  it('prints warnings about the rules and continues', async () => {
    const folded = fileOf('folded.yaml', 'endpoints:\n- pathRegex: "^/x\\\n$"\n');
    const { status, stdout, stderr } = await run(['--rules', folded, '--url', '/x'], '{"a":1}');
    expect([status, stdout]).toEqual([0, '{"a":1}\n']);
    expect(stderr).toContain('folded.yaml:3:1: warning yaml/folded-string');
  });

  it('warns that pseudonyms are valid only for this run, unless a keyring is given', async () => {
    const keyring = join(folder, 'keyring.json');
    await runCommand(['keys', 'init', '--file', keyring]);
    const args = ['--rules', psoxyForm, '--url', '/v1.0/users/u1'];
    const input = '{"mail":"avery@contoso.example"}';
    const [first, second] = [await run(args, input), await run(args, input)];
    expect(first.stderr).toContain('only for this run');
    expect(first.stdout).not.toBe(second.stdout);
    const [third, fourth] = [
      await run([...args, '--keyring', keyring], input),
      await run([...args, '--keyring', keyring], input),
    ];
    expect(third.stdout).toBe(fourth.stdout);
    expect([third.status, third.stderr]).toEqual([0, '']);
  });

  it('rejects an invalid keyring', async () => {
    const { status, stderr } = await run(['--rules', psoxyForm, '--url', '/x', '--keyring', fileOf('none.json', '{}')]);
    expect([status, stderr.length > 0]).toEqual([1, true]);
    expect(await run(['--rules', psoxyForm, '--url', '/x', '--keyring', folder])).toMatchObject({
      status: 1,
      stdout: '',
    });
  });

  it.each([
    ['neither rules nor source', ['--url', '/x']],
    ['both rules and source', ['--url', '/x', '--rules', psoxyForm, '--source', 'x']],
    ['a variant of a file', ['--url', '/x', '--rules', psoxyForm, '--variant', 'plain-ids']],
    [
      'a keyring beside the scheme of Psoxy',
      ['--url', '/x', '--rules', psoxyForm, '--scheme', 'psoxy', '--keyring', 'k.json'],
    ],
    ['no URL', ['--rules', psoxyForm]],
    ['another scheme', ['--rules', psoxyForm, '--url', '/x', '--scheme', 'v2']],
    ['a file that is not there', ['--rules', join(folder, 'no.yaml'), '--url', '/x']],
    ['a folder', ['--rules', folder, '--url', '/x']],
    ['a source that is not there', ['--source', 'no-such-source', '--url', '/x']],
    ['the scheme of Psoxy without its variables', ['--rules', psoxyForm, '--url', '/x', '--scheme', 'psoxy']],
  ])('refuses %s as wrong usage', async (_what, args) => {
    const { status, stdout } = await run(args, '', { PSOXY_SALT: '', PSOXY_ENCRYPTION_KEY: '' });
    expect([status, stdout]).toEqual([2, '']);
  });
});

describe('graphveil sanitize with the sources that come along', () => {
  const source = loadSources(rulesFolder).sources.find(({ variants }) => variants.has('plain-ids'));
  const id = source?.id ?? '';
  const document = JSON.stringify({
    '@odata.nextLink': 'https://graph.microsoft.com/v1.0/users?$skiptoken=avery',
    value: [{ id: '0f8fad5b-d9cb-469f-a165-70867728950e', mail: 'avery@contoso.example', displayName: 'Avery Quinn' }],
  });

  it('reads a URL as people write it: with blanks and quotes that clients percent-encode', async () => {
    const written = "https://graph.microsoft.com/v1.0/users?$filter=accountEnabled eq true and userType eq 'Member'";
    const { status, stdout } = await run(['--source', id, '--upstream', '--url', written], '{"value":[]}');
    expect([status, stdout]).toEqual([0, '{"value":[]}\n']);
  });

  it('drops properties that the rules don’t name, and writes links as a placeholder', async () => {
    const { status, stdout } = await run(['--source', id, '--url', '/v1.0/users?$top=1'], document);
    expect(status).toBe(0);
    expect(stdout).not.toMatch(/avery|quinn/i);
    expect(JSON.parse(stdout)).toMatchObject({
      '@odata.nextLink': 'https://proxy.example/sealed/page',
      value: [{ id: expect.stringMatching(/^p~/), mail: expect.stringMatching(/^t~.*@contoso\.example$/) }],
    });
  });

  describe('decides about links as the proxy does', () => {
    const sanitizeLink = (link: unknown, url = '/v1.0/users') =>
      run(['--source', id, '--upstream', '--url', url], JSON.stringify({ value: [], '@odata.nextLink': link }));

    it.each([
      'https://graph.microsoft.com/v1.0/users?$skiptoken=a',
      'https://GRAPH.microsoft.com:443/v1.0/Users?$skiptoken={b}',
      'https://graph.microsoft.com/v1.0/users?$skip=10&$select=id',
    ])('writes a placeholder for %s', async (link) => {
      const { status, stdout } = await sanitizeLink(link);
      expect([status, stdout]).toEqual([0, '{"value":[],"@odata.nextLink":"https://proxy.example/sealed/page"}\n']);
    });

    it.each([
      ['another host', 'https://evil.example/v1.0/users?$skiptoken=a'],
      ['the cloud of another country', 'https://graph.microsoft.us/v1.0/users?$skiptoken=a'],
      ['a path without an endpoint', 'https://graph.microsoft.com/v1.0/me/events?$skip=10'],
      ['a relative link', 'users?$skiptoken=avery'],
      ['plain HTTP', 'http://graph.microsoft.com/v1.0/users?$skiptoken=a'],
      ['a number', 1],
    ])('rejects %s and writes nothing', async (_what, link) => {
      const { status, stdout, stderr } = await sanitizeLink(link);
      expect([status, stdout, stderr]).toEqual([1, '', expect.stringContaining('leads to no endpoint of the rules')]);
      expect(stderr).not.toContain('avery');
    });

    it('accepts the host of the URL that it is given', async () => {
      const url = 'https://graph.microsoft.us/v1.0/users';
      expect(await sanitizeLink('https://graph.microsoft.us/v1.0/users?$skiptoken=a', url)).toMatchObject({
        status: 0,
      });
      expect(await sanitizeLink('https://graph.microsoft.com/v1.0/users?$skiptoken=a', url)).toMatchObject({
        status: 1,
      });
    });

    it.each([null, ''])('takes %j for no link', async (link) => {
      expect((await sanitizeLink(link)).stdout).toBe('{"value":[]}\n');
    });
  });

  it('lays variants over the rules', async () => {
    const { stdout } = await run(['--source', id, '--variant', 'plain-ids', '--url', '/v1.0/users?$top=1'], document);
    expect(JSON.parse(stdout).value[0].id).toBe('0f8fad5b-d9cb-469f-a165-70867728950e');
  });

  it('demands tokens, unless the URL is as Graph sees it', async () => {
    const url = '/v1.0/users/avery@contoso.example';
    expect((await run(['--source', id, '--url', url], '{"id":"x"}')).status).toBe(1);
    expect((await run(['--source', id, '--upstream', '--url', url], '{"id":"x"}')).status).toBe(0);
  });

  it.each([
    ["/v1.0/users('0f8fad5b-d9cb-469f-a165-70867728950e')", '{"id":"x"}'],
    ['/v1.0/users(0f8fad5b-d9cb-469f-a165-70867728950e)/', '{"id":"x"}'],
    ['/v1.0/users/?$top=5', '{"value":[]}'],
  ])('reads %s in Graph’s spelling of links, if the URL comes from Graph', async (url, input) => {
    expect((await run(['--source', id, '--url', url], input)).status).toBe(1);
    expect((await run(['--source', id, '--upstream', '--url', url], input)).status).toBe(0);
  });

  it('refuses an empty answer', async () => {
    expect(await run(['--source', id, '--url', '/v1.0/users'], '')).toMatchObject({ status: 1, stdout: '' });
  });

  it('refuses variants and extras that the source does not have', async () => {
    for (const option of ['--variant', '--extra'])
      expect(await run(['--source', id, option, 'no-such-overlay', '--url', '/x'])).toMatchObject({
        status: 2,
        stdout: '',
      });
  });

  it('takes the file of a source, or of a person, in place too', async () => {
    const file = join(rulesFolder, id, 'rules.yaml');
    expect(existsSync(file)).toBe(true);
    expect((await run(['--rules', file, '--url', '/v1.0/users'], document)).status).toBe(0);
    const own = fileOf(
      'own.yaml',
      'endpoints:\n- pathTemplate: /v1.0/users\n  entity: user\n  collection: true\n  queryParamSchemas: {}\n  response: { id: !<tokenize> {} }\n- pathTemplate: /v1.0/me\n  entity: user\n  response: { id: !<tokenize> {} }\n',
    );
    expect(readFileSync(own, 'utf8')).toContain('entity');
    const { stdout, stderr } = await run(['--rules', own, '--url', '/v1.0/me'], '{"id":"a","mail":"b"}');
    expect([stdout.startsWith('{"id":"p~'), stdout.includes('mail'), stderr.includes('error')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
