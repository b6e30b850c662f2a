import { z } from 'zod';

const time = z.string().describe('ISO 8601');
const texts = z.array(z.string());

const check = z.object({
  check: z.enum(['keyring', 'sign-in', 'consent', 'call']),
  state: z.enum(['ok', 'failed', 'not-checked']),
  says: z.string(),
  code: z.string().optional(),
  at: time,
});

const offer = z.enum(['tenant', 'group', 'self']);
const settings = z.object({
  tenantId: z.string().optional(),
  clientId: z.string().optional(),
  cloud: z.string(),
  application: z.enum(['own', 'given', 'shared']),
  enabled: z.boolean(),
  rules: z.string(),
  acceptUnproven: z.string().optional(),
  variants: texts,
  extras: texts,
  narrow: texts,
  mailboxAccess: z.enum(['entra', 'exchange-rbac']),
  memory: z.number(),
  timeout: z.number(),
  reservedConcurrency: z.number().optional(),
  publicUrl: z.string().optional(),
});

const permission = z.object({
  name: z.string(),
  reason: z.string(),
  endpoints: texts,
  grantedIn: z.enum(['entra', 'exchange', 'per-team']),
  perSite: z.literal(true).optional(),
  extra: z.string().optional(),
  inToken: z.boolean(),
});

const byAt = z.object({ by: z.string(), at: time });

/** A connector as pages and the API show it. No field can hold a credential. */
export const connectorView = z.object({
  name: z.string(),
  source: z.string(),
  title: z.string(),
  summary: z.string(),
  logo: z.string(),
  services: texts,
  availability: z.enum(['ga', 'beta', 'alpha']),
  status: z.object({
    state: z.enum(['not-configured', 'configured', 'consent-pending', 'ready', 'degraded']),
    word: z.enum(['Not configured', 'Configured']),
    reason: z.string().optional(),
    says: z.string(),
    checkedAt: time.optional(),
    ageSeconds: z.number().optional(),
    evidence: z.array(check),
  }),
  missing: z.array(z.object({ says: z.string(), who: z.string(), remedy: z.string() })),
  settings,
  federated: z.object({ issuer: z.string(), subject: z.string(), audience: z.string() }),
  permissions: z.array(permission),
  offered: z.array(offer),
  paused: byAt.extend({ reason: z.string() }).optional(),
  deleted: byAt.optional(),
  uses: z.object({
    clients: z.array(z.object({ id: z.string(), name: z.string() })),
    grants: z.number(),
    groups: texts,
    people: z.union([z.number(), z.literal('everybody')]).optional(),
    callers: texts,
  }),
  version: z.number().int(),
  changed: byAt.optional(),
});

export type ShownConnector = z.output<typeof connectorView>;

/** What everybody sees of a connector. */
export const connectorCard = connectorView
  .pick({ name: true, title: true, summary: true, logo: true, services: true, availability: true })
  .extend({
    status: connectorView.shape.status.pick({ state: true, word: true, says: true, checkedAt: true, ageSeconds: true }),
    missing: connectorView.shape.missing,
    clients: z.number(),
    groups: z.number(),
    people: z.union([z.number(), z.literal('everybody')]).optional(),
  });

export type ConnectorCard = z.output<typeof connectorCard>;

export const comingSoon = z.object({
  id: z.string(),
  title: z.string(),
  logo: z.string(),
  services: texts,
  summary: z.string(),
});
