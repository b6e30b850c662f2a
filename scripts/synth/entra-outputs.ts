import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readTerraformOutputs } from '../../src/config/index.ts';
import type { Diagnostic } from '../../src/diagnostics/index.ts';
import type { ApplicationIds } from '../../src/documents/index.ts';
import { DeploymentProblems, type LoadedDeployment } from '../build/connectors.ts';

/** The ids that the Entra stack wrote down, by connector. Throws `DeploymentProblems` where they are not all there. */
export const handedOver = ({ settings, folder, positionOf }: LoadedDeployment): ReadonlyMap<string, ApplicationIds> => {
  const { entraOutputs } = settings;
  const path = join(folder, entraOutputs);
  const end = (message: string, hint: string): never => {
    const problem: Diagnostic = {
      severity: 'error',
      code: 'settings/entra-outputs',
      position: positionOf(['stacks']),
      message,
      hint,
    };
    throw new DeploymentProblems([problem]);
  };
  const applyFirst = 'apply the Entra stack first: npm run deploy -- --only graphveil-entra';
  if (!existsSync(path)) return end(`stacks: apart, but ${entraOutputs} is not there`, applyFirst);
  if (!statSync(path).isFile()) return end(`${entraOutputs} is not a file`, 'correct entraOutputs');
  const entra = readTerraformOutputs(readFileSync(path, 'utf8'))?.entra;
  if (entra === undefined) return end(`${entraOutputs} is not what the Entra stack writes`, applyFirst);
  if (entra.environment !== settings.environment || entra.tenant !== settings.tenant.id)
    return end(
      `${entraOutputs} is of another environment or tenant than the settings`,
      'take the file that the Entra stack of this environment wrote',
    );
  const missing = settings.connectors.filter(({ name }) => entra.applications[name] === undefined);
  if (missing.length > 0)
    return end(
      `${entraOutputs} has no application for ${missing.map(({ name }) => name).join(', ')}`,
      'apply the Entra stack with these settings again',
    );
  return new Map(Object.entries(entra.applications));
};
