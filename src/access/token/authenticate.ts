import { timingSafeEqual } from 'node:crypto';
import { isSecretText, macOf } from '../secret-text.ts';
import { clientKey, isClientId, type StoredClient, versioned } from '../verify/index.ts';
import { type AssertionTools, checkAssertion, readAssertion } from './assertion.ts';
import type { GivenCredential } from './read-form.ts';

/** A client that proved who it is. */
export type Authenticated = {
  readonly client: StoredClient;
  /** The credential, for the times of last use: `secret:<id>`, `federated`, `key`. */
  readonly used: string;
};

/** Takes the place of an unknown client, so that the work is the same. Its code belongs to no secret. */
const nobody: StoredClient = {
  id: '',
  name: '',
  permissions: [],
  secrets: [{ id: '', mac: Buffer.alloc(32).toString('base64url'), createdAt: 0 }],
  federated: [],
  keys: [],
  epoch: 0,
  createdAt: 0,
  createdBy: '',
};

const findClient = async ({ records }: AssertionTools, id: string): Promise<StoredClient | undefined> =>
  isClientId(id) ? versioned<StoredClient>(await records.get(clientKey(id)))?.body : undefined;

const sameCode = (one: string, other: string): boolean => {
  const [left, right] = [Buffer.from(one, 'base64url'), Buffer.from(other, 'base64url')];
  return left.length === right.length && timingSafeEqual(left, right);
};

const bySecret = async (
  tools: AssertionTools,
  { clientId, secret }: Extract<GivenCredential, { method: 'secret' }>,
): Promise<Authenticated | undefined> => {
  const wellFormed = isSecretText('secret', secret);
  const [found, mac] = await Promise.all([
    findClient(tools, clientId.toLowerCase()),
    wellFormed ? macOf(tools.macs, 'secret', secret) : undefined,
  ]);
  const client = found ?? nobody;
  const now = Math.floor(tools.clock() / 1000);
  const matching = client.secrets
    .filter(({ until }) => until === undefined || until > now)
    .filter((stored) => sameCode(stored.mac, mac ?? ''));
  const [secretUsed] = matching;
  return found === undefined || mac === undefined || secretUsed === undefined
    ? undefined
    : { client, used: `secret:${secretUsed.id}` };
};

const byAssertion = async (
  tools: AssertionTools,
  { clientId, assertion }: Extract<GivenCredential, { method: 'assertion' }>,
): Promise<Authenticated | undefined> => {
  const read = readAssertion(assertion);
  const id = (clientId ?? read?.subject ?? '').toLowerCase();
  const client = await findClient(tools, id);
  const used = read && (await checkAssertion(tools, read, client ?? nobody, id));
  return client === undefined || used === undefined ? undefined : { client, used };
};

/**
 * Returns the client that a credential proves; undefined for every reason that it doesn't. An unknown client costs the
 * same reads, codes and comparisons as a known one with a wrong credential.
 */
export const authenticate = async (
  tools: AssertionTools,
  credential: GivenCredential,
): Promise<Authenticated | undefined> => {
  if (credential.method === 'none') return undefined;
  return credential.method === 'secret' ? bySecret(tools, credential) : byAssertion(tools, credential);
};
