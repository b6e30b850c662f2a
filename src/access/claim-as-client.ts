import { timingSafeEqual } from 'node:crypto';
import { type ClaimTools, type Redeemed, redeemClaim } from './redeem-claim.ts';
import { isSecretText, macOf } from './secret-text.ts';
import type { StoredClient } from './verify/index.ts';

export type ClaimedAsClient = Redeemed | { readonly ok: false; readonly why: 'wrong-secret' };

/** Redeems a claim code for a client whose secret somebody enters. A client without a secret claims by itself. */
export const claimAsClient = async (
  tools: ClaimTools,
  client: StoredClient,
  given: { readonly secret: string; readonly grant: string; readonly code: string },
): Promise<ClaimedAsClient> => {
  const now = Math.floor(tools.clock() / 1000);
  const live = client.secrets.filter(({ until }) => until === undefined || until > now);
  const mac = isSecretText('secret', given.secret)
    ? Buffer.from(await macOf(tools.macs, 'secret', given.secret), 'base64url')
    : Buffer.alloc(0);
  const isOne = live.some((secret) => {
    const held = Buffer.from(secret.mac, 'base64url');
    return held.length === mac.length && timingSafeEqual(held, mac);
  });
  return isOne ? redeemClaim(tools, client, given) : { ok: false, why: 'wrong-secret' };
};
