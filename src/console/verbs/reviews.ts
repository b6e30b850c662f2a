import { z } from 'zod';
import { recordClaimEvents } from '../../access/index.ts';
import { done, refuse } from '../outcome.ts';
import { defineVerb } from './verb.ts';

const none = z.strictObject({});
const time = z.iso.datetime({ offset: true });

const finding = z.object({
  practice: z.string(),
  severity: z.enum(['warning', 'advice']),
  about: z.string(),
  says: z.string(),
  who: z.string(),
  remedy: z.string(),
});

const marks = z.array(z.enum(['unused-90-days', 'never-used', 'owner-gone', 'suspended', 'ends-soon', 'no-grant']));

const reviewedGrant = z.object({
  id: z.string(),
  client: z.string(),
  clientName: z.string(),
  kind: z.string(),
  group: z.string().optional(),
  connectors: z.array(z.string()),
  permissions: z.array(z.string()),
  state: z.string(),
  givenAt: time,
  givenBy: z.string(),
  until: time,
  ageDays: z.number().int(),
  lastUsed: time.optional(),
  unusedDays: z.number().int(),
  marks,
});

const reviewedClient = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: time,
  createdBy: z.string(),
  ageDays: z.number().int(),
  lastUsed: time.optional(),
  unusedDays: z.number().int(),
  grants: z.number().int(),
  marks,
});

const review = z.object({
  at: time,
  grants: z.array(reviewedGrant),
  clients: z.array(reviewedClient),
  last: z.object({ at: time, by: z.string() }).optional(),
  dueAt: time,
  due: z.boolean(),
});

export type ReviewView = z.output<typeof review>;

const entry = z.object({
  number: z.number().int(),
  at: time,
  verb: z.string(),
  by: z.string(),
  client: z.string().optional(),
  grant: z.string().optional(),
  connector: z.string().optional(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
  hash: z.string(),
});

export type LedgerEntryView = z.output<typeof entry>;

const property = z.object({
  property: z.string(),
  type: z.string(),
  class: z.string(),
  disposition: z.string(),
  transform: z.string(),
  iso20889: z.string().describe('Term of ISO/IEC 20889:2018.'),
  reason: z.string().optional(),
});

const dictionary = z.object({
  connector: z.string(),
  source: z.string(),
  title: z.string(),
  entities: z.array(z.object({ entity: z.string(), endpoints: z.array(z.string()), properties: z.array(property) })),
});

export type DictionaryView = z.output<typeof dictionary>;

/** Copies a read-only value, since schemas describe writable ones. */
const copy = <Value>(value: unknown): Value => structuredClone(value) as Value;

export const checkList = defineVerb({
  verb: 'check.list',
  api: { method: 'get', path: '/api/checks' },
  summary: 'Lists best practices that aren’t followed.',
  input: none,
  output: z.object({ findings: z.array(finding) }),
  run: async ({ ports }) => done({ findings: [...(await ports.registry.practices())] }),
});

export const reviewList = defineVerb({
  verb: 'review.list',
  api: { method: 'get', path: '/api/review' },
  summary: 'Lists grants and clients by age and last use, the longest unused first.',
  input: none,
  output: review,
  run: async ({ ports }) => done(copy<ReviewView>(await ports.registry.review())),
});

export const reviewEnd = defineVerb({
  verb: 'review.end',
  api: { method: 'post', path: '/api/review/end' },
  summary: 'Ends several grants at once.',
  input: z.strictObject({
    grants: z.array(z.string().max(120)).min(1, 'Choose at least one grant.').max(200).describe('CLIENT/GRANT, by id.'),
  }),
  output: z.object({ ended: z.array(z.string()), unknown: z.array(z.string()) }),
  run: async ({ ports, actor }, { grants }) => {
    const { ended, unknown } = await ports.registry.endGrants(grants, { by: actor.id });
    return done({ ended: [...ended], unknown: [...unknown] });
  },
});

export const reviewDone = defineVerb({
  verb: 'review.done',
  api: { method: 'post', path: '/api/review/done' },
  summary: 'Records a review of all grants and clients in the ledger. The next one is due in 90 days.',
  input: none,
  output: review,
  run: async ({ ports, actor }) => done(copy<ReviewView>(await ports.registry.markReviewed({ by: actor.id }))),
});

export const ledgerList = defineVerb({
  verb: 'ledger.list',
  api: { method: 'get', path: '/api/ledger' },
  summary: 'Lists who decided what, newest first.',
  input: z.strictObject({
    before: z.coerce.number().int().min(1).optional().describe('Only entries with smaller numbers.'),
    count: z.coerce.number().int().min(1).max(500).default(100),
  }),
  output: z.object({ entries: z.array(entry), total: z.number().int() }),
  run: async ({ ports }, { before = Infinity, count }) => {
    await recordClaimEvents(ports.access);
    const { entries } = await ports.registry.ledger();
    const chosen = entries
      .filter(({ number }) => number < before)
      .slice(-count)
      .reverse();
    return done({ entries: copy<LedgerEntryView[]>(chosen), total: entries.length });
  },
});

export const ledgerVerify = defineVerb({
  verb: 'ledger.verify',
  api: { method: 'get', path: '/api/ledger/verify' },
  summary: 'Checks that no entry of the ledger was changed or removed.',
  input: none,
  output: z.object({
    entries: z.number().int(),
    problem: z.string().optional(),
    head: z.string().describe('Hash of the last entry. Keep it elsewhere.'),
  }),
  run: async ({ ports }) => {
    const { entries, problem, head } = await ports.registry.ledger();
    return done({ entries: entries.length, ...(problem !== undefined && { problem }), head });
  },
});

export const catalogDictionary = defineVerb({
  verb: 'catalog.dictionary',
  api: { method: 'get', path: '/api/catalog/{name}/dictionary' },
  summary: 'Returns the data dictionary of a connector: every property of every reply with its treatment.',
  input: z.strictObject({ name: z.string().max(60) }),
  output: dictionary,
  run: async ({ ports }, { name }) => {
    const found = await ports.registry.dictionary(name);
    return found === undefined ? refuse('Console.PageUnknown') : done(copy<DictionaryView>(found));
  },
});

export const reviewVerbs = [
  checkList,
  reviewList,
  reviewEnd,
  reviewDone,
  ledgerList,
  ledgerVerify,
  catalogDictionary,
] as const;
