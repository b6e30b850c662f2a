// The inputs of a recording: calls with pseudonyms of one keyring, and settings. Later recordings reuse them.

import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filledExample } from '../filled-example.ts';
import { parsed, save } from './files.ts';

/** A call of the demo in the output of `demo --json`. */
export type DemoCall = {
  readonly source: string;
  readonly title: string;
  readonly target: string;
  readonly status: number;
  readonly upstream?: string;
  readonly before?: unknown;
  readonly after: unknown;
};

/** A call to repeat, with the request to Graph and its response if it succeeded. */
export type InputCall = Omit<DemoCall, 'after' | 'status'>;

/**
 * Rewrites the demo's calls with pseudonyms of the recording's keyring, found at the same places in sanitized replies.
 */
export const callsWithKeyring = (
  demo: readonly DemoCall[],
  sanitize: (call: InputCall) => string,
): readonly InputCall[] => {
  const token = /[pt]~[\w-]{20,}/g;
  const made = new Map<string, string>();
  const pair = (ours: unknown, theirs: unknown): void => {
    if (typeof ours === 'string' && typeof theirs === 'string') {
      const found = theirs.match(token) ?? [];
      for (const [index, text] of (ours.match(token) ?? []).entries()) {
        const token = found[index];
        if (token !== undefined) made.set(text, token);
      }
    } else if (ours !== null && typeof ours === 'object')
      for (const [key, value] of Object.entries(ours)) pair(value, (theirs as Record<string, unknown> | null)?.[key]);
  };
  for (const call of demo) if (call.status === 200) pair(call.after, parsed(sanitize(call)));
  return demo.map(({ source, title, target, upstream, before, status }) => ({
    ...{ source, title, target: target.replace(token, (text) => made.get(text) ?? text) },
    ...(status === 200 && { upstream: upstream ?? '', before }),
  }));
};

/**
 * Writes the example's settings, and settings with every source: one shared application; Entra and AWS separate, with
 * variants and extras.
 */
export const writeSettings = (root: string, folder: string): void => {
  mkdirSync(folder, { recursive: true });
  const example = filledExample(root);
  const ids = readdirSync(join(root, 'rules')).filter((id) => existsSync(join(root, 'rules', id, 'source.yaml')));
  const namesIn = (id: string, kind: string): readonly string[] => {
    const path = join(root, 'rules', id, kind);
    return existsSync(path) ? readdirSync(path).map((name) => name.replace(/\.yaml$/, '')) : [];
  };
  const withSources = (options: (id: string) => string): string =>
    example.replace(/^sources:\n(?: .*\n)*/m, `sources:\n${ids.map((id) => `  ${id}: ${options(id)}\n`).join('')}`);
  const shared = 'sharedApplication:\nmailboxAccess: exchange-rbac\nallowedSourceIps: [203.0.113.0/24]\n';
  const apart = 'stacks: apart\nexposure: http-api\nstate: { s3: { bucket: our-state } }\n';
  const overlays = (id: string): string =>
    `{ variants: [${namesIn(id, 'variants').slice(0, 1)}], extras: [${namesIn(id, 'extras')}] }`;
  writeFileSync(join(folder, 'example.yaml'), example);
  writeFileSync(join(folder, 'shared.yaml'), withSources(() => '{}') + shared);
  writeFileSync(join(folder, 'apart.yaml'), withSources(overlays) + apart);
  const application = { clientId: 'client', objectId: 'object', servicePrincipalObjectId: 'principal' };
  save(join(folder, 'entra.outputs.json'), {
    environment: 'prod',
    tenant: /^tenant:\n\s+id: (\S+)/m.exec(example)?.[1],
    applications: Object.fromEntries(ids.map((id) => [id, application])),
  });
};
