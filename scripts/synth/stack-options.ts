import { parseArgs } from 'node:util';
import { type StackName, stackNames } from '../../infra/main.ts';

/** What every script that synthesizes can be told. */
export type StackOptions = {
  readonly settings: string | undefined;
  readonly only: readonly StackName[] | undefined;
  /** Where the stacks are written. */
  readonly out: string | undefined;
  /** What is left, for Terraform. */
  readonly rest: readonly string[];
};

const isStack = (name: string): name is StackName => Object.values<string>(stackNames).includes(name);

/** Reads `--settings FILE`, `--only STACK` (repeatable) and `--out FOLDER`; what follows `--` is for Terraform. */
export const readStackOptions = (args: readonly string[]): StackOptions => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      settings: { type: 'string' },
      only: { type: 'string', multiple: true },
      out: { type: 'string' },
    },
  });
  const unknown = values.only?.find((name) => !isStack(name));
  if (unknown !== undefined)
    throw new Error(`there is no stack ${unknown}; stacks are ${Object.values(stackNames).join(', ')}`);
  return { settings: values.settings, only: values.only?.filter(isStack), out: values.out, rest: positionals };
};
