import type { RecordKey } from '../ports/index.ts';
import { macOfClaim, makeClaimCode } from './claim-code.ts';
import { appendToLedger } from './ledger.ts';
import { type AccessPorts, daySeconds, secondsNow, shortId } from './ports.ts';
import { clientSubject, partitions, type StoredGrant, versioned } from './verify/index.ts';

/** What happened to a claim. `alarm`: somebody claimed it again. `locked`: five wrong codes. */
export type ClaimEvent = { readonly what: 'redeemed' | 'alarm' | 'locked'; readonly at: number };

/** A code that hands a grant to its client, at rest. Times are in seconds since the Unix epoch. */
export type StoredClaim = {
  readonly id: string;
  readonly client: string;
  readonly grant: string;
  /** The grant's epoch when it was issued. */
  readonly epoch: number;
  readonly mac: string;
  /** Codes that were tried. */
  readonly tries: number;
  readonly state: 'open' | 'used';
  readonly issuedAt: number;
  readonly issuedBy: string;
  /** The code ends at this time; the record stays, so that a later claim is noticed. */
  readonly expiresAt: number;
  readonly usedAt?: number | undefined;
  readonly events: readonly ClaimEvent[];
  /** Events that the ledger has. */
  readonly recorded: number;
};

export const claimTries = 5;
export const claimSeconds = 7 * daySeconds;

export const claimKey = (client: string, grant: string): RecordKey => ({
  partition: partitions.claims(client),
  sort: grant,
});

export const claimRecord = (claim: StoredClaim, until: number) => ({
  ...claimKey(claim.client, claim.grant),
  kind: 'claim',
  subject: clientSubject(claim.client),
  until,
  body: claim,
});

const ledgerVerbs = { redeemed: 'claim.redeem', alarm: 'claim.alarm', locked: 'claim.lock' } as const;

/**
 * Carries events of claims into the ledger. The token service can't write there: it is open to the internet. After an
 * interruption an event can be there twice, never not at all.
 */
const recordEvents = async (ports: AccessPorts, claims: readonly StoredClaim[]): Promise<number> => {
  let written = 0;
  for (const { client, grant } of claims.filter(({ events, recorded }) => events.length > recorded)) {
    const key = claimKey(client, grant);
    const record = await ports.records.get(key);
    const claim = versioned<StoredClaim>(record)?.body;
    if (record === undefined || claim === undefined) continue;
    for (const { what, at } of claim.events.slice(claim.recorded)) {
      await appendToLedger(ports.records, ports.clock, {
        verb: ledgerVerbs[what],
        by: 'the client',
        client,
        grant,
        details: { at },
      });
      written += 1;
    }
    await ports.records.put({ ...record, body: { ...claim, recorded: claim.events.length } }, record.version);
  }
  return written;
};

/** Returns the claims of a client, and carries their events into the ledger. */
export const claimsOf = async (ports: AccessPorts, client: string): Promise<ReadonlyMap<string, StoredClaim>> => {
  const found = (await ports.records.list(partitions.claims(client))).map(({ body }) => body as StoredClaim);
  await recordEvents(ports, found);
  return new Map(found.map((claim) => [claim.grant, claim]));
};

const allClaims = async ({ records }: Pick<AccessPorts, 'records'>): Promise<readonly StoredClaim[]> =>
  (await records.find('kind', 'claim')).map(({ body }) => body as StoredClaim);

/** Carries the events of all claims into the ledger, before people read it; returns how many. */
export const recordClaimEvents = async (ports: AccessPorts): Promise<number> =>
  recordEvents(ports, await allClaims(ports));

/** Returns the number of alarms that nobody has seen: they aren't in the ledger yet. */
export const newAlarms = async (ports: Pick<AccessPorts, 'records'>): Promise<number> =>
  (await allClaims(ports))
    .flatMap(({ events, recorded }) => events.slice(recorded))
    .filter(({ what }) => what !== 'redeemed').length;

/** Issues the code of a grant. A former code of the grant ends. The code is shown once. */
export const issueClaim = async (
  ports: AccessPorts,
  grant: StoredGrant,
  by: string,
): Promise<{ readonly code: string; readonly until: number }> => {
  const id = shortId(ports.random);
  const code = makeClaimCode(ports.random);
  const mac = await macOfClaim(ports.macs, id, code);
  const now = secondsNow(ports);
  const expiresAt = Math.min(now + claimSeconds, grant.until);
  const claim: StoredClaim = {
    id,
    client: grant.client,
    grant: grant.id,
    epoch: grant.epoch,
    mac,
    tries: 0,
    state: 'open',
    issuedAt: now,
    issuedBy: by,
    expiresAt,
    events: [],
    recorded: 0,
  };
  await appendToLedger(ports.records, ports.clock, {
    verb: 'claim.issue',
    by,
    client: grant.client,
    grant: grant.id,
    details: {},
  });
  for (;;) {
    const held = versioned<StoredClaim>(await ports.records.get(claimKey(grant.client, grant.id)));
    if (held !== undefined && held.body.events.length > held.body.recorded) await recordEvents(ports, [held.body]);
    else if (await ports.records.put(claimRecord(claim, grant.until), held?.version ?? 0))
      return { code, until: expiresAt };
  }
};

/** Removes the claim of a grant that has ended. */
export const removeClaim = async (ports: AccessPorts, client: string, grant: string): Promise<void> => {
  const key = claimKey(client, grant);
  const claim = versioned<StoredClaim>(await ports.records.get(key))?.body;
  if (claim === undefined) return;
  await recordEvents(ports, [claim]);
  await ports.records.remove(key, (await ports.records.get(key))?.version ?? 0);
};
