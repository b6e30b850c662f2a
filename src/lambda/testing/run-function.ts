import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RuntimeApi, startRuntimeApi } from './runtime-api.ts';

export type RunningFunction = Pick<RuntimeApi, 'invoke' | 'initFailed'> & {
  /** Lines that the function logged. */
  readonly log: readonly string[];
  readonly stop: () => Promise<void>;
};

export type RunFunctionOptions = {
  /** A bundle as deployed. */
  readonly code: Uint8Array;
  readonly variables: Readonly<Record<string, string>>;
  /** Loopback ports that replace hosts. */
  readonly routes: Readonly<Record<string, number>>;
  /** PEM of the authority that is trusted for those ports. */
  readonly ca: string;
};

const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null) resolve();
    child.once('exit', () => resolve());
  });

/** Runs a bundle in a separate process as Lambda does: loaded once, then one invocation at a time. */
export const runFunction = async (options: RunFunctionOptions): Promise<RunningFunction> => {
  const task = mkdtempSync(join(tmpdir(), 'graphveil-task-'));
  writeFileSync(join(task, 'index.js'), options.code);
  const api = await startRuntimeApi();
  const log: string[] = [];
  const child = spawn(process.execPath, ['--require', beside('route-to-twin.cjs'), beside('bootstrap.mjs')], {
    env: {
      AWS_LAMBDA_RUNTIME_API: api.address,
      LAMBDA_TASK_ROOT: task,
      _HANDLER: 'index.handler',
      HARNESS_ROUTES: JSON.stringify(options.routes),
      HARNESS_CA: options.ca,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      ...options.variables,
    },
  });
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => log.push(...String(chunk).split('\n').filter(Boolean)));
  return {
    invoke: api.invoke,
    initFailed: api.initFailed,
    log,
    stop: async () => {
      child.kill();
      await ended(child);
      await api.stop();
      rmSync(task, { recursive: true, force: true });
    },
  };
};
