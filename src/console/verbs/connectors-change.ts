import { z } from 'zod';
import type { RegistryResult } from '../../registry/index.ts';
import { done, type Outcome } from '../outcome.ts';
import { defineVerb } from './verb.ts';

const name = z.string().max(60);
const named = z.strictObject({ name });
const time = z.iso.datetime({ offset: true });

const status = z.object({
  state: z.enum(['not-configured', 'configured', 'consent-pending', 'ready', 'degraded']),
  word: z.enum(['Not configured', 'Configured']),
  reason: z.string().optional(),
  says: z.string(),
  checkedAt: time.optional(),
  ageSeconds: z.number().int().optional(),
});

/** A connector after an act on it; `connector.show` has the rest. */
const acted = z.object({ name, version: z.number().int(), status });

const check = z.object({
  check: z.enum(['keyring', 'sign-in', 'consent', 'call']),
  state: z.enum(['ok', 'failed', 'not-checked']),
  says: z.string(),
  code: z.string().optional(),
  at: time,
});

const texts = z.array(z.string().max(80)).max(40);

/** Fields of a change. The registry checks their values, and refuses them field by field. */
const fields = {
  offered: texts.optional().describe('tenant, group, self.'),
  tenantId: z.string().max(60).optional(),
  clientId: z.string().max(60).optional(),
  enabled: z.boolean().optional(),
  variants: texts.optional(),
  extras: texts.optional(),
  narrow: texts.optional().describe('Narrower permissions.'),
  mailboxAccess: z.string().max(20).optional(),
  memory: z
    .union([z.number(), z.string().max(20)])
    .optional()
    .describe('Megabytes.'),
  timeout: z
    .union([z.number(), z.string().max(20)])
    .optional()
    .describe('Seconds.'),
  reservedConcurrency: z.union([z.number(), z.string().max(20)]).optional(),
  publicUrl: z.string().max(200).optional(),
};

const changedField = z.object({
  field: z.string(),
  before: z.string(),
  after: z.string(),
  effect: z.enum(['at-once', 'deployment']),
  requiresReconnect: z.boolean(),
  requiresConsent: z.boolean(),
  because: z.string().optional(),
});

const changePlan = z.object({
  connector: z.string(),
  version: z.number().int(),
  changes: z.array(changedField),
  requiresReconnect: z.boolean(),
  requiresConsent: z.boolean(),
  requiresDeployment: z.object({ file: z.string(), lines: z.string(), command: z.string() }).optional(),
  permissions: z.object({ added: z.array(z.string()), removed: z.array(z.string()) }),
  keepingGrants: z.array(z.object({ id: z.string(), client: z.string(), keeps: z.array(z.string()) })),
});

export type ChangePlanView = z.output<typeof changePlan>;

const removalPlan = z.object({
  connector: z.string(),
  version: z.number().int(),
  clients: z.array(z.object({ id: z.string(), name: z.string() })),
  grants: z.number().int(),
  narrowedGrants: z.number().int(),
  refreshTokens: z.number().int(),
  groups: z.array(z.string()),
  people: z.union([z.number().int(), z.literal('everybody')]).optional(),
  callers: z.array(z.string()),
  lines: z.string(),
  command: z.string(),
  confirm: z.string().describe('Confirms exactly this plan for ten minutes.'),
  confirmUntil: time,
});

export type RemovalPlanView = z.output<typeof removalPlan>;

/** Values of the registry are read-only; those of a schema aren't. Both are the same JSON. */
type Writable<Value> = Value extends readonly (infer Item)[]
  ? Writable<Item>[]
  : Value extends object
    ? { -readonly [Key in keyof Value]: Writable<Value[Key]> }
    : Value;

/** Returns a result of the registry as the outcome of a verb. */
export const outcomeOf = <Result, Value>(
  result: RegistryResult<Result>,
  choose: (value: Result) => Value,
): Outcome<Writable<Value>> =>
  result.ok ? done(choose(result) as Writable<Value>) : (result as Exclude<typeof result, { readonly ok: true }>);

export const connectorCheck = defineVerb({
  verb: 'connector.check',
  api: { method: 'post', path: '/api/connectors/{name}/check' },
  summary: 'Checks keyring, sign-in, consent and one call of a connector now, and keeps the results as evidence.',
  input: named,
  output: z.object({ checks: z.array(check), connector: acted }),
  run: async ({ ports }, given) =>
    outcomeOf(await ports.registry.check(given.name), ({ checks, connector }) => ({ checks, connector })),
});

export const connectorPlan = defineVerb({
  verb: 'connector.plan',
  api: { method: 'post', path: '/api/connectors/{name}/plan' },
  summary: 'Plans a change of a connector without applying it.',
  input: z.strictObject({ name, ...fields }),
  output: changePlan,
  run: async ({ ports }, { name: connector, ...change }) =>
    outcomeOf(await ports.registry.plan(connector, change), ({ plan }) => plan),
});

export const connectorChange = defineVerb({
  verb: 'connector.change',
  api: { method: 'put', path: '/api/connectors/{name}' },
  summary: 'Applies the parts of a change that take effect at once. The plan in the reply has the rest.',
  input: z.strictObject({
    name,
    version: z.coerce.number().int().min(0).describe('The version that the plan was made for, also as If-Match.'),
    ...fields,
  }),
  output: z.object({ plan: changePlan, connector: acted }),
  run: async ({ ports, actor }, { name: connector, version, ...change }) =>
    outcomeOf(
      await ports.registry.apply(connector, change, { expectedVersion: version, by: actor.id }),
      ({ plan, connector: changed }) => ({ plan, connector: changed }),
    ),
});

export const connectorPause = defineVerb({
  verb: 'connector.pause',
  api: { method: 'post', path: '/api/connectors/{name}/pause' },
  summary: 'Refuses every call of a connector, with a token or without, until it is resumed.',
  input: z.strictObject({
    name,
    reason: z.string().trim().min(5, 'Use 5 to 500 characters.').max(500, 'Use 5 to 500 characters.'),
  }),
  output: acted,
  run: async ({ ports, actor }, { name: connector, reason }) =>
    outcomeOf(await ports.registry.pause(connector, { by: actor.id, reason }), (value) => value.connector),
});

export const connectorResume = defineVerb({
  verb: 'connector.resume',
  api: { method: 'post', path: '/api/connectors/{name}/resume' },
  summary: 'Lets a paused connector serve calls again.',
  input: named,
  output: acted,
  run: async ({ ports, actor }, given) =>
    outcomeOf(await ports.registry.resume(given.name, { by: actor.id }), (value) => value.connector),
});

export const connectorPlanDelete = defineVerb({
  verb: 'connector.plan-delete',
  api: { method: 'post', path: '/api/connectors/{name}/plan-delete' },
  summary: 'Counts the clients, grants and tokens of a removal, and confirms them for ten minutes.',
  input: named,
  output: removalPlan,
  run: async ({ ports }, given) => outcomeOf(await ports.registry.planDelete(given.name), ({ plan }) => plan),
});

export const connectorDelete = defineVerb({
  verb: 'connector.delete',
  api: { method: 'delete', path: '/api/connectors/{name}' },
  summary: 'Deletes a connector: every call is refused at once, its grants end, and the ledger stays.',
  input: z.strictObject({ name, confirm: z.string().max(200).describe('The confirmation of the plan.') }),
  output: z.object({ removed: removalPlan.omit({ confirm: true, confirmUntil: true }) }),
  run: async ({ ports, actor }, { name: connector, confirm }) =>
    outcomeOf(await ports.registry.delete(connector, { by: actor.id, confirm }), ({ removed }) => ({ removed })),
});

export const connectorChangeVerbs = [
  connectorCheck,
  connectorPlan,
  connectorChange,
  connectorPause,
  connectorResume,
  connectorPlanDelete,
  connectorDelete,
] as const;
