import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Deployment } from '../../infra/deployment.ts';
import { type StackName, stacksOf, synthesize } from '../../infra/main.ts';
import {
  accessCheckName,
  consoleName,
  type Settings,
  stackFolder,
  stateFile,
  tokenServiceName,
} from '../../src/config/index.ts';
import { settingsHash } from '../../src/connectors/index.ts';
import { provenConnector } from '../../src/documents/index.ts';
import { methodsOf } from '../../src/rule-forms/index.ts';
import { type BuiltFunction, buildFunctions, writeFunctions } from '../build/build-functions.ts';
import { bundleRuntime, type FunctionRuntime, isRepository } from '../build/bundle-functions.ts';
import {
  builtOf,
  consoleData,
  type LoadedDeployment,
  loadDeployment,
  testDeployment,
  toolsRoutes,
} from '../build/connectors.ts';
import { buildService } from '../build/service-bundle.ts';
import { handedOver } from './entra-outputs.ts';
import { keptByState, keptBySynthesis, onlyAddresses } from './kept.ts';
import { copyLock } from './lock-file.ts';
import { identityByState, refuseOtherDeployment } from './same-deployment.ts';

export type SynthOptions = {
  /** The project's root. */
  readonly root: string;
  readonly settings: string;
  /** Output folder of the stacks. @default cdktf.out in the root */
  readonly outdir: string;
  /** Names of stacks. @default all */
  readonly only?: readonly StackName[] | undefined;
  /** Terraform addresses that the state lists as kept, by stack. @default those of a local state file */
  readonly kept?: ReadonlyMap<StackName, readonly string[]>;
  /** The code that functions share. @default bundled from the sources, or prebuilt in a release */
  readonly runtime?: Promise<FunctionRuntime>;
};

export type Synthesized = {
  readonly settings: Settings;
  readonly stacks: readonly StackName[];
  /** The folders of the stacks, in the same order. */
  readonly folders: readonly string[];
  /** Terraform addresses that were kept before, by stack. */
  readonly earlier: ReadonlyMap<StackName, readonly string[]>;
};

/** Returns the stacks of a settings file, in the order in which they are applied. */
export const stacksInOrder = (root: string, settings: string): readonly StackName[] =>
  stacksOf(loadDeployment(root, settings));

/** True for stacks whose synthesis needs a bundle and, if the stacks are separate, the outputs of the Entra stack. */
const holdsFunctions = (stack: StackName): boolean => stack !== 'graphveil-entra';

const folderOf = (outdir: string, stack: StackName, { settings }: LoadedDeployment): string =>
  join(outdir, 'stacks', stackFolder(stack, settings.environment));

/** Path of a stack's local state; undefined if the state is elsewhere. */
const localState = ({ settings, folder }: LoadedDeployment, stack: StackName): string | undefined =>
  settings.state.kind === 'local'
    ? join(folder, settings.state.folder, stateFile(stack, settings.environment))
    : undefined;

/** What Terraform must not destroy, by the last synthesis in the output folder, by a local state, and by the state that the caller read. */
const keptEarlier = (loaded: LoadedDeployment, stack: StackName, { outdir, kept }: SynthOptions): readonly string[] => {
  const state = localState(loaded, stack);
  return onlyAddresses([
    ...keptBySynthesis(join(folderOf(resolve(outdir), stack, loaded), 'cdk.tf.json')),
    ...(state === undefined ? [] : keptByState(state)),
    ...(kept?.get(stack) ?? []),
  ]);
};

const fromStack = ({ settings, folder }: LoadedDeployment, options: SynthOptions): Deployment['fromStack'] => {
  const path = (...to: readonly string[]): string =>
    relative(join(resolve(options.outdir), 'stacks', 'stack'), join(...to)).replaceAll('\\', '/');
  return {
    settings: path(folder, basename(options.settings)),
    program: path(options.root, 'dist/cli/graphveil.js'),
    state: path(folder, settings.state.kind === 'local' ? settings.state.folder : '.'),
  };
};

const deploymentOf = (
  loaded: LoadedDeployment,
  functions: readonly BuiltFunction[],
  options: SynthOptions,
  stacks: readonly StackName[],
  earlier: Synthesized['earlier'],
): Deployment => {
  const { settings, connectors, version } = loaded;
  const needsIds = settings.stacks === 'apart' && stacks.some(holdsFunctions);
  return {
    settings,
    version,
    connectors: settings.connectors.flatMap((setting) => {
      const resolved = connectors.find(({ name }) => name === setting.name);
      if (resolved === undefined) return [];
      return [
        {
          ...setting,
          consent: provenConnector(resolved),
          methods: [...methodsOf(resolved.rules.plan)].sort(),
          settingsHash: settingsHash(settings, resolved),
          codeHash: functions.find(({ connector }) => connector === setting.name)?.archive.hash ?? '',
        },
      ];
    }),
    ...(needsIds && handedOver(loaded)),
    earlier,
    fromStack: fromStack(loaded, options),
  };
};

/** The functions that aren't connectors: the token service of registered tools, and the console. */
const buildServices = async (root: string, loaded: LoadedDeployment): Promise<readonly BuiltFunction[]> => {
  const { settings, certificates } = loaded;
  return Promise.all([
    ...(settings.clients === undefined ? [] : [buildService(root, tokenServiceName, {}, certificates)]),
    ...(settings.console === undefined
      ? []
      : [
          consoleData(root, loaded).then((data) => buildService(root, consoleName, data, certificates)),
          buildService(root, accessCheckName, {}, certificates),
        ]),
  ]);
};

/** Replaces the earlier files with the synthesized ones. Keeps Terraform's own files next to them. */
const replaceOutput = (from: string, outdir: string): void => {
  const stacks = join(outdir, 'stacks');
  mkdirSync(stacks, { recursive: true });
  const made = readdirSync(join(from, 'stacks'));
  for (const stack of made) {
    const [source, target] = [join(from, 'stacks', stack), join(stacks, stack)];
    mkdirSync(target, { recursive: true });
    for (const name of readdirSync(source)) {
      rmSync(join(target, name), { recursive: true, force: true });
      renameSync(join(source, name), join(target, name));
    }
  }
  copyFileSync(join(from, 'manifest.json'), join(outdir, 'manifest.json'));
};

/** Writes to the output folder, and explains the fix if the file system refuses. */
const writing = <Made>(outdir: string, write: () => Made): Made => {
  try {
    return write();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(
      `${outdir} cannot be written (${code}); make it a folder that you may write to, or name another with --out`,
      { cause: error },
    );
  }
};

/**
 * Converts settings to Terraform JSON: reads and proves, bundles, synthesizes to a temporary folder next to the output
 * and then replaces the output, so that a mistake leaves nothing incomplete. No network, no Terraform. Throws with all
 * mistakes.
 */
export const synthesizeDeployment = async (options: SynthOptions): Promise<Synthesized> => {
  // Bundling runs in another process while this one compiles and proves.
  const runtime =
    options.only?.some(holdsFunctions) === false ? undefined : (options.runtime ?? bundleRuntime(options.root));
  runtime?.catch(() => undefined);
  const loaded = loadDeployment(options.root, options.settings);
  await testDeployment(options.root, loaded);
  const all = stacksOf(loaded);
  const stacks = options.only ?? all;
  const unknown = stacks.filter((stack) => !all.includes(stack));
  if (unknown.length > 0) throw new Error(`unknown stack ${unknown.join(', ')}; these settings have ${all.join(', ')}`);

  for (const stack of stacks)
    refuseOtherDeployment(stack, loaded.settings, identityByState(localState(loaded, stack) ?? ''));
  const tools = toolsRoutes(loaded);
  const functions = stacks.some(holdsFunctions)
    ? await buildFunctions(options.root, { ...loaded, notFirst: tools?.notFirst }, runtime)
    : [];
  const services = functions.length > 0 ? await buildServices(options.root, loaded) : [];
  const archives = [...functions, ...services];
  const hashOf = (name: string): string => services.find(({ connector }) => connector === name)?.archive.hash ?? '';
  const earlier = new Map(stacks.map((stack) => [stack, keptEarlier(loaded, stack, options)]));
  const deployment = {
    ...deploymentOf(loaded, functions, options, stacks, earlier),
    ...(tools && { tools: { routes: tools.routes, first: tools.first, codeHash: hashOf(tokenServiceName) } }),
    ...(loaded.settings.console && {
      console: { codeHash: hashOf(consoleName), accessCheckHash: hashOf(accessCheckName) },
    }),
  };
  const outdir = resolve(options.outdir);
  const draft = writing(outdir, () => {
    mkdirSync(dirname(outdir), { recursive: true });
    return mkdtempSync(`${outdir}.draft-`);
  });
  try {
    synthesize(deployment, draft, stacks);
    for (const stack of stacks.filter(holdsFunctions))
      writeFunctions(join(folderOf(draft, stack, loaded), 'functions'), archives);
    writing(outdir, () => replaceOutput(draft, outdir));
    for (const stack of stacks) copyLock(loaded.folder, stack, folderOf(outdir, stack, loaded));
    if (functions.length > 0 && isRepository(options.root))
      writeFunctions(join(options.root, 'dist/functions'), archives, builtOf(loaded));
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return {
    settings: loaded.settings,
    stacks,
    folders: stacks.map((stack) => folderOf(outdir, stack, loaded)),
    earlier,
  };
};
