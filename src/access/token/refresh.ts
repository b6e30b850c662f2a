import type { Records } from '../../ports/index.ts';
import { isSecretText, macOf } from '../secret-text.ts';
import {
  grantKey,
  isLive,
  partitions,
  refreshKey,
  type StoredClient,
  type StoredGrant,
  type StoredRefresh,
  usedSorts,
  versioned,
} from '../verify/index.ts';
import type { AssertionTools } from './assertion.ts';

/** A refresh token that can be used, with its grant. */
export type LiveRefresh = { readonly refresh: StoredRefresh; readonly grant: StoredGrant; readonly until: number };

export type RefreshTools = AssertionTools & {
  /** Days after which an unused refresh token ends. */
  readonly unusedSeconds: number;
};

const lastUse = async (records: Records, { client, id, createdAt }: StoredRefresh): Promise<number> => {
  const used = await records.get({ partition: partitions.used(client), sort: `${usedSorts.last}refresh:${id}` });
  return Number(used?.body['at'] ?? createdAt);
};

/**
 * Returns a client's refresh token if it still counts: it exists, its time isn't up, it was used or made recently, it
 * wasn't revoked, its grant is active and has no newer one.
 */
export const findRefresh = async (
  tools: RefreshTools,
  client: StoredClient,
  token: string,
): Promise<LiveRefresh | undefined> => {
  if (!isSecretText('refresh', token)) return undefined;
  const { records, clock, unusedSeconds } = tools;
  const record = await records.get(refreshKey(await macOf(tools.macs, 'refresh', token)));
  const refresh = versioned<StoredRefresh>(record)?.body;
  if (record?.until === undefined || refresh === undefined || refresh.client !== client.id) return undefined;
  const ended = { partition: partitions.used(client.id), sort: `${usedSorts.ended}${refresh.id}` };
  const [grant, revoked, used] = await Promise.all([
    records.get(grantKey(client.id, refresh.grant)).then((found) => versioned<StoredGrant>(found)?.body),
    records.get(ended),
    lastUse(records, refresh),
  ]);
  const now = Math.floor(clock() / 1000);
  if (grant === undefined || !isLive(grant, now) || grant.epoch !== refresh.epoch) return undefined;
  if (revoked !== undefined || used + unusedSeconds <= now) return undefined;
  return { refresh, grant, until: record.until };
};
