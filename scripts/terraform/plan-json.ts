import * as z from 'zod';

const values = z.record(z.string(), z.unknown()).nullable();

const change = z.object({
  actions: z.array(z.string()),
  before: values,
  after: values,
  after_unknown: z.union([z.boolean(), z.record(z.string(), z.unknown())]).optional(),
  importing: z.object({ id: z.string().optional() }).optional(),
});

const resource = z.object({ address: z.string(), mode: z.string(), type: z.string(), name: z.string(), change });

/** The parts of `terraform show -json PLAN` that a summary uses. Source: Terraform "JSON output format", format 1. */
const plan = z.object({
  applyable: z.boolean().optional(),
  resource_changes: z.array(resource).default([]),
  resource_drift: z.array(resource).default([]),
  output_changes: z
    .record(
      z.string(),
      z.object({ actions: z.array(z.string()), before: z.unknown().optional(), after: z.unknown().optional() }),
    )
    .default({}),
});

export type PlannedResource = z.infer<typeof resource>;
export type PlanJson = z.infer<typeof plan>;

/** Reads what `terraform show -json` printed about a plan. Throws if it is something else. */
export const readPlan = (text: string): PlanJson => plan.parse(JSON.parse(text));
