// Synthesizes and then plans, applies or destroys each stack with plain terraform (or tofu), Entra before AWS.
import { dirname, join, relative, resolve } from 'node:path';
import { type StackName, stackNames } from '../infra/main.ts';
import { stackFolder } from '../src/config/index.ts';
import { settingsPath } from './build/connectors.ts';
import { root } from './root.ts';
import { runScript } from './run-script.ts';
import { keptByOutput } from './synth/kept.ts';
import { keepLock, lockFile } from './synth/lock-file.ts';
import { identityByOutput, refuseOtherDeployment } from './synth/same-deployment.ts';
import { readStackOptions } from './synth/stack-options.ts';
import { type Synthesized, stacksInOrder, synthesizeDeployment } from './synth/synthesize-deployment.ts';
import { applyPlan, askTerminal, planOptions } from './terraform/apply-plan.ts';
import { afterFirst, completeHandOver } from './terraform/hand-over.ts';
import { planStack, type SavedPlan } from './terraform/plan-stack.ts';
import { allOutputs, ended, findProgram, init, outputOf, runOpenly, type Terraform } from './terraform/program.ts';
import { refuseSecondCopy } from './terraform/second-copy.ts';
import { summaryText } from './terraform/summary-text.ts';

const verbs = ['plan', 'apply', 'destroy', 'lock'];

/** The systems that engineers and pipelines use. */
const platforms = ['linux_amd64', 'linux_arm64', 'darwin_amd64', 'darwin_arm64', 'windows_amd64'];

const usage = `
Usage: npm run plan|deploy|destroy|lock -- [options] [options of terraform]

Synthesizes the deployment in graphveil.yaml and passes each stack to terraform, or to tofu if terraform isn't installed.
plan and deploy print a summary: what changes, which permissions are new, which documents to send. The plan in Terraform's
own words is in plan.txt next to the stack. deploy asks, and applies exactly that plan. lock chooses the providers and
writes their checksums for all platforms next to the settings file.

Options:
  --settings <file>  other settings
  --only <stack>     this stack only (may be repeated): graphveil, or graphveil-entra and graphveil-aws if they are separate
  --out <folder>     where the stacks are written; default: cdktf.out
  --full             print the plan in Terraform's own words too
  --json             print the summaries of plan as JSON, and nothing else
  --take-over        deploy although another copy of this environment is deployed

All other arguments go to terraform unchanged:
  npm run plan -- -out=plan.tfplan
  npm run deploy -- -auto-approve
`;

const ownFlags = ['--full', '--json', '--take-over'];

type Chosen = {
  readonly verb: string;
  readonly settings: string;
  readonly outdir: string;
  /** Options of Terraform. */
  readonly rest: readonly string[];
  readonly flags: ReadonlySet<string>;
};

type Prepared = Synthesized & {
  readonly terraform: Terraform;
  readonly stack: StackName;
  readonly label: string;
  /** Whether its functions are deployed for the first time. */
  readonly isFirst: boolean;
};

const prepare = async (name: string, stack: StackName, options: Chosen): Promise<Prepared> => {
  const only = { root, settings: options.settings, outdir: options.outdir, only: [stack] };
  const synthesized = await synthesizeDeployment(only);
  const { folders, earlier, settings } = synthesized;
  const terraform = { name, folder: relative(process.cwd(), folders[0] ?? options.outdir) };
  init(terraform, stack);
  if (keepLock(dirname(resolve(options.settings)), stack, terraform.folder))
    console.error(`wrote ${lockFile(stack)}, the checksums of the providers: keep it with the settings`);
  const identity = identityByOutput(outputOf(terraform, 'deployment'));
  refuseOtherDeployment(stack, settings, identity);
  const isFirst = identity === undefined && stack !== stackNames.entra && ['plan', 'apply'].includes(options.verb);
  if (isFirst && !options.flags.has('--take-over')) await refuseSecondCopy(stack, settings);
  const kept = keptByOutput(outputOf(terraform, 'kept'));
  // Another machine may have applied addresses that this folder's last synthesis doesn't contain.
  if (kept.some((address) => !earlier.get(stack)?.includes(address)))
    await synthesizeDeployment({ ...only, kept: new Map([[stack, kept]]) });
  return { ...synthesized, terraform, stack, label: stackFolder(stack, settings.environment), isFirst };
};

const show = ({ settings }: Prepared, saved: SavedPlan, full: boolean): void => {
  if (full) console.log(`${saved.text}\n`);
  else for (const warning of saved.warnings) console.log(warning);
  console.log(summaryText(saved.summary, settings.documents.folder));
  if (!full && saved.summary.changes) console.log(`In Terraform's own words: ${saved.textFile}`);
};

const planAndApply = async (
  prepared: Prepared,
  { verb, settings, rest, flags }: Chosen,
): Promise<SavedPlan['summary']> => {
  const { terraform, stack, label } = prepared;
  console.error(`planning ${label}`);
  const saved = planStack(terraform, stack, label, planOptions(rest));
  try {
    if (!flags.has('--json')) show(prepared, saved, flags.has('--full'));
    if (verb === 'apply') {
      await applyPlan(terraform, saved, { options: rest, takeOver: flags.has('--take-over'), ask: askTerminal });
      const folder = dirname(resolve(settings));
      completeHandOver(root, settings, { settings: prepared.settings, folder, outputs: allOutputs(terraform) });
      if (prepared.isFirst) console.error(afterFirst(prepared.settings, settings));
    }
    if (saved.status !== 0) process.exitCode = saved.status;
    return saved.summary;
  } finally {
    saved.remove();
  }
};

/** Destroys, or chooses the providers. */
const passOn = ({ terraform, stack }: Prepared, { verb, settings, rest }: Chosen): void => {
  const command =
    verb === 'lock' ? ['providers', 'lock', ...platforms.map((platform) => `-platform=${platform}`)] : [verb];
  const status = runOpenly(terraform, [...command, ...rest]);
  if (status !== 0) throw ended(terraform, verb, stack, status);
  keepLock(dirname(resolve(settings)), stack, terraform.folder);
};

const main = async ([verb = '', ...args]: readonly string[]): Promise<void> => {
  if (!verbs.includes(verb)) throw new Error(`expected one of ${verbs.join(', ')}`);
  const { settings: named, only, out, rest: all } = readStackOptions(args);
  const chosen = {
    verb,
    settings: settingsPath(root, named, false),
    outdir: out ?? join(root, 'cdktf.out'),
    rest: all.filter((option) => !ownFlags.includes(option)),
    flags: new Set(all.filter((option) => ownFlags.includes(option))),
  };
  const name = findProgram();
  const order = only ?? stacksInOrder(root, chosen.settings);
  const summaries: object[] = [];
  for (const stack of verb === 'destroy' ? [...order].reverse() : order) {
    const prepared = await prepare(name, stack, chosen);
    if (verb === 'destroy' || verb === 'lock') passOn(prepared, chosen);
    else summaries.push(await planAndApply(prepared, chosen));
  }
  if (chosen.flags.has('--json')) console.log(JSON.stringify(summaries, null, 2));
};

await runScript(usage, main);
