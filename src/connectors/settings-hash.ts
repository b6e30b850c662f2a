import { createHash } from 'node:crypto';
import { type Settings, writeGrants } from '../config/index.ts';
import type { ResolvedConnector } from './resolve-connector.ts';
import type { CompiledRules } from './rules.ts';

/** A connector whose rules compile. They needn't be proven. */
type HashedConnector = Pick<ResolvedConnector, 'name' | 'expectedRoles'> & {
  readonly rules: Pick<CompiledRules, 'plan'>;
};

/**
 * Returns a hash of everything in settings and rules that a connector's function depends on, except for Graphveil's
 * version. A deployment sets it on the function, so that a later command notices that the settings have changed since.
 */
export const settingsHash = (settings: Settings, { name, rules, expectedRoles }: HashedConnector): string => {
  const { environment, tenant, aws, exposure, streaming } = settings;
  const connector = settings.connectors.find((each) => each.name === name);
  const parts = {
    rules: rules.plan.hash,
    expectedRoles,
    environment,
    tenant,
    region: aws.region,
    vpc: aws.vpc,
    exposure,
    streaming,
    grants: writeGrants(settings),
    enabled: connector?.enabled,
    memory: connector?.memory,
    timeout: connector?.timeout,
    reservedConcurrency: connector?.reservedConcurrency,
    publicUrl: connector?.publicUrl,
  };
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
};
