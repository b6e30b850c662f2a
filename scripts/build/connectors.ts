import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { permissionsOf } from '../../src/access/index.ts';
import {
  type BuiltSettings,
  type LoadedSettings,
  loadSettings,
  requestAdvice,
  type Settings,
} from '../../src/config/index.ts';
import {
  inBaseUrlOrder,
  inSettings,
  otherEndpoints,
  type ReadyConnector,
  type RouteTable,
  readCertificates,
  readyConnectors,
  resolveSettings,
  routeTable,
  settingsHash,
} from '../../src/connectors/index.ts';
import { type Diagnostic, formatDiagnostic, hasErrors } from '../../src/diagnostics/index.ts';
import { exampleOf } from '../../src/documents/privacy-report/index.ts';
import type { BundledConnector, ConsoleDeployment } from '../../src/lambda/index.ts';
import type { OtherEndpoints } from '../../src/plan/index.ts';
import { describeDeployment, dictionaryOf, readComingSoon } from '../../src/registry/describe/index.ts';
import { loadCast, testConnectors } from '../../src/rule-tests/index.ts';
import { loadSources, type Source } from '../../src/sources/index.ts';

/** A settings file with its connectors compiled and proven. */
export type LoadedDeployment = {
  readonly settings: Settings;
  /** Every source, whether or not the settings name it. */
  readonly sources: readonly Source[];
  /** Of the settings file. */
  readonly folder: string;
  readonly connectors: readonly ReadyConnector[];
  readonly positionOf: LoadedSettings['positionOf'];
  /** PEM of certificate authorities that the functions trust too. */
  readonly certificates?: string;
  /** Returns the endpoints that other connectors serve. */
  readonly elsewhereOf: (connector: ReadyConnector) => readonly OtherEndpoints[];
  readonly version: string;
};

/** Mistakes that end a script; the message lists all of them. */
export class DeploymentProblems extends Error {
  constructor(problems: readonly Diagnostic[]) {
    super(problems.map(formatDiagnostic).join('\n'));
    this.name = 'DeploymentProblems';
  }
}

const ownFile = 'graphveil.yaml';
const exampleFile = 'graphveil.example.yaml';

/** The settings file to use: the named one, otherwise graphveil.yaml, otherwise (if that is enough) the example. */
export const settingsPath = (root: string, named: string | undefined, exampleWillDo: boolean): string => {
  if (named !== undefined) return named;
  if (existsSync(join(root, ownFile)) || !exampleWillDo || !existsSync(join(root, exampleFile))) return ownFile;
  console.error(`no ${ownFile} found; using ${exampleFile}`);
  return exampleFile;
};

const textOf = (path: string): string => {
  if (!existsSync(path))
    throw new Error(`settings file ${path} not found; npx --no-install graphveil init writes graphveil.yaml`);
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new Error(`${path} cannot be read; name a file that you may read with --settings`);
  }
};

/** Reads a settings file and resolves its connectors. Warnings are printed; throws `DeploymentProblems`. */
export const loadDeployment = (root: string, path: string): LoadedDeployment => {
  const { sources, diagnostics } = loadSources(join(root, 'rules'));
  const { settings, problems, positionOf } = loadSettings(textOf(path), path, sources);
  if (settings === undefined || hasErrors(diagnostics)) throw new DeploymentProblems([...diagnostics, ...problems]);
  const folder = dirname(resolve(path));
  const { connectors, problems: ofRules } = readyConnectors(resolveSettings({ settings, sources, folder, positionOf }));
  const { pem, problems: ofCertificates } = readCertificates({ settings, folder, positionOf });
  const mistakes = [...ofRules, ...ofCertificates];
  if (hasErrors(mistakes)) throw new DeploymentProblems([...problems, ...mistakes]);
  for (const warning of [...problems, ...requestAdvice(settings, positionOf), ...ofRules])
    console.error(formatDiagnostic(warning));
  const elsewhereOf = (connector: ReadyConnector) =>
    otherEndpoints(connector, { connectors, sources, howToAdd: inSettings });
  return {
    settings,
    sources,
    folder,
    connectors,
    positionOf,
    elsewhereOf,
    version: packageJson.version,
    ...(pem !== undefined && { certificates: pem }),
  };
};

/** Tests the rule files that aren't built in. Warnings are printed; throws `DeploymentProblems`. */
export const testDeployment = async (root: string, { connectors }: LoadedDeployment): Promise<void> => {
  if (connectors.every(({ own }) => own === undefined)) return;
  const problems = await testConnectors(connectors, loadCast(join(root, 'rules')).cast);
  if (hasErrors(problems)) throw new DeploymentProblems(problems);
  for (const warning of problems) console.error(formatDiagnostic(warning));
};

/** The settings' hash of each connector, for `graphveil doctor`. */
export const builtOf = ({ settings, connectors }: LoadedDeployment): BuiltSettings =>
  Object.fromEntries(connectors.map((connector) => [connector.name, settingsHash(settings, connector)]));

/** A connector as its bundle holds it. */
export const bundledOf = (
  { rules: { plan }, expectedRoles }: ReadyConnector,
  version: string,
  elsewhere: readonly OtherEndpoints[],
  notFirst?: readonly number[],
): BundledConnector => ({
  plan,
  expectedRoles,
  version,
  elsewhere,
  ...(notFirst !== undefined && { notFirst }),
});

/** A real reply before and after the rules of each connector, for people who decide about grants. */
const examplesOf = async (
  root: string,
  connectors: readonly ReadyConnector[],
): Promise<ConsoleDeployment['examples']> => {
  const { cast } = loadCast(join(root, 'rules'));
  const found = connectors.map(async (connector) => [connector.name, await exampleOf(connector, cast)] as const);
  return Object.fromEntries(
    (await Promise.all(found)).flatMap(([name, example]) => (example ? [[name, example]] : [])),
  );
};

/** What a deployment tells its console. */
export const consoleData = async (
  root: string,
  { settings, sources, connectors, version }: LoadedDeployment,
): Promise<ConsoleDeployment> => ({
  examples: await examplesOf(root, connectors),
  described: describeDeployment(settings, connectors, {
    version,
    sources,
    comingSoon: readComingSoon(join(root, 'rules')),
    settingsFile: 'graphveil.yaml',
  }),
  dictionaries: connectors.map(dictionaryOf),
  permissions: permissionsOf(
    connectors.map(({ name, rules: { plan }, permissions: needed }) => ({
      name,
      endpoints: plan.endpoints.map(({ pathTemplate }) => pathTemplate),
      needed,
    })),
  ),
});

/** The routes of a deployment's registered tools; undefined if the settings have none. */
export const toolsRoutes = ({ settings, connectors }: LoadedDeployment): RouteTable | undefined =>
  settings.clients &&
  routeTable(
    inBaseUrlOrder(connectors, settings).map(({ name, rules: { plan } }) => ({
      name,
      // Rules of Psoxy's form have expressions in place of paths, and are reached by name.
      templates: plan.form === 'allow-list' ? plan.endpoints.map(({ pathTemplate }) => pathTemplate) : [],
    })),
  );
