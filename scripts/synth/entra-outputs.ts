import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readTerraformOutputs } from '../../src/config/index.ts';
import type { ApplicationIds } from '../../src/documents/index.ts';
import { type Description, describe } from '../../src/problems/diagnostics/index.ts';
import { DeploymentProblems, type LoadedDeployment } from '../build/connectors.ts';

/** Ids of applications by connector, and of the console's if there is one. */
export type HandedOver = {
  readonly applications: ReadonlyMap<string, ApplicationIds>;
  readonly consoleApplication?: ApplicationIds;
};

/** Returns the ids that the Entra stack wrote. Throws `DeploymentProblems` if any is missing. */
export const handedOver = ({ settings, folder, positionOf }: LoadedDeployment): HandedOver => {
  const { entraOutputs } = settings;
  const path = join(folder, entraOutputs);
  const end = (description: Description): never => {
    throw new DeploymentProblems([{ severity: 'error', position: positionOf(['stacks']), ...description }]);
  };
  const outputs = { file: entraOutputs };
  if (!existsSync(path)) return end(describe('settings/entra-outputs', outputs));
  if (!statSync(path).isFile()) return end(describe('settings/entra-outputs:folder', outputs));
  const entra = readTerraformOutputs(readFileSync(path, 'utf8'))?.entra;
  if (entra === undefined) return end(describe('settings/entra-outputs:content', outputs));
  if (entra.environment !== settings.environment || entra.tenant !== settings.tenant.id)
    return end(describe('settings/entra-outputs:deployment', outputs));
  const missing = settings.connectors.flatMap(({ name }) => (entra.applications[name] === undefined ? name : []));
  if (settings.console !== undefined && entra.console === undefined) missing.push('the console');
  if (missing.length > 0) return end(describe('settings/entra-outputs:missing', { ...outputs, connectors: missing }));
  return {
    applications: new Map(Object.entries(entra.applications)),
    ...(entra.console !== undefined && { consoleApplication: entra.console }),
  };
};
