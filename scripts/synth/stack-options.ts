import { type StackName, stackNames } from '../../infra/main.ts';

/** The options of every script that synthesizes. */
export type StackOptions = {
  readonly settings: string | undefined;
  readonly only: readonly StackName[] | undefined;
  /** Output folder of the stacks. */
  readonly out: string | undefined;
  /** The other arguments, for Terraform. */
  readonly rest: readonly string[];
};

const isStack = (name: string): name is StackName => Object.values<string>(stackNames).includes(name);

const named = ['--settings', '--only', '--out'];

/** Reads `--settings FILE`, `--only STACK` (may be repeated) and `--out FOLDER`; all other arguments are for Terraform. */
export const readStackOptions = (args: readonly string[]): StackOptions => {
  const given = new Map<string, string[]>(named.map((name) => [name, []]));
  const rest: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const [argument = '', value] = [args[at], args[at + 1]];
    const values = given.get(argument);
    if (values === undefined) rest.push(argument);
    else if (value === undefined) throw new Error(`${argument} needs a value`);
    else {
      values.push(value);
      at += 1;
    }
  }
  const only = given.get('--only') ?? [];
  const unknown = only.find((name) => !isStack(name));
  if (unknown !== undefined)
    throw new Error(`unknown stack ${unknown}; stacks are ${Object.values(stackNames).join(', ')}`);
  return {
    settings: given.get('--settings')?.at(-1),
    only: only.length === 0 ? undefined : only.filter(isStack),
    out: given.get('--out')?.at(-1),
    rest: rest.filter((argument) => argument !== '--'),
  };
};
