import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../src/cli/testing/run-command.ts';
import { loadSources } from '../../src/sources/index.ts';
import { loadDeployment, testDeployment } from '../build/connectors.ts';
import { root } from '../root.ts';
import { createRandom } from './random.ts';
import { writeHarmless, writeHostile } from './write.ts';

const [source] = loadSources(join(root, 'rules')).sources;

type File = { readonly name: string; readonly text: string };

/** Files that lie beside the project on some machines; nothing of them is copied. */
const beside = (folder: string): readonly File[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.yaml'))
        .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
    : [];
const shared = join(root, '../shared/hostile-rules');

/** The first file of each kind that the generator writes. */
const oneOfEachKind = (): readonly File[] => {
  const random = createRandom(11);
  const byKind = new Map<string, File>();
  for (let count = 0; count < 100; count += 1) {
    const { kind, text } = writeHostile(random);
    if (!byKind.has(kind)) byKind.set(kind, { name: `${kind}.yaml`, text });
  }
  return [...byKind.values()];
};

const random = createRandom(12);
const harmlessFiles: readonly File[] = [
  ...Array.from({ length: 4 }, (_, index) => ({ name: `harmless-${index}.yaml`, text: writeHarmless(random).text })),
  ...beside(join(shared, 'harmless')),
];
const hostileFiles: readonly File[] = [...oneOfEachKind(), ...beside(shared)];

/** What synth and build do with a settings file before they write anything. */
const prepared = async (settings: string): Promise<void> => testDeployment(root, loadDeployment(root, settings));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'graphveil-gate-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const settingsWith = ({ name, text }: File): string => {
  const path = join(folder, 'graphveil.yaml');
  mkdirSync(join(folder, 'own'));
  writeFileSync(join(folder, 'own', name), text);
  writeFileSync(
    path,
    `environment: prod
tenant: { id: 11111111-2222-3333-4444-555555555555 }
aws:
  account: "111122223333"
  region: eu-central-1
  tokenIssuer: https://abc.tokens.sts.global.api.aws
  keysRole: arn:aws:iam::111122223333:role/operators
sources: { own: { source: ${source?.id}, rules: own/${name} } }
`,
  );
  return path;
};

/** Mistakes of a rule file, or of its proof: a place in the file, a code, and a way out. */
const expectRefusal = (text: string, name: string): void => {
  expect(text).toMatch(new RegExp(`own/${name}:\\d+:\\d+`));
  expect(text).toMatch(/(?:proof|rules)\/[a-z-]+/);
  expect(text.trim().split('\n').length).toBeGreaterThan(1);
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

describe.each(hostileFiles)('the hostile file $name', (file) => {
  it('stops synth and build without acceptUnproven', async () => {
    const message = await prepared(settingsWith(file)).then(() => 'prepared', messageOf);

    expectRefusal(message, file.name);
  });

  it('stops the report, which writes nothing', async () => {
    const { status, stderr } = await runCommand(['report', '--settings', settingsWith(file), '--out', folder]);

    expect(status).toBe(1);
    expectRefusal(stderr, file.name);
    expect(existsSync(join(folder, 'report.md'))).toBe(false);
  });

  it('does not prove', async () => {
    settingsWith(file);
    const { status, stdout, stderr } = await runCommand(['prove', join(folder, 'own', file.name)]);

    expect(status).toBe(1);
    expectRefusal(stdout + stderr, file.name);
  });
});

describe.each(harmlessFiles)('the harmless file $name', (file) => {
  it('is prepared, and proves', async () => {
    const settings = settingsWith(file);
    const { status } = await runCommand(['prove', join(folder, 'own', file.name)]);

    expect(status).toBe(0);
    await expect(prepared(settings)).resolves.toBeUndefined();
  });
});

describe('as processes', () => {
  it.each(hostileFiles.slice(0, 2))('npm run synth ends with 1 for $name and writes nothing', (file) => {
    const settings = settingsWith(file);
    const out = join(folder, 'out');
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['scripts/run.mjs', 'synth', '--settings', settings, '--out', out],
      { cwd: root, encoding: 'utf8' },
    );

    expect(status).toBe(1);
    expectRefusal(stdout + stderr, file.name);
    expect(existsSync(out)).toBe(false);
  });
});
