import * as z from 'zod';
import type { CloudName } from '../../config/index.ts';
import { cliError } from './exit.ts';
import { type Finding, failed, wrong } from './finding.ts';
import { readAnswer, runProgram } from './run-program.ts';

export type AzureAnswers = {
  readonly tenantId?: string;
  readonly cloud?: CloudName;
  readonly findings: readonly Finding[];
};

/** Names of clouds in the Azure CLI. Two of Microsoft's clouds have one name. */
const clouds: Readonly<Record<string, CloudName>> = {
  AzureCloud: 'global',
  AzureUSGovernment: 'us-government',
  AzureChinaCloud: 'china',
};

const account = z.object({ tenantId: z.string(), environmentName: z.string() });

const signIn = 'az login --allow-no-subscriptions';

/** Asks the Azure CLI for the tenant that it is signed in to. */
export const askAzure = async (): Promise<AzureAnswers> => {
  const answer = await runProgram('az', ['account', 'show', '--output', 'json']);
  if (answer.kind === 'not-installed')
    return { findings: [failed('tenant.id', cliError('Azure.NotInstalled', { commands: [signIn] }))] };
  const found = readAnswer(answer, account);
  if (found === undefined) return { findings: [wrong('tenant.id', "Azure CLI isn't signed in to a tenant", signIn)] };
  const { tenantId, environmentName } = found;
  return { tenantId, cloud: clouds[environmentName] ?? 'global', findings: [] };
};
