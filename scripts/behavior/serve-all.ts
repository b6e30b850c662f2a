// Calls through `serve` with a keyring file, against the local Entra ID and Graph of `demo --serve`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parsed } from './files.ts';
import type { InputCall } from './inputs.ts';

export type Link = { readonly source: string; readonly target: string };

export const isSealed = (text: string): boolean => /token=A[Q-Za-f]/.test(text);

/** Starts a command that prints JSON once it is ready. */
const started = async <T>(cli: string, args: readonly string[]) => {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = { out: '', error: '' };
  child.stderr.on('data', (chunk) => {
    printed.error += chunk;
  });
  const ready = await new Promise<T>((done, fail) => {
    child.stdout.on('data', (chunk) => {
      printed.out += chunk;
      const value = parsed(printed.out);
      if (!Array.isArray(value)) done(value as T);
    });
    child.once('exit', (code) => fail(new Error(`graphveil ${args[0]} ended with ${code}: ${printed.error}`)));
  });
  const stop = (): Promise<void> => new Promise((done) => child.once('exit', () => done()) && child.kill('SIGTERM'));
  return { ready, stop, log: () => printed.error };
};

/** Client ids of the demo's applications: a source's name in hexadecimal, as a GUID. */
const clientIdOf = (id: string): string => {
  const hex = Buffer.from(id).toString('hex').padEnd(32, '0').slice(0, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
};

/** Serves every source with the recording's keyring, against the demo's local Entra ID and Graph. */
export const serveAll = async (cli: string, keyring: string, calls: readonly InputCall[]) => {
  const demo = await started<{ twin: Record<'issuer' | 'entra' | 'graph', string>; authority: string }>(cli, [
    ...['demo', '--serve', '--json'],
  ]);
  const { twin, authority } = demo.ready;
  const ca = readFileSync(authority, 'utf8');
  const folder = mkdtempSync(join(tmpdir(), 'graphveil-behavior-'));
  const tenant = /graph\.microsoft\.com\/v2\/([\da-f-]{36})/.exec(JSON.stringify(calls))?.[1] ?? '';
  const servers = new Map<string, Awaited<ReturnType<typeof started<{ serving: string[] }>>>>();
  for (const source of new Set(calls.map((call) => call.source))) {
    const subject = `arn:aws:iam::123456789012:role/graphveil-demo-${source}`;
    const { token } = JSON.parse(await post(`${twin.issuer}/token`, new URLSearchParams({ subject }), ca));
    const file = join(folder, source);
    writeFileSync(file, token);
    const args = ['serve', '--json', '--source', source, '--tenant', tenant, '--client-id', clientIdOf(source)];
    const place = ['--authority', twin.entra, '--graph', twin.graph, '--ca', authority, '--identity-token-file', file];
    servers.set(source, await started(cli, [...args, ...place, '--keyring', keyring, '--port', '0']));
  }
  const links: Link[] = [];
  const call = async ({ source, target }: Link) => {
    const server = servers.get(source);
    const base = server?.ready.serving[0] ?? '';
    const logged = server?.log().length ?? 0;
    // With compression, a reply's length would depend on the random nonce of its link.
    const reply = await fetch(`${base}${target}`, { headers: { 'accept-encoding': 'identity' } });
    const text = await reply.text();
    for (const [link] of text.matchAll(/http:[^"]+token=A[Q-Za-f][\w-]{40,}/g))
      links.push({ source, target: link.slice(base.length) });
    const headers = Object.fromEntries(reply.headers);
    // The record of a call may be written after its reply.
    for (let waited = 0; waited < 100 && server?.log().length === logged; waited += 1) await wait(10);
    const log = server?.log().slice(logged).trim().split('\n').map(parsed);
    return { status: reply.status, headers, body: reply.ok ? text : parsed(text), log };
  };
  return {
    call,
    /** Follows the links of earlier replies to the last page, and returns the first of each path and kind. */
    followAll: async (): Promise<readonly Link[]> => {
      for (const link of links) if (links.length < 500) await call(link);
      const kinds = new Map(links.toReversed().map((link) => [link.source + link.target.split('token=')[0], link]));
      return [...kinds.values()].reverse();
    },
    stop: async (): Promise<void> => {
      for (const server of [...servers.values(), demo]) await server.stop();
      rmSync(folder, { recursive: true });
    },
  };
};

const post = (url: string, form: URLSearchParams, ca: string): Promise<string> =>
  new Promise((done, fail) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const sent = request(url, { method: 'POST', ca, headers }, (answer) => {
      answer.setEncoding('utf8');
      let text = '';
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () => done(text));
    });
    sent.on('error', fail);
    sent.end(form.toString());
  });
