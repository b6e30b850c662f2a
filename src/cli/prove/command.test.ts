import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { resolveConnector } from '../../connectors/index.ts';
import { runCommand } from '../testing/run-command.ts';
import { allSources } from '../testing/settings-folder.ts';
import { everyOverlay, isProven } from './proofs.ts';

const installed = join(dirname(fileURLToPath(import.meta.url)), '../../../node_modules');

const eventRules = (more = ''): string => `endpoints:
  - pathTemplate: /v1.0/users/{userId}/events
    entity: event
    collection: true
    pathParameterSchemas: { userId: { kind: user-id, format: reversible-pseudonym } }
    response:
      id: !<tokenize> {}
      isCancelled: keep
      showAs: !<keep> { reason: a word of a list }
${more}`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prove-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const fileOf = (text: string, name = 'own.yaml'): string => {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
};

describe('graphveil prove', () => {
  it.each(allSources().map((source) => [source.id, source] as const))(
    'proves %s by itself, and with each variant and extra and with narrower permissions',
    (_id, source) => {
      const all = everyOverlay(source).map((overlays) => resolveConnector(source, overlays).rules);

      expect(all.filter((rules) => !isProven(rules)).map(({ overlays }) => overlays)).toEqual([]);
    },
  );

  it('proves a source and summarizes it in numbers', async () => {
    const [first] = allSources();
    const { status, stdout } = await runCommand(['prove', '--source', first?.id ?? '']);

    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^proven: .* with variants, extras and narrower permissions\n {4}\d+ endpoints, [\d,]+ properties: [\d,]+ kept/m,
    );
  });

  it('lists what limits each endpoint to a group, in text, JSON and Markdown', async () => {
    const endpoints = allSources().flatMap(
      (source) => resolveConnector(source, { extras: [...source.extraRules.keys()] }).rules.plan?.endpoints ?? [],
    );
    const count = (by: string): number => endpoints.filter(({ bound }) => bound.by === by).length;
    const text = await runCommand(['prove', '--population']);
    const json = await runCommand(['prove', '--population', '--json']);
    const markdown = await runCommand(['prove', '--population', '--markdown']);

    expect([text.status, json.status, markdown.status]).toEqual([0, 0, 0]);
    expect(text.stdout).toContain(
      `${endpoints.length - count('none')} of ${endpoints.length} endpoints can be limited to the people of a group, ${count('none')} are refused`,
    );
    const data = JSON.parse(json.stdout);
    expect(data.counts.owner).toBe(count('owner'));
    expect(data.rules.flatMap((rules: { endpoints: unknown[] }) => rules.endpoints)).toHaveLength(endpoints.length);
    expect(markdown.stdout).toContain(
      `| \`none\` | nothing shows whose data it is, so the call is refused | ${count('none')} |`,
    );
    expect(markdown.stdout.match(/^\| `\//gm)).toHaveLength(endpoints.length);
  });

  it('gives rules of your own their limits, or says that they have none', async () => {
    const own = await runCommand(['prove', '--population', fileOf(eventRules())]);
    const none = await runCommand([
      'prove',
      '--population',
      fileOf('endpoints:\n  - pathTemplate: /v1.0/users\n', 'psoxy.yaml'),
    ]);
    const broken = await runCommand(['prove', '--population', fileOf('endpoints: 7\n', 'broken.yaml')]);
    const clash = await runCommand(['prove', '--population', '--against', installed]);

    expect([own.status, own.stdout]).toEqual([0, expect.stringMatching(/\/events +person in \{userId\}/)]);
    expect([none.status, none.stdout]).toEqual([1, expect.stringContaining("rules in Psoxy's form don't show whom")]);
    expect([broken.status, broken.stdout]).toEqual([1, expect.stringContaining('has errors')]);
    expect(clash.status).toBe(2);
  });

  it('keeps its lines within 100 columns but for long paths and expressions', async () => {
    const [first] = allSources();
    const { stdout } = await runCommand(['prove', '--source', first?.id ?? '', '--all']);
    const long = stdout.split('\n').filter((line) => line.length > 100 && !/^\/|keep: \//.test(line));

    expect(long).toEqual([]);
  });

  it('takes rules of somebody’s own', async () => {
    const { status, stdout } = await runCommand(['prove', fileOf(eventRules())]);

    expect(status).toBe(0);
    expect(stdout).toContain('proven: own');
  });

  it('refuses one more keep on free text and names it, its class, the rule and the remedy', async () => {
    const path = fileOf(eventRules('      bodyPreview: keep\n'));
    const { status, stdout } = await runCommand(['prove', path]);

    expect(status).toBe(1);
    expect(stdout).toContain(`${path}:10:20: gap proof/keeps-free-text: bodyPreview is free text and is kept`);
    expect(stdout).toContain('remove it, or name a transform');
    expect(stdout).toContain('event: bodyPreview (free-text), at /v1.0/users/{userId}/events');
    expect(stdout).toContain('not proven: own: 1 gap');
  });

  it('refuses a malformed file with positions', async () => {
    const { status, stdout, stderr } = await runCommand([
      'prove',
      fileOf('endpoints:\n  - pathTemplat: /v1.0/users\n'),
    ]);

    expect(status).toBe(1);
    expect(stderr).toContain('own.yaml:2:5: error');
    expect(stdout).toContain('not proven: own: errors');
  });

  it("rejects rules of Psoxy's form, and explains why", async () => {
    const { status, stdout } = await runCommand(['prove', fileOf('endpoints:\n  - pathTemplate: /v1.0/users\n')]);

    expect(status).toBe(1);
    expect(stdout).toContain("rules in Psoxy's form, which can't be proven");
  });

  it('uses judgements next to a file', async () => {
    const rules = `endpoints:
  - pathTemplate: /v1.0/planner/tasks
    entity: plannerTask
    collection: true
    response: { percentComplete: keep }
`;
    const path = fileOf(rules);
    expect((await runCommand(['prove', path])).stdout).toContain('proof/not-judged');

    fileOf('types: { plannerTask: { percentComplete: metadata } }\n', 'privacy.yaml');
    expect((await runCommand(['prove', path])).status).toBe(0);
  });

  it('prints everything as JSON', async () => {
    const { stdout } = await runCommand(['prove', fileOf(eventRules()), '--json']);
    const { proven, rules } = JSON.parse(stdout);

    expect(proven).toBe(true);
    expect(rules[0].endpoints[0].rows).toContainEqual(
      expect.objectContaining({ path: 'subject', type: 'string', class: 'free-text', disposition: 'dropped' }),
    );
  });

  it('prints tables as Markdown', async () => {
    const { stdout } = await runCommand(['prove', fileOf(eventRules()), '--markdown']);

    expect(stdout).toContain('# Treatment of each property: own\n\n### List of `event`');
    expect(stdout).toContain('| `isCancelled` | `boolean` | metadata | **keep** | own.yaml:8 |');
  });

  it('proves with the named variant', async () => {
    const source = allSources().find(({ variants }) => variants.size > 0);
    const [variant = ''] = source?.variants.keys() ?? [];
    const { stdout } = await runCommand(['prove', '--source', source?.id ?? '', '--variant', variant]);

    expect(stdout).toContain(`proven: ${source?.id} with variant ${variant}\n`);
  });

  it('finds no difference to the installed types, and every one to others', async () => {
    const path = fileOf(eventRules());
    const same = await runCommand(['prove', path, '--against', installed]);
    expect(same.status).toBe(0);
    expect(same.stdout).toContain('no differences in types that endpoints can return');

    const types = readFileSync(join(installed, '@microsoft/microsoft-graph-types/microsoft-graph.d.ts'), 'utf8');
    fileOf(JSON.stringify({ name: '@microsoft/microsoft-graph-types', version: '9.0.0' }), 'other/package.json');
    fileOf(types.replace('isCancelled?:', 'isHaunted?: boolean;\nisCancelled?:'), 'other/microsoft-graph.d.ts');
    const other = await runCommand(['prove', path, '--against', join(folder, 'other')]);
    expect(other.status).toBe(1);
    expect(other.stdout).toContain('event.isHaunted: boolean\n      at /v1.0/users/{userId}/events');

    const json = await runCommand(['prove', path, '--against', join(folder, 'other'), '--json']);
    expect(JSON.parse(json.stdout).differences).toMatchObject([{ what: 'property-added', name: 'isHaunted' }]);
  });

  it.each([
    [['--source', 'nowhere'], 'unknown source nowhere'],
    [['there-is-no-such-file.yaml'], "doesn't exist"],
    [['.'], '. is a folder'],
    [['--variant', 'plain-ids'], '--variant or --extra requires one --source'],
    [['file.yaml', '--source', 'x'], 'a file and --source exclude each other'],
    [['--json', '--markdown'], '--json and --markdown exclude each other'],
    [['--rules-folder', '/there/is/none'], "doesn't exist"],
    [['--against', '/there/is/none', '--source', allSources()[0]?.id ?? ''], 'no types package in'],
    [['--source', allSources()[0]?.id ?? '', '--variant', 'nothing'], 'has no such variant'],
  ])('refuses %j as wrong usage', async (args, message) => {
    const { status, stderr } = await runCommand(['prove', ...args]);

    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
