import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, stop } from 'esbuild';
import { commands } from '../src/cli/commands.ts';
import { cliBundle } from './node-bundle.mjs';
import { root } from './root.ts';
import { usageOf } from './usage.mjs';

describe('graphveil … --help', () => {
  /** Own code and packages that each module of the bundle loads before it runs. */
  const loaded = async (): Promise<
    (source: string) => { readonly bytes: number; readonly packages: readonly string[] }
  > => {
    const { metafile } = await build({
      ...cliBundle,
      write: false,
      metafile: true,
    });
    await stop();
    return (source) => {
      const entry = Object.keys(metafile.outputs).find((file) => metafile.outputs[file]?.entryPoint === source) ?? '';
      const reached = new Set([entry]);
      const packages = new Set<string>();
      for (const file of reached)
        for (const { path, kind, external } of metafile.outputs[file]?.imports ?? []) {
          if (kind !== 'import-statement') continue;
          if (external === true) packages.add(path);
          else reached.add(path);
        }
      let bytes = 0;
      for (const file of reached)
        for (const [input, { bytesInOutput }] of Object.entries(metafile.outputs[file]?.inputs ?? {})) {
          const [, name] = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input) ?? [];
          if (name === undefined) bytes += bytesInOutput;
          else packages.add(name);
        }
      return { bytes, packages: [...packages].filter((name) => !name.startsWith('node:')) };
    };
  };

  it('loads neither rules nor adapters nor any package but commander', async () => {
    const of = await loaded();
    expect(commands.length).toBeGreaterThan(10);
    const files = commands.map(({ name }) =>
      existsSync(join(root, `src/cli/${name}/register.ts`)) ? `${name}/register.ts` : `${name}/command.ts`,
    );
    for (const file of ['main.ts', ...files]) {
      const { bytes, packages } = of(`src/cli/${file}`);
      expect([file, packages.filter((each) => each !== 'commander')]).toEqual([file, []]);
      expect(bytes).toBeGreaterThan(500);
      expect([file, bytes < 150_000]).toEqual([file, true]);
    }
    // The command itself does.
    expect(of('src/cli/prove/command.ts').bytes).toBeGreaterThan(500_000);
  });
});

describe('npm run … -- --help', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const own = Object.entries(scripts).filter(([, command]) => /^node scripts\/|^tsx /.test(command));

  it.each(own)('explains %s', (_name, command) => {
    const [, , runner, file] = /^(node) (scripts\/(?:start|run)\.mjs) (\S+)/.exec(command) ?? [];
    const path = runner === 'scripts/run.mjs' ? `scripts/${file}.ts` : String(file);
    expect(usageOf(path, scripts)).toMatch(/^Usage: npm run \S.*\n\n[A-Z].{20,}/);
  });

  it.each([
    ['scripts/start.mjs', 'scripts/fuzz.ts'],
    ['scripts/run.mjs', 'synth'],
  ])('loads nothing of the script: %s %s', (runner, file) => {
    const folder = mkdtempSync(join(tmpdir(), 'graphveil-help-'));
    const env = { ...process.env, NODE_V8_COVERAGE: folder };
    const { stdout } = spawnSync(process.execPath, [runner, file, '--help'], { cwd: root, encoding: 'utf8', env });
    const reports = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
    rmSync(folder, { recursive: true });
    const urls = reports.flatMap(({ result }: { result: { url: string }[] }) => result.map(({ url }) => url));
    const files = urls.filter((url) => url.startsWith('file:')).map((url) => url.slice(url.lastIndexOf('/') + 1));

    expect(stdout).toMatch(/^Usage: npm run/);
    expect(files.sort()).toEqual(['node-bundle.mjs', runner.slice('scripts/'.length), 'usage.mjs'].sort());
  });
});
