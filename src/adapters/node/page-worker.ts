// Runs in the threads of `createPageWorkers`.
import { randomBytes } from 'node:crypto';
import { createSanitizer, type SanitizeResult, type SanitizingConnector } from '../../proxy/index.ts';
import { type Keyring, openKeyring } from '../../pseudonyms/index.ts';
import type { PageTask } from './page-workers.ts';

const connectors = process.__tinypool_state__.workerData as readonly SanitizingConnector[];
const ports = { clock: Date.now, random: (count: number) => randomBytes(count) };
const sanitizers = new Map(connectors.map((connector) => [connector.name, createSanitizer(connector, ports)]));

let held: { readonly text: string; readonly keyring: Keyring } | undefined;

/** Opens a keyring, or takes the one of the last response: its caches of tokens stay in use. */
const keyringOf = (document: PageTask['keyring']): Keyring => {
  const text = JSON.stringify(document);
  if (held?.text !== text) held = { text, keyring: openKeyring(document) };
  return held.keyring;
};

/** Handles one task of the pool. */
export const sanitizePage = ({ connector, page, keyring }: PageTask): SanitizeResult => {
  const sanitize = sanitizers.get(connector);
  if (sanitize === undefined) throw new Error('the thread has no such connector');
  return sanitize(page, keyringOf(keyring));
};
