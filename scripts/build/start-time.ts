import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { functionVariables } from '../../src/config/index.ts';

const empty = 'exports.handler = async () => ({ statusCode: 200 });';

/** Prints the milliseconds from the start of the process until the handler is there. */
const measure = `require(process.argv[1]);
process.stdout.write(String(performance.now()));
process.exit();`;

/** A function's environment in which nothing outside is reached. */
const environment: Readonly<Record<string, string>> = {
  [functionVariables.environment]: 'bench',
  [functionVariables.connector]: 'bench',
  [functionVariables.tenant]: '11111111-2222-3333-4444-555555555555',
  [functionVariables.clientId]: '11111111-2222-3333-4444-555555555555',
  [functionVariables.cloud]: 'global',
  AWS_REGION: 'eu-central-1',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
};

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

export type StartTime = { readonly emptyMs: number; readonly functionMs: number; readonly ratio: number };

/** Measures the time until a bundle's handler is ready, compared with an empty handler; medians of alternating runs. */
export const measureStart = (code: Uint8Array, runs = 9): StartTime => {
  const folder = mkdtempSync(join(tmpdir(), 'graphveil-start-'));
  const files = { empty: join(folder, 'empty.js'), function: join(folder, 'function.js') };
  writeFileSync(files.empty, empty);
  writeFileSync(files.function, code);
  const run = (file: string): number =>
    Number(spawnSync(process.execPath, ['-e', measure, file], { env: environment, encoding: 'utf8' }).stdout);
  try {
    const pairs = Array.from({ length: runs }, () => [run(files.empty), run(files.function)] as const);
    const emptyMs = median(pairs.map(([first]) => first));
    const functionMs = median(pairs.map(([, second]) => second));
    return { emptyMs, functionMs, ratio: functionMs / emptyMs };
  } finally {
    rmSync(folder, { recursive: true });
  }
};
