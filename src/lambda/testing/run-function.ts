import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RuntimeApi, startRuntimeApi } from './runtime-api.ts';

export type RunningFunction = Pick<RuntimeApi, 'invoke' | 'initFailed'> & {
  /** Lines that the function logged. */
  readonly log: readonly string[];
  /** Process id; undefined if it never started. */
  readonly pid: number | undefined;
  /** Rejects if the process ends before it is stopped. */
  readonly died: Promise<never>;
  readonly stop: () => Promise<void>;
};

export type RunFunctionOptions = {
  /** The files of an archive as deployed. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly variables: Readonly<Record<string, string>>;
  /** Loopback ports that replace hosts. */
  readonly routes: Readonly<Record<string, number>>;
  /** PEM of the authority that is trusted for those ports. */
  readonly ca: string;
  /** Memory of the function in MB, which the runtime sizes the heap by. @default the machine's */
  readonly memory?: number;
  /** Path of a Node.js. @default this one */
  readonly node?: string;
  /** The export that is invoked. @default index.handler */
  readonly handler?: 'index.handler' | 'index.stream';
};

/** Source: the bootstrap of the managed Node.js runtime. */
const heapFlags = (memory: number): readonly string[] => [
  `--max-semi-space-size=${Math.floor((memory * 5) / 100)}`,
  `--max-old-space-size=${Math.floor((memory * 90) / 100)}`,
];

const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null) resolve();
    child.once('exit', () => resolve());
  });

/** Runs a bundle in a separate process as Lambda does: loaded once, then one invocation at a time. */
export const runFunction = async (options: RunFunctionOptions): Promise<RunningFunction> => {
  const task = mkdtempSync(join(tmpdir(), 'graphveil-task-'));
  for (const [name, bytes] of Object.entries(options.files)) writeFileSync(join(task, name), bytes);
  const api = await startRuntimeApi();
  const log: string[] = [];
  const { memory, node = process.execPath } = options;
  const flags = memory === undefined ? [] : heapFlags(memory);
  const preloaded = ['--require', beside('route-to-twin.cjs'), beside('bootstrap.mjs')];
  const child = spawn(node, [...flags, ...preloaded], {
    env: {
      ...(memory !== undefined && { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory) }),
      AWS_LAMBDA_RUNTIME_API: api.address,
      LAMBDA_TASK_ROOT: task,
      _HANDLER: options.handler ?? 'index.handler',
      HARNESS_ROUTES: JSON.stringify(options.routes),
      HARNESS_CA: options.ca,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      ...options.variables,
    },
  });
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => log.push(...String(chunk).split('\n').filter(Boolean)));
  const died = new Promise<never>((_, reject) => {
    child.once('exit', (status, signal) => reject(new Error(`the function ended: ${signal ?? status}`)));
  });
  died.catch(() => undefined);
  return {
    invoke: api.invoke,
    initFailed: api.initFailed,
    log,
    pid: child.pid,
    died,
    stop: async () => {
      child.kill();
      await ended(child);
      await api.stop();
      rmSync(task, { recursive: true, force: true });
    },
  };
};
