import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import type { Settings } from '../../src/config/index.ts';

const identity = z.record(z.string(), z.string());
const state = z.object({ outputs: z.object({ deployment: z.object({ value: identity }) }) });

/** The identity of a deployment, as its state's output `deployment` has it: environment, tenant, account and region, if its stack depends on them. */
export type DeployedIdentity = z.infer<typeof identity>;

const parsed = <Shape>(text: string, shape: z.ZodType<Shape>): Shape | undefined => {
  try {
    return shape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

/** @param path a local state file */
export const identityByState = (path: string): DeployedIdentity | undefined =>
  existsSync(path) ? parsed(readFileSync(path, 'utf8'), state)?.outputs.deployment.value : undefined;

/** @param output `terraform output -json deployment`; undefined if there is none yet */
export const identityByOutput = (output: string | undefined): DeployedIdentity | undefined =>
  output === undefined ? undefined : parsed(output, identity);

/**
 * Throws if a state was made for another account, region, tenant or environment than the settings name. Terraform would
 * find nothing there, forget the resources that still run, and create all of them again.
 */
export const refuseOtherDeployment = (
  stack: string,
  { environment, tenant, aws }: Settings,
  found: DeployedIdentity | undefined,
): void => {
  const named: DeployedIdentity = { environment, tenant: tenant.id, account: aws.account, region: aws.region };
  const differing = Object.entries(found ?? {}).filter(([name, value]) => named[name] !== value);
  if (differing.length === 0) return;
  const list = differing.map(([name, value]) => `${name} ${value}, and the settings name ${named[name]}`).join('; ');
  throw new Error(
    `the state of ${stack} belongs to ${list}. Nothing was changed: Terraform would forget what runs there. Set it back, ` +
      'or give the other deployment an environment of its own (docs/guides/several-environments.md)',
  );
};
