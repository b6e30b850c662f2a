import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gunzipSync, gzipSync } from 'node:zlib';
import { startAwsStandIn } from '../../adapters/aws/testing/aws-stand-in.ts';
import type { ResolvedConnector } from '../../connectors/index.ts';
import type { Keyring } from '../../pseudonyms/index.ts';
import { startTwin } from '../../twin/index.ts';
import {
  clientId,
  credentials,
  type FunctionResult,
  filesOf,
  functionUrlEvent,
  makeKeyring,
  openKeyringOf,
  region,
  roleOf,
  variablesOf,
} from './deployment.ts';
import { runFunction } from './run-function.ts';

/** What became of one page. */
export type PageOutcome = {
  /** Size of the decoded page, bytes. */
  readonly bytes: number;
  /** `ok`, or the code of the error. */
  readonly code: string;
  readonly status: number;
  /** Most memory that the process held, MB. */
  readonly peak: number;
  readonly seconds: number;
  /** The decoded body of the reply. */
  readonly reply: Buffer;
};

export type RunOptions = {
  /** @default index.handler */
  readonly handler?: 'index.handler' | 'index.stream';
  /** Whether the caller accepts gzip. @default true */
  readonly gzip?: boolean;
};

const megabyte = 1024 * 1024;

/** A memory cgroup (version 1) with a limit; undefined if this machine grants none. */
const limitMemory = (pid: number, megabytes: number): (() => void) | undefined => {
  const folder = `/sys/fs/cgroup/memory/graphveil-${pid}`;
  if (!existsSync('/sys/fs/cgroup/memory/memory.limit_in_bytes')) return undefined;
  try {
    mkdirSync(folder);
    writeFileSync(`${folder}/memory.limit_in_bytes`, String(megabytes * megabyte));
    writeFileSync(`${folder}/memory.swappiness`, '0');
    writeFileSync(`${folder}/cgroup.procs`, String(pid));
    return () => rmdirSync(folder);
  } catch {
    return undefined;
  }
};

const peakOf = (pid: number): number => {
  const [, kilobytes = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1024);
};

/** A page of Graph, and the path that a caller gets it by; `{userId}` is a person of an earlier reply. */
export type Page = { readonly path: string; readonly body: string };

export type MemoryWorld = {
  /** Runs the built function in so much memory (MB) and gives it this page; a function that died rejects. */
  readonly run: (memory: number, page: Page, options?: RunOptions) => Promise<PageOutcome>;
  /** The keyring that its pseudonyms are made with. */
  readonly keyring: () => Promise<Keyring>;
  /** True if the limit was enforced by the system in the last run. */
  readonly limited: () => boolean;
  readonly stop: () => Promise<void>;
};

/** The built function of a connector, whose Graph answers each call with one page of a test's making. */
export const startMemoryWorld = async (root: string, connector: ResolvedConnector): Promise<MemoryWorld> => {
  const { id } = connector.source;
  const role = roleOf(id);
  const { expectedRoles: roles } = connector;
  const application = { displayName: 'function', clientId, federatedCredentials: [{ subject: role }] };
  const twin = await startTwin({ applications: [{ ...application, requested: roles, consented: roles }] });
  const aws = await startAwsStandIn({
    region,
    credentials,
    identityToken: ([audience]) => twin.identityTokens(role, audience).get(),
  });
  await makeKeyring(aws);
  const files = await filesOf(root, connector);
  let served = Buffer.alloc(0);
  const graph = createServer(twin.tls, (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(served);
  });
  await new Promise<void>((resolve) => graph.listen(0, '127.0.0.1', resolve));
  let limited = false;

  const run = async (memory: number, { path, body: page }: Page, options: RunOptions = {}): Promise<PageOutcome> => {
    const { handler = 'index.handler', gzip = true } = options;
    served = gzipSync(JSON.stringify({ value: [{ id: '0f8fad5b-d9cb-469f-a165-70867728950e' }] }));
    const running = await runFunction({
      files,
      variables: variablesOf(id, twin.tenantId, aws),
      routes: {
        'login.microsoftonline.com': Number(new URL(twin.entra).port),
        'graph.microsoft.com': (graph.address() as AddressInfo).port,
      },
      ca: twin.caCertificate,
      memory,
      handler,
    });
    const { pid = 0 } = running;
    const release = limitMemory(pid, memory);
    limited = release !== undefined;
    try {
      const ask = async (target: string): Promise<{ readonly status: number; readonly reply: Buffer }> => {
        const event = functionUrlEvent(target, '', gzip ? { 'accept-encoding': 'gzip' } : {});
        const invoked = await Promise.race([running.invoke(event, 120_000), running.died]);
        if (!invoked.ok) throw new Error(`${invoked.error.errorMessage}: ${running.log.join('\n').slice(-2_000)}`);
        const { statusCode, body, headers, isBase64Encoded } = invoked.result as FunctionResult;
        const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
        return {
          status: statusCode,
          reply: headers['content-encoding'] === undefined ? bytes : gunzipSync(bytes),
        };
      };
      const [, user = ''] = /"id":"(p~[^"]+)"/.exec((await ask('/v1.0/users')).reply.toString()) ?? [];
      served = gzipSync(page, { level: 1 });
      const started = performance.now();
      const { status, reply } = await ask(path.replace('{userId}', user));
      const seconds = (performance.now() - started) / 1_000;
      const [, word] = /"code":"(Graphveil\.[A-Za-z]+)"/.exec(reply.toString('utf8', 0, 1_000)) ?? [];
      return {
        bytes: Buffer.byteLength(page),
        code: word ?? 'ok',
        status,
        peak: peakOf(pid),
        seconds: Number(seconds.toFixed(1)),
        reply,
      };
    } finally {
      await running.stop();
      release?.();
    }
  };
  return {
    run,
    keyring: () => openKeyringOf(aws),
    limited: () => limited,
    stop: async () => {
      await new Promise<void>((resolve) => {
        graph.close(() => resolve());
        graph.closeAllConnections();
      });
      await aws.stop();
      await twin.stop();
    },
  };
};
