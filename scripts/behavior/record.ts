// Records the output of a checkout's command line, each document as a JSON file.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parsed, readJson, save } from './files.ts';
import { callsWithKeyring, type DemoCall, type InputCall, writeSettings } from './inputs.ts';
import { normalizer } from './recorded.ts';
import { isSealed, type Link, serveAll } from './serve-all.ts';

export type RecordOptions = {
  readonly out: string;
  readonly root: string;
  /** An earlier recording whose inputs are reused. */
  readonly like?: string;
  readonly vectors: string;
};

type Ran = { readonly status: number | null; readonly stdout: string; readonly stderr: string };
type Run = (args: readonly string[], input?: string, env?: NodeJS.ProcessEnv) => Ran;
type Write = (name: string, value: unknown) => void;

const numbered = (index: number, source: string, title: string): string =>
  `${String(index + 1).padStart(3, '0')}-${source}-${title}`.replace(/[^\w-]+/g, '-');

export const record = async ({ out, root, like, vectors }: RecordOptions): Promise<void> => {
  const cli = join(root, 'dist/cli/graphveil.js');
  if (!existsSync(cli)) throw new Error(`${cli} is missing; run npm run prepare in ${root}`);
  if (like === out) throw new Error('--like and --out name the same folder');
  const run: Run = (args, input = '', env = {}) => {
    const options = { cwd: root, input, maxBuffer: 2 ** 28, env: { ...process.env, ...env } };
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { ...options, encoding: 'utf8' });
    return { status, stdout, stderr };
  };
  const version = run(['--version']).stdout.trim();
  const steady = normalizer({ version });
  const write: Write = (name, value) => save(join(out, `${name}.json`), steady(value));
  const inputs = join(out, 'inputs');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(inputs, { recursive: true });
  if (like !== undefined) cpSync(join(like, 'inputs'), inputs, { recursive: true });
  else run(['keys', 'init', '--file', join(inputs, 'keyring.json')]);

  const demo = JSON.parse(run(['demo', '--json']).stdout) as DemoCall[];
  const numberTokens = normalizer({ version, numberTokens: true });
  for (const [index, call] of demo.entries())
    write(`demo/${numbered(index, call.source, call.title)}`, numberTokens(call));
  recordProof(run, write);
  write('cases/all', parsed(run(['test', '--cases-only', '--json']).stdout));

  const keyring = join(inputs, 'keyring.json');
  const sanitize = ({ source, upstream = '', before }: InputCall): Ran =>
    run(
      ['sanitize', '--source', source, '--keyring', keyring, '--upstream', '--url', upstream],
      JSON.stringify(before).replace(/https:\/\/127\.0\.0\.1:\d+/g, 'https://graph.microsoft.com'),
    );
  const callsFile = join(inputs, 'calls.json');
  if (like === undefined)
    save(
      callsFile,
      callsWithKeyring(demo, (call) => sanitize(call).stdout),
    );
  const calls = readJson<InputCall[]>(callsFile);
  for (const [index, call] of calls.entries()) {
    const name = numbered(index, call.source, call.title);
    if (call.before !== undefined) write(`sanitize/${name}`, sanitize(call));
    if (isSealed(call.target)) continue;
    const args = ['explain', '--source', call.source, '--keyring', keyring, '--url', call.target];
    const { status, stdout } = run([...args, '--json']);
    write(`explain/${name}`, { status, json: parsed(stdout), text: run(args).stdout });
  }
  await recordServed(cli, inputs, calls, write);

  if (like === undefined) writeSettings(root, join(inputs, 'settings'));
  for (const name of ['example', 'shared', 'apart']) recordSynth(root, join(inputs, 'settings'), name, write);
  recordVectors(vectors, run, write);
};

const recordProof = (run: Run, write: Write): void => {
  const { rules, ...all } = JSON.parse(run(['prove', '--json']).stdout) as {
    readonly rules: Record<string, unknown>[];
  };
  write('prove/all', all);
  for (const { title, variants, extras, ...rest } of rules)
    write(`prove/${[title, variants, extras].flat().join('+')}`, rest);
};

const recordServed = async (cli: string, inputs: string, calls: readonly InputCall[], write: Write): Promise<void> => {
  const serving = await serveAll(cli, join(inputs, 'keyring.json'), calls);
  try {
    for (const [index, call] of calls.entries())
      if (!isSealed(call.target)) write(`served/${numbered(index, call.source, call.title)}`, await serving.call(call));
    const linksFile = join(inputs, 'links.json');
    if (!existsSync(linksFile)) save(linksFile, await serving.followAll());
    for (const [index, link] of readJson<Link[]>(linksFile).entries())
      write(
        `links/${numbered(index, link.source, link.target.replace(/^.*[&?]|=.*$/g, ''))}`,
        await serving.call(link),
      );
  } finally {
    await serving.stop();
  }
};

const recordSynth = (root: string, settings: string, name: string, write: Write): void => {
  const folder = mkdtempSync(join(tmpdir(), 'graphveil-behavior-'));
  cpSync(settings, folder, { recursive: true });
  const args = ['--settings', join(folder, `${name}.yaml`), '--out', join(folder, 'out')];
  const { status, stderr } = spawnSync('npm', ['run', 'synth', '--', ...args], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`synth of ${name} ended with ${status}: ${stderr}`);
  const stacks = join(folder, 'out/stacks');
  for (const stack of readdirSync(stacks)) {
    write(`synth/${name}/${stack}/cdk.tf`, readJson(join(stacks, stack, 'cdk.tf.json')));
    write(`synth/${name}/${stack}/files`, readdirSync(join(stacks, stack), { recursive: true }).sort());
  }
  rmSync(folder, { recursive: true });
};

type Vector = Record<
  'name' | 'rules' | 'method' | 'url' | 'salt' | 'encryptionKey' | 'emailCanonicalization',
  string
> & {
  readonly body?: unknown;
  readonly expect: { readonly allowed?: boolean; readonly output?: unknown; readonly upstreamUrl?: string };
};

const recordVectors = (file: string, run: Run, write: Write): void => {
  if (!existsSync(file)) {
    console.log(`vectors: not recorded, ${file} is missing`);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'graphveil-behavior-'));
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  let agreed = 0;
  for (const [index, line] of lines.entries()) {
    const outcome = outcomeOf(JSON.parse(line) as Vector, join(folder, 'rules.yaml'), run);
    write(`vectors/${numbered(index, 'vector', outcome.name)}`, outcome);
    if (outcome.agrees) agreed += 1;
  }
  rmSync(folder, { recursive: true });
  console.log(`vectors: ${agreed} of ${lines.length}`);
};

const outcomeOf = ({ name, rules: text, expect, ...vector }: Vector, rules: string, run: Run) => {
  writeFileSync(rules, text);
  const verb = expect.upstreamUrl === undefined ? 'sanitize' : 'explain';
  const { status, stdout } = run(
    [
      verb,
      ...(verb === 'explain' ? ['--json'] : []),
      '--scheme',
      'psoxy',
      '--rules',
      rules,
      '--method',
      vector.method,
      '--url',
      vector.url,
    ],
    'body' in vector ? JSON.stringify(vector.body) : '',
    {
      PSOXY_SALT: vector.salt,
      PSOXY_ENCRYPTION_KEY: vector.encryptionKey,
      EMAIL_CANONICALIZATION: vector.emailCanonicalization,
    },
  );
  if (verb === 'explain') {
    const { upstreamUrl } = JSON.parse(stdout) as { readonly upstreamUrl: string };
    const decoded = [upstreamUrl, expect.upstreamUrl ?? ''].map(decodeURIComponent);
    return { name, status, upstreamUrl, agrees: decoded[0] === decoded[1] };
  }
  const expected = 'output' in expect ? `${JSON.stringify(expect.output)}\n` : '';
  const agrees = expect.allowed === false ? status === 1 && stdout === '' : status === 0 && stdout === expected;
  return { name, status, stdout, agrees };
};
