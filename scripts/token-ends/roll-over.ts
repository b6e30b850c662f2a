import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient, giveGrant } from '../../src/access/index.ts';
import { createTokenService } from '../../src/access/token/index.ts';
import { issuerOf, prepareVerifyBearer, type VerifyBearer } from '../../src/access/verify/index.ts';
import { localMacs, localSigner, makeSigningKey, type PrivateJwk } from '../../src/adapters/access-keys/index.ts';
import { memoryRecords } from '../../src/adapters/records/index.ts';

export type RollOverResult = {
  readonly steps: number;
  readonly tokens: number;
  readonly calls: number;
  readonly failed: number;
};

const baseUrl = 'https://access.example';
const audience = 'api://graphveil/test';

/**
 * Rolls over the signing keys again and again, as `clients.signingKeys` does by deployments: [1], [1, 2], [2, 1], and [2] when no
 * token of key 1 is left. Within a step, the token service and each connector get the new keys one after the other in any order.
 * Meanwhile callers get tokens and use each of them at every connector.
 */
export const rollOver = async ({
  callers,
  milliseconds,
}: {
  readonly callers: number;
  readonly milliseconds: number;
}): Promise<RollOverResult> => {
  const records = memoryRecords();
  const macs = localMacs(randomBytes(32));
  const ports = { records, macs, clock: Date.now, random: (count: number) => randomBytes(count), newId: randomUUID };
  const permission = { name: 'diary:Calendars.Read', endpoints: ['/v1.0/users'] };
  const made = await createClient(ports, {
    name: 'tool',
    permissions: [permission.name],
    by: 'operator',
    federated: [],
    keys: [],
    withSecret: true,
  });
  if (!made.ok) throw new Error(made.why);
  const reason = 'Keys roll over';
  await giveGrant(ports, {
    client: 'tool',
    kind: 'tenant',
    permissions: [permission],
    days: 1,
    by: 'operator',
    reason,
  });

  let [older, newer] = [makeSigningKey(), makeSigningKey()];
  let signing: readonly PrivateJwk[] = [older];
  const service = createTokenService({
    ...ports,
    signer: localSigner(() => signing),
    issuerKeys: { get: async () => undefined },
    baseUrl,
    tenant: randomUUID(),
    audience,
    resources: [],
    accessSeconds: 86_400,
    unusedSeconds: 86_400,
    limit: { capacity: 1e9, perSecond: 1e9 },
  });
  const connector = async (keys: readonly PrivateJwk[]): Promise<VerifyBearer> =>
    prepareVerifyBearer({
      records,
      keys: await localSigner(() => keys).published(),
      issuer: issuerOf(baseUrl),
      audience,
      clock: Date.now,
    });
  const connectors = await Promise.all([0, 1, 2].map(() => connector(signing)));

  const count = { steps: 0, tokens: 0, calls: 0, failed: 0 };
  const form = { grant_type: 'client_credentials', client_id: made.client.id, client_secret: made.secret ?? '' };
  const request = {
    method: 'POST',
    path: '/adfs/oauth2/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  };
  /** Tokens in use. A caller keeps one over several steps, as tools do over a day. */
  const newToken = async (): Promise<string> => {
    const reply = await service(request);
    count.tokens += 1;
    if (reply?.status !== 200) count.failed += 1;
    return (JSON.parse(reply?.body ?? '{}') as { access_token: string }).access_token;
  };
  let [round, ended] = [0, false];
  const held = new Map<number, number>();
  const caller = async (number: number): Promise<void> => {
    while (!ended) {
      held.set(number, round);
      const token = await newToken();
      for (const uses = { left: 20 }; uses.left > 0 && !ended; uses.left -= 1)
        for (const index of connectors.keys()) {
          const verified = await connectors[index]?.(`Bearer ${token}`, 'diary');
          count.calls += 1;
          if (verified?.ok !== true) count.failed += 1;
          await pause(0);
        }
    }
  };
  /** One deployment: everything gets the keys, in some order. */
  const deploy = async (keys: readonly PrivateJwk[]): Promise<void> => {
    const parts = [
      async () => {
        signing = keys;
      },
      ...[...connectors.keys()].map((index) => async () => {
        connectors[index] = await connector(keys);
      }),
    ];
    for (const part of parts.sort(() => Math.random() - 0.5)) {
      await part();
      await pause(5);
    }
    count.steps += 1;
  };
  /** Waits until nobody holds a token of an earlier round, as operators wait for a day. */
  const dayOver = async (): Promise<void> => {
    round += 1;
    while ([...held.values()].some((since) => since < round) && !ended) await pause(5);
  };
  const calling = Promise.all(Array.from({ length: callers }, (_, number) => caller(number)));
  const until = Date.now() + milliseconds;
  try {
    while (Date.now() < until) {
      await deploy([older, newer]);
      await deploy([newer, older]);
      await dayOver();
      await deploy([newer]);
      [older, newer] = [newer, makeSigningKey()];
    }
  } finally {
    ended = true;
    await calling;
  }
  return count;
};
