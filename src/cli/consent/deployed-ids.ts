import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTerraformOutputs, type Settings, type TerraformOutputs } from '../../config/index.ts';
import type { ApplicationIds } from '../../documents/index.ts';
import { CliError, exitCodes } from '../shared/exit.ts';

const textOf = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

const read = (path: string): TerraformOutputs => {
  const outputs = readTerraformOutputs(textOf(path) ?? '');
  if (outputs === undefined)
    throw new CliError(
      exitCodes.usage,
      'Outputs.Unreadable',
      `${path} is not there, or is not what terraform output -json prints`,
      'write it with: terraform -chdir=cdktf.out/stacks/graphveil output -json > outputs.json',
    );
  return outputs;
};

const merged = (all: readonly TerraformOutputs[]): TerraformOutputs => ({
  entra: all.find(({ entra }) => entra !== undefined)?.entra,
  endpoints: new Map(all.flatMap(({ endpoints }) => [...endpoints])),
  callerRoles: new Map(all.flatMap(({ callerRoles }) => [...callerRoles])),
});

/** What Terraform knows, from the files that the person named, or from where apply leaves it. */
export const deployedOutputs = (settings: Settings, folder: string, named: readonly string[]): TerraformOutputs => {
  if (named.length > 0) return merged(named.map(read));
  const left = join(folder, settings.entraOutputs);
  if (existsSync(left)) return read(left);
  throw new CliError(
    exitCodes.usage,
    'Outputs.Missing',
    'the ids of the applications are not known yet',
    'deploy first, then: terraform -chdir=cdktf.out/stacks/graphveil output -json > outputs.json, and say --outputs outputs.json',
  );
};

/** Ids by connector, all of them; ends the command where one is missing or another deployment is meant. */
export const deployedIds = (settings: Settings, { entra }: TerraformOutputs): ReadonlyMap<string, ApplicationIds> => {
  const missing = settings.connectors.filter(({ name }) => entra?.applications[name] === undefined);
  if (entra === undefined || missing.length > 0)
    throw new CliError(
      exitCodes.no,
      'Outputs.Incomplete',
      `the outputs hold no application for ${missing.map(({ name }) => name).join(', ')}`,
      'deploy with these settings first (where the stacks are apart: the Entra stack)',
    );
  if (entra.environment !== settings.environment || entra.tenant !== settings.tenant.id)
    throw new CliError(
      exitCodes.no,
      'Outputs.OtherDeployment',
      'the outputs are of another environment or tenant than the settings',
      'name the outputs of this deployment',
    );
  return new Map(Object.entries(entra.applications));
};
