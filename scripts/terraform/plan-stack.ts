import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPlan } from './plan-json.ts';
import { type PlanSummary, summarize } from './plan-summary.ts';
import { ended, runCaptured, type Terraform } from './program.ts';

/** A plan that Terraform saved, with its summary. */
export type SavedPlan = {
  readonly summary: PlanSummary;
  /** The plan in Terraform's words. */
  readonly text: string;
  /** Warnings in Terraform's words. */
  readonly warnings: readonly string[];
  /** Path of the plan, relative to the stack's folder or absolute. */
  readonly file: string;
  /** Where the text is saved. */
  readonly textFile: string;
  readonly status: number;
  /** Removes the plan, unless the options of Terraform name it. */
  readonly remove: () => void;
};

const ownFile = 'graphveil.tfplan';
const textFile = 'plan.txt';

/** Lines about reading what exists, of which there are more than a hundred. */
const progress = /^\S+: (?:Refreshing state\.\.\.|Reading\.\.\.|Read complete after|Still reading\.\.\.).*\n/gm;

/** Terraform frames each warning. */
const frame = /^╷\n[\s\S]*?^╵$/gm;

const namedFile = (options: readonly string[]): string | undefined =>
  options.find((option) => /^--?out=/.test(option))?.replace(/^--?out=/, '');

const detailed = (options: readonly string[]): boolean =>
  options.some((option) => /^--?detailed-exitcode$/.test(option));

/** Plans a stack. Throws if Terraform refuses. @param options of `terraform plan` */
export const planStack = (
  terraform: Terraform,
  stack: string,
  label: string,
  options: readonly string[],
): SavedPlan => {
  const named = namedFile(options);
  const file = named ?? ownFile;
  const own = join(terraform.folder, ownFile);
  const { status, stdout } = runCaptured(terraform, [
    'plan',
    ...(named === undefined ? [`-out=${ownFile}`] : []),
    ...options,
  ]);
  const text = stdout.replace(progress, '').trim();
  if (status !== 0 && !(status === 2 && detailed(options))) {
    process.stderr.write(`${text}\n`);
    throw ended(terraform, 'plan', stack, status);
  }
  const shown = runCaptured(terraform, ['show', '-json', file]);
  if (shown.status !== 0) throw ended(terraform, 'show', stack, shown.status);
  writeFileSync(join(terraform.folder, textFile), `${text}\n`);
  return {
    summary: summarize(label, readPlan(shown.stdout)),
    text,
    warnings: text.match(frame) ?? [],
    file,
    textFile: join(terraform.folder, textFile),
    status,
    remove: () => {
      if (named === undefined) rmSync(own, { force: true });
    },
  };
};
