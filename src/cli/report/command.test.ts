import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../testing/run-command.ts';
import { allSources, settingsFile } from '../testing/settings-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'report-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const [first] = allSources();
const out = (): readonly string[] => ['--out', folder, '--date', '2026-03-02'];
const written = (name: string): string => readFileSync(join(folder, name), 'utf8');

describe('graphveil report', () => {
  it('describes every source, with an example from its own cases', async () => {
    const { status } = await runCommand(['report', ...allSources().flatMap(({ id }) => ['--source', id]), ...out()]);
    const html = written('report.html');

    expect(status).toBe(0);
    for (const { title, permissions } of allSources()) {
      expect(html).toContain(`<h2 id="${title.toLowerCase().replaceAll(' ', '-')}">`);
      for (const { name } of permissions)
        expect(html.replaceAll('<wbr>', '')).toMatch(new RegExp(`<code[^>]*>${name}</code>`));
    }
    expect(html.match(/An example, before and after/g)).toHaveLength(allSources().length);
    expect(html).toContain('<strong>0</strong> names, addresses, texts or secrets leave unchanged');
  });

  it('needs nothing but itself', async () => {
    await runCommand(['report', '--source', first?.id ?? '', ...out()]);

    expect(written('report.html')).not.toMatch(/<(?:script|link|img|iframe)|src=|@import|url\(/);
    expect(written('report.md')).toContain('2026-03-02');
  });

  it('is the same for the same rules on the same day', async () => {
    const args = ['report', '--source', first?.id ?? '', ...out()];
    await runCommand(args);
    const before = written('report.html');
    await runCommand(args);

    expect(written('report.html')).toBe(before);
  });

  it('describes a deployment by its settings, and rules that are accepted unproven', async () => {
    const own = `endpoints:
  - pathTemplate: /v1.0/users
    entity: user
    collection: true
    response: { id: !<pseudonymize> {}, displayName: keep }
`;
    const settings = settingsFile(
      `sources: { ${first?.id}: { rules: own.yaml, acceptUnproven: "agreed until March" } }\n`,
    );
    writeFileSync(join(settings, '../own.yaml'), own);
    const { status, stderr } = await runCommand(['report', '--settings', settings, ...out()]);

    expect(status).toBe(0);
    expect(stderr).toContain("don't prove");
    expect(written('report.md')).toContain('agreed until March');
    expect(written('report.md')).toContain('environment prod');
    expect(written('report.md')).toContain('- **1** names, addresses, texts or secrets leave unchanged');
    expect(written('report.md')).toContain('The organization’s own rules, which don’t pass the proof.');
    expect(written('report.md')).not.toContain(first?.summary ?? '?');
  });

  it('prints no sentence of the source for rules of one’s own that prove, and everything in them', async () => {
    const settings = settingsFile(`sources: { ${first?.id}: { rules: own.yaml } }\n`);
    writeFileSync(
      join(settings, '../own.yaml'),
      `endpoints:
  - pathTemplate: /v1.0/users
    collection: true
    queryParamSchemas: { $top: { type: integer, minimum: 1, maximum: 999 } }
    response: { id: !<pseudonymize> {}, accountEnabled: keep }
`,
    );
    const { status } = await runCommand(['report', '--settings', settings, ...out()]);
    const report = written('report.md');

    expect(status).toBe(0);
    expect(report).toContain('verified against Microsoft’s types of their paths');
    expect(report).toContain('$top: integer from 1 to 999');
    expect(report).not.toContain('names, addresses, texts or secrets leave unchanged');
    for (const sentence of [first?.summary, ...(first?.permissions ?? []).map(({ reason }) => reason)])
      expect(report).not.toContain(sentence?.trim() ?? '?');
  });

  it('gives the reasons of the settings for variants', async () => {
    const source = allSources().find(({ variants }) => variants.size > 0);
    const [variant = ''] = source?.variants.keys() ?? [];
    const settings = settingsFile(
      `sources: { ${source?.id}: { variants: [${variant}], reasons: { ${variant}: { reason: joined with the survey, date: 2026-02-01 } } } }\n`,
    );
    const { status } = await runCommand(['report', '--settings', settings, ...out()]);

    expect(status).toBe(0);
    expect(written('report.md')).toContain(`| ${variant} | joined with the survey | 2026-02-01 |`);
  });

  it('prints its data as JSON', async () => {
    const { stdout } = await runCommand(['report', '--source', first?.id ?? '', '--json']);
    const { sources } = JSON.parse(stdout);

    expect(sources).toMatchObject([{ name: first?.id, title: first?.title }]);
    expect(sources[0].answers[0].rows[0]).toMatchObject({ path: expect.any(String), technique: expect.any(String) });
  });

  it('shows an example of the variant that is in use', async () => {
    const source = allSources().find(({ variants }) => variants.size > 0);
    const [variant = ''] = source?.variants.keys() ?? [];
    await runCommand(['report', '--source', source?.id ?? '', '--variant', variant, ...out()]);

    expect(written('report.md')).toContain(`variants in use: ${variant}`);
    expect(written('report.md')).toContain('An answer as Microsoft documents it');
  });

  it.each([
    [['--source', 'nowhere'], 'unknown source nowhere'],
    [['--variant', 'x'], '--variant or --extra requires one --source'],
    [['--source', 'x', '--settings', 'y'], '--source and --settings exclude each other'],
    [['--settings', '/there/is/none.yaml'], "none.yaml doesn't exist"],
    [['--source', first?.id ?? '', '--date', 'tomorrow'], "--date isn't a day"],
  ])('refuses %j as wrong usage', async (args, message) => {
    const { status, stderr } = await runCommand(['report', ...args]);

    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
