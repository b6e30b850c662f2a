import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import packageJson from '../../package.json' with { type: 'json' };
import { nodeRuntime } from '../../src/config/index.ts';
import { root } from '../root.ts';

type Step = { readonly uses?: string; readonly run?: string; readonly with?: Readonly<Record<string, unknown>> };
type Job = {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  readonly 'timeout-minutes'?: number;
  readonly strategy?: { readonly matrix: { readonly node: readonly number[] } };
};
type Workflow = {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
};

const folder = join(root, '.github/workflows');
const names = readdirSync(folder).sort();
const read = (name: string): Workflow => parse(readFileSync(join(folder, name), 'utf8')) as Workflow;
const jobsOf = (name: string): readonly Job[] => Object.values(read(name).jobs);
const stepsOf = (name: string): readonly Step[] => jobsOf(name).flatMap(({ steps }) => steps);
const commandsOf = (name: string): readonly string[] => stepsOf(name).flatMap(({ run }) => run ?? []);

/** Files that a build writes before a workflow runs them. */
const built = ['dist/cli/graphveil.js'];

it('has the two workflows', () => {
  expect(names).toEqual(['check.yml', 'release.yml']);
});

describe.each(names)('%s', (name) => {
  it('runs npm scripts that exist', () => {
    const scripts = commandsOf(name).flatMap((run) => /^npm run ([\w:-]+)/.exec(run)?.[1] ?? []);

    expect(scripts).not.toEqual([]);
    expect(scripts.filter((script) => !Object.hasOwn(packageJson.scripts, script))).toEqual([]);
  });

  it('runs files that exist', () => {
    const files = commandsOf(name).flatMap((run) => /^node (\S+)/.exec(run)?.[1] ?? []);

    expect(files).not.toEqual([]);
    expect(files.filter((file) => !built.includes(file) && !existsSync(join(root, file)))).toEqual([]);
  });

  it('pins each action to a commit', () => {
    const actions = stepsOf(name).flatMap(({ uses }) => uses ?? []);

    expect(actions).not.toEqual([]);
    expect(actions.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
  });

  it('may only read unless a job requests more, and has a time limit', () => {
    expect(read(name).permissions).toEqual({ contents: 'read' });
    expect(jobsOf(name).filter((job) => job['timeout-minutes'] === undefined)).toEqual([]);
  });

  it('puts no text of a pull request into a shell', () => {
    expect(commandsOf(name).filter((run) => run.includes('${{'))).toEqual([]);
  });

  it('reads the Node.js version from a file that exists', () => {
    const files = stepsOf(name).flatMap((step) => step.with?.['node-version-file'] ?? []);

    expect(files).toContain('.nvmrc');
    expect(files.filter((file) => !existsSync(join(root, String(file))))).toEqual([]);
  });
});

describe('check.yml', () => {
  it('checks on every Node.js that is supported', () => {
    expect(read('check.yml').jobs['check']?.strategy?.matrix.node).toEqual([20, 22, 24]);
  });
});

describe('release.yml', () => {
  it('gives the rights to sign and publish to a job that runs no code of the repository', () => {
    const { build, publish } = read('release.yml').jobs;

    expect(build?.permissions).toBeUndefined();
    expect(publish?.permissions).toEqual({ contents: 'write', 'id-token': 'write', attestations: 'write' });
    expect(publish?.steps.filter(({ uses, run }) => /checkout|\bnpm\b|\bnode\b/.test(`${uses} ${run}`))).toEqual([]);
  });

  it('compiles for functions with their Node.js, before it packs', () => {
    const { build, 'compile-cache': cache } = read('release.yml').jobs;
    const node = cache?.steps.find((step) => step.with?.['node-version'] !== undefined)?.with?.['node-version'];

    expect(`nodejs${node}.x`).toBe(nodeRuntime);
    expect(build?.steps.map((step) => step.with?.['name'] ?? step.run)).toEqual(
      expect.arrayContaining(['compile-cache', 'npm run release:assets']),
    );
  });

  it('checks, proves and tests before it packs', () => {
    const commands = commandsOf('release.yml');
    const order = ['check', 'prove', 'graphveil.js test', 'test:function-node', 'release:assets'].map((part) =>
      commands.findIndex((command) => command.endsWith(part) || command.includes(`${part} --`)),
    );

    expect(order).not.toContain(-1);
    expect([...order].sort((a, b) => a - b)).toEqual(order);
  });
});

describe('CODEOWNERS', () => {
  it('names paths that exist', () => {
    const paths = readFileSync(join(root, '.github/CODEOWNERS'), 'utf8')
      .split('\n')
      .flatMap((line) => /^(\/\S+)/.exec(line)?.[1] ?? []);

    expect(paths).not.toEqual([]);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
