import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { filledExample } from '../filled-example.ts';
import { root } from '../root.ts';

// Packs and installs for real. Without a registry (and without a cache of one) the tests of the installed package are skipped.

/** Milliseconds that a test may take: each starts several processes. */
const slow = 120_000;

const base = mkdtempSync(join(tmpdir(), 'graphveil-package-'));
const project = join(base, 'project');
afterAll(() => rmSync(base, { recursive: true, force: true }));

const run = (command: string, args: readonly string[], cwd: string) => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 26 });
  return { status, stdout, stderr };
};

const orThrow = ({ status, stdout, stderr }: ReturnType<typeof run>): string => {
  if (status !== 0) throw new Error(stderr || stdout);
  return stdout;
};

orThrow(run(process.execPath, [join(root, 'node_modules/tsx/dist/cli.mjs'), 'scripts/prepack.ts'], root));
// Not what `prepare` bundles anew: other tests run the command line at the same time.
const [packed] = JSON.parse(
  orThrow(run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', base], root)),
) as readonly { readonly filename: string; readonly files: readonly { readonly path: string }[] }[];
const files = packed?.files.map(({ path }) => path) ?? [];

mkdirSync(project);
orThrow(run('npm', ['init', '-y'], project));
const install = ['install', '--prefer-offline', '--no-audit', '--omit=optional', join(base, packed?.filename ?? '')];
const installed = run('npm', install, project);
const offline =
  installed.status !== 0 && /E(?:NOTFOUND|AI_AGAIN|CONNREFUSED|TIMEDOUT|NOTCACHED)|network/.test(installed.stderr);
if (offline) process.stderr.write('skipped: no registry, so the package was not installed\n');

describe('the tarball', () => {
  it('holds the command line, the function, rules, types and notices', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'dist/THIRD-PARTY-NOTICES.txt',
        'dist/cli/graphveil.js',
        'dist/client/signing-fetch.js',
        'dist/function/THIRD-PARTY-NOTICES.txt',
        'dist/function/access-check.cjs',
        'dist/function/aws.cjs',
        'dist/function/console.cjs',
        'dist/function/console-NOTICES.txt',
        'dist/function/entra.cjs',
        'dist/function/proxy.cjs',
        'dist/function/runtime.cjs',
        'dist/function/tokens.cjs',
        'dist/function/tools.cjs',
        'dist/function/tokens-NOTICES.txt',
        'dist/synth-command.js',
        'dist/types/client/index.d.ts',
        'graphveil.example.yaml',
        'rules/cast.yaml',
      ]),
    );
  });

  it('names the packages in its bundles', () => {
    const notices = readFileSync(join(root, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');

    for (const name of ['cdktf', 'commander', 'constructs', 'yaml', 'zod'])
      expect(notices).toMatch(new RegExp(`^${name} \\d`, 'm'));
  });

  it('holds no sources, tests or tools of the repository', () => {
    expect(files.filter((path) => /^(?:src|infra|scripts|bench|node_modules|\.)/.test(path))).toEqual([]);
  });
});

(offline ? describe.skip : describe)('the installed package', () => {
  const graphveil = (...args: readonly string[]) => run('npx', ['--no-install', 'graphveil', ...args], project);

  it(
    'runs the demo',
    () => {
      expect(installed).toMatchObject({ status: 0 });
      const { status, stdout } = graphveil('demo', '--json');

      expect(status).toBe(0);
      expect((JSON.parse(stdout) as readonly unknown[]).length).toBeGreaterThan(10);
    },
    slow,
  );

  it(
    'synthesizes settings of the folder with the function that it was released with',
    () => {
      writeFileSync(join(project, 'graphveil.yaml'), filledExample(join(project, 'node_modules/graphveil')));
      const { status, stdout } = graphveil('synth');
      const stack = join(project, 'cdktf.out/stacks/graphveil.prod');

      expect({ status, stdout }).toEqual({ status: 0, stdout: 'cdktf.out/stacks/graphveil.prod/cdk.tf.json\n' });
      const [zip = ''] = readdirSync(join(stack, 'functions')).filter((file) => file.endsWith('.zip'));
      const archive = join('functions', zip);
      expect(zip).not.toBe('');
      const repository = join(base, 'repository');
      orThrow(
        run(
          process.execPath,
          [join(root, 'dist/synth-command.js'), '--settings', join(project, 'graphveil.yaml'), '--out', repository],
          root,
        ),
      );
      expect(
        readFileSync(join(stack, archive)).equals(readFileSync(join(repository, 'stacks/graphveil.prod', archive))),
      ).toBe(true);
      expect(existsSync(join(project, 'node_modules/graphveil/dist/functions'))).toBe(false);
      expect(graphveil('doctor', '--offline').stdout).toContain('functions: part of the package');
    },
    slow,
  );

  it(
    'rejects a folder without settings and names the file to write',
    () => {
      const empty = join(project, 'empty');
      mkdirSync(empty);
      const { status, stderr } = run('npx', ['--no-install', 'graphveil', 'synth'], empty);

      expect(status).toBe(1);
      expect(stderr).toContain('graphveil.yaml');
    },
    slow,
  );

  it(
    'has a signing fetch that type-checks and loads',
    () => {
      const program = `import { assumedRole, graphMiddleware, type SigningFetchOptions, signingFetch } from 'graphveil/signing-fetch';
const options: SigningFetchOptions = {
  region: 'eu-central-1',
  origin: 'https://example.com',
  credentials: async () => ({ accessKeyId: 'a', secretAccessKey: 'b' }),
};
const send: typeof fetch = signingFetch(options);
console.log(typeof send, typeof assumedRole, typeof graphMiddleware(send).execute);
// @ts-expect-error: a region is required
signingFetch({ origin: 'https://example.com', credentials: options.credentials });
`;
      writeFileSync(join(project, 'call.mts'), program);
      // The AWS SDK's own types need those of Node.js.
      const flags = [
        '--typeRoots',
        join(root, 'node_modules/@types'),
        '--module',
        'nodenext',
        '--target',
        'es2023',
        '--strict',
        '--types',
        'node',
      ];
      const { stdout } = run(
        process.execPath,
        [join(root, 'node_modules/typescript/lib/tsc.js'), ...flags, 'call.mts'],
        project,
      );

      expect(stdout).toBe('');
      expect(orThrow(run(process.execPath, ['call.mjs'], project))).toBe('function function function\n');
    },
    slow,
  );

  it(
    'prints the version of its package.json',
    () => {
      expect(orThrow(graphveil('--version')).trim()).toBe(packageJson.version);
    },
    slow,
  );
});
