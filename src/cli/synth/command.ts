import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Command, Option } from 'commander';

type Options = {
  readonly settings?: string;
  readonly only?: readonly string[];
  readonly out?: string;
};

const examples = `
Examples:
  graphveil synth                                         graphveil.yaml, into cdktf.out
  graphveil synth --settings test.yaml --out out
  terraform -chdir=cdktf.out/stacks/graphveil.prod init   then plan and apply

Needs no network and no Terraform. An error in the settings or rules leaves the output as it was.`;

/** A separate program next to the command line, because it includes CDK for Terraform, which no other command loads. */
const program = fileURLToPath(new URL('../synth-command.js', import.meta.url));

const run = ({ settings, only = [], out }: Options): void => {
  const { status } = spawnSync(
    process.execPath,
    [
      program,
      ...(settings === undefined ? [] : ['--settings', settings]),
      ...only.flatMap((stack) => ['--only', stack]),
      ...(out === undefined ? [] : ['--out', out]),
    ],
    { stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
};

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** Registers `graphveil synth`, which writes the Terraform JSON of a deployment. */
export const register = (command: Command): void => {
  command
    .addOption(new Option('--settings <file>', 'settings to read').default(undefined, 'graphveil.yaml'))
    .addOption(new Option('--only <stack>', 'this stack only; may be repeated').argParser(collect))
    .addOption(new Option('--out <folder>', 'where to write').default(undefined, 'CDKTF_OUTDIR, otherwise cdktf.out'))
    .addHelpText('after', examples)
    .action(run);
};
