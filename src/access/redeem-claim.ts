import { timingSafeEqual } from 'node:crypto';
import type { Clock, Macs, RandomBytes, Records } from '../ports/index.ts';
import { macOfClaim, readClaimCode } from './claim-code.ts';
import { type ClaimEvent, claimKey, claimRecord, claimTries, type StoredClaim } from './claims.ts';
import { shortId } from './ports.ts';
import { macOf, makeSecretText } from './secret-text.ts';
import { grantKey, isLive, refreshRecord, type StoredClient, type StoredGrant, versioned } from './verify/index.ts';

export type ClaimTools = {
  readonly records: Records;
  readonly macs: Macs;
  readonly clock: Clock;
  readonly random: RandomBytes;
};

export type Redeemed =
  | { readonly ok: true; readonly grant: StoredGrant; readonly refreshToken: string }
  /** `refused`: the claim doesn't exist, its code is wrong or has ended, or the grant isn't active. */
  | { readonly ok: false; readonly why: 'refused' | 'locked' }
  | { readonly ok: false; readonly why: 'used'; readonly usedAt: number };

/** Claims of a used code that are noted. Further ones only repeat them. */
const mostEvents = 20;

const refused = { ok: false, why: 'refused' } as const;
const locked = { ok: false, why: 'locked' } as const;

const sameCode = (one: string, other: string): boolean => {
  const [left, right] = [Buffer.from(one, 'base64url'), Buffer.from(other, 'base64url')];
  return left.length === right.length && timingSafeEqual(left, right);
};

type Refused = Extract<Redeemed, { readonly ok: false }>;

/** The next state of a claim, or the refusal that leaves it as it is. */
type Step = { readonly write: StoredClaim } | { readonly refusal: Refused };

/** Changes a claim once, from its newest version. Returns the new state, or why it was refused. */
const changeClaim = async (
  { records }: ClaimTools,
  grant: StoredGrant,
  decide: (claim: StoredClaim) => Step,
): Promise<{ readonly ok: true; readonly claim: StoredClaim } | Refused> => {
  for (;;) {
    const held = versioned<StoredClaim>(await records.get(claimKey(grant.client, grant.id)));
    if (held === undefined || held.body.epoch !== grant.epoch) return refused;
    const step = decide(held.body);
    if ('refusal' in step) return step.refusal;
    if (await records.put(claimRecord(step.write, grant.until), held.version)) return { ok: true, claim: step.write };
  }
};

const withEvent = (claim: StoredClaim, what: ClaimEvent['what'], at: number): StoredClaim => ({
  ...claim,
  events: [...claim.events, { what, at }].slice(0, mostEvents),
});

/** Refuses a claim of a used code, and notes it. */
const refuseUsed = async (tools: ClaimTools, grant: StoredGrant, now: number): Promise<Refused> => {
  const noted = await changeClaim(tools, grant, (claim) => ({ write: withEvent(claim, 'alarm', now) }));
  return noted.ok ? { ok: false, why: 'used', usedAt: noted.claim.usedAt ?? now } : noted;
};

const used = (usedAt = 0): Refused => ({ ok: false, why: 'used', usedAt });

/**
 * Redeems a claim code of an authenticated client for the grant's refresh token. Each attempt takes one of the five tries
 * before the code is compared, so that attempts at once aren't more. Of two right ones at once, one wins; the token of
 * the other is never shown to anybody. A claim after that is refused and noted.
 */
export const redeemClaim = async (
  tools: ClaimTools,
  client: StoredClient,
  { grant: grantId, code }: { readonly grant: string; readonly code: string },
): Promise<Redeemed> => {
  const { records, macs, clock, random } = tools;
  const now = Math.floor(clock() / 1000);
  const grant = versioned<StoredGrant>(await records.get(grantKey(client.id, grantId)))?.body;
  if (grant === undefined || !isLive(grant, now)) return refused;

  const tried = await changeClaim(tools, grant, (claim) => {
    if (claim.state === 'used') return { refusal: used() };
    if (now >= claim.expiresAt || readClaimCode(code) === undefined) return { refusal: refused };
    if (claim.tries >= claimTries) return { refusal: locked };
    return { write: { ...claim, tries: claim.tries + 1 } };
  });
  if (!tried.ok) return tried.why === 'used' ? refuseUsed(tools, grant, now) : tried;

  const { id, mac, tries } = tried.claim;
  if (!sameCode(await macOfClaim(macs, id, code), mac)) {
    if (tries < claimTries) return refused;
    await changeClaim(tools, grant, (claim) => ({ write: withEvent(claim, 'locked', now) }));
    return locked;
  }

  const refreshToken = makeSecretText('refresh', random);
  const refresh = { id: shortId(random), client: client.id, grant: grant.id, epoch: grant.epoch, createdAt: now };
  await records.put(refreshRecord(await macOf(macs, 'refresh', refreshToken), refresh, grant.until), 0);
  const closed = await changeClaim(tools, grant, (claim) => {
    if (claim.state === 'used') return { refusal: used() };
    if (claim.id !== id) return { refusal: refused };
    return { write: withEvent({ ...claim, state: 'used', usedAt: now }, 'redeemed', now) };
  });
  if (closed.ok) return { ok: true, grant, refreshToken };
  return closed.why === 'used' ? refuseUsed(tools, grant, now) : closed;
};
