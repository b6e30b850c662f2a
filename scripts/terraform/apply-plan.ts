import { createInterface } from 'node:readline/promises';
import type { SavedPlan } from './plan-stack.ts';
import { ended, runOpenly, type Terraform } from './program.ts';

/** Options of apply that a saved plan doesn't contain. */
const forApply = /^--?(?:lock|lock-timeout|parallelism|no-color|compact-warnings|input|backup|state-out)(?:=|$)/;
const onlyForApply = /^--?(?:auto-approve|backup|state-out)(?:=|$)/;
const approves = /^--?auto-approve(?:=true)?$/;

/** The options that `terraform plan` takes. */
export const planOptions = (options: readonly string[]): readonly string[] =>
  options.filter((option) => !onlyForApply.test(option));

/** Reads one line from the terminal. The end of the input counts as no. */
export const askTerminal = async (question: string): Promise<boolean> => {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const closed = new Promise<string>((end) => lines.once('close', () => end('')));
    return (await Promise.race([lines.question(question), closed])).trim() === 'yes';
  } finally {
    lines.close();
  }
};

export type ApplyOptions = {
  /** Of Terraform. */
  readonly options: readonly string[];
  /** Whether it replaces what another copy of the environment deployed. */
  readonly takeOver: boolean;
  readonly ask: (question: string) => Promise<boolean>;
};

/** Asks, and applies exactly the saved plan. Throws if another copy of the environment was deployed meanwhile. */
export const applyPlan = async (
  terraform: Terraform,
  { summary: { stack, changes, deployedElsewhere }, file }: Pick<SavedPlan, 'summary' | 'file'>,
  { options, takeOver, ask }: ApplyOptions,
): Promise<void> => {
  if (deployedElsewhere.length > 0 && !takeOver)
    throw new Error(
      `another copy of ${stack} was deployed since the last apply of this state; nothing was changed. Use the state of that ` +
        'copy (state.s3 in the settings lets everybody share one). To replace what it deployed, add --take-over',
    );
  if (!changes) return;
  const approved = options.some((option) => approves.test(option));
  if (!approved && !(await ask(`Apply this to ${stack}? Only yes is accepted: `))) throw new Error('not applied');
  const status = runOpenly(terraform, ['apply', ...options.filter((option) => forApply.test(option)), file]);
  if (status !== 0) throw ended(terraform, 'apply', stack, status);
};
