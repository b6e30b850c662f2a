import { join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { readyConnectors, resolveConnector } from '../../src/connectors/index.ts';
import { formatDiagnostic, hasErrors } from '../../src/diagnostics/index.ts';
import { loadSources } from '../../src/sources/index.ts';
import type { LoadedDeployment } from './connectors.ts';

/** Returns every source of the project with all of its extras. Throws with all problems of the rules. */
export const everySource = (root: string): Pick<LoadedDeployment, 'connectors' | 'version'> => {
  const { sources } = loadSources(join(root, 'rules'));
  const all = sources.map((source) => resolveConnector(source, { extras: source.extras.map(({ id }) => id) }));
  const { connectors, problems } = readyConnectors(all);
  if (hasErrors(problems)) throw new Error(problems.map(formatDiagnostic).join('\n'));
  return { connectors, version: packageJson.version };
};
