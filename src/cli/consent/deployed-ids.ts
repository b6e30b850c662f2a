import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTerraformOutputs, type Settings, type TerraformOutputs, terraformOutputsIn } from '../../config/index.ts';
import type { ApplicationIds } from '../../documents/index.ts';
import { cliError } from '../shared/exit.ts';

const textOf = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

const read = (path: string): TerraformOutputs => {
  const outputs = readTerraformOutputs(textOf(path) ?? '');
  if (outputs === undefined) throw cliError('Outputs.Unreadable', { path });
  return outputs;
};

const merged = (all: readonly TerraformOutputs[]): TerraformOutputs => ({
  entra: all.find(({ entra }) => entra !== undefined)?.entra,
  endpoints: new Map(all.flatMap(({ endpoints }) => [...endpoints])),
  callerRoles: new Map(all.flatMap(({ callerRoles }) => [...callerRoles])),
});

/** Reads the outputs that apply passes in an environment variable. */
export const outputsIn = (variable: string): TerraformOutputs => {
  const outputs = terraformOutputsIn(variable);
  if (outputs === undefined) throw cliError('Outputs.Unreadable', { path: `variable ${variable}` });
  return outputs;
};

/** Reads Terraform's outputs from the named files, or from where apply writes them. */
export const deployedOutputs = (settings: Settings, folder: string, named: readonly string[]): TerraformOutputs => {
  if (named.length > 0) return merged(named.map(read));
  const left = join(folder, settings.entraOutputs);
  if (existsSync(left)) return read(left);
  throw cliError('Outputs.Missing');
};

/** Returns the ids of all connectors. Ends the command if one is missing or they belong to another deployment. */
export const deployedIds = (settings: Settings, { entra }: TerraformOutputs): ReadonlyMap<string, ApplicationIds> => {
  const missing = settings.connectors.filter(({ name }) => entra?.applications[name] === undefined);
  if (entra === undefined || missing.length > 0)
    throw cliError('Outputs.Incomplete', { connectors: missing.map(({ name }) => name) });
  if (entra.environment !== settings.environment || entra.tenant !== settings.tenant.id)
    throw cliError('Outputs.OtherDeployment');
  return new Map(Object.entries(entra.applications));
};
