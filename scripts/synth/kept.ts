import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';

/** `output.kept` of a synthesized stack, and the addresses in its `removed` blocks. */
const synthesis = z.object({
  output: z.object({ kept: z.object({ value: z.array(z.string()) }).optional() }).optional(),
  removed: z.array(z.object({ from: z.string() })).optional(),
});

/** The outputs in a state file, version 4. */
const state = z.object({ outputs: z.object({ kept: z.object({ value: z.array(z.string()) }).optional() }).optional() });

const read = <Shape>(path: string, shape: z.ZodType<Shape>): Shape | undefined => {
  if (!existsSync(path)) return undefined;
  try {
    return shape.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
};

const address = /^[a-z0-9]+_[a-z0-9_]+\.[A-Za-z_][A-Za-z0-9_-]*$/;

/**
 * Returns the texts that are addresses of resources, `TYPE.NAME`. A state or file that somebody edited can list other texts.
 * Terraform would refuse them in every plan, or forget a whole module.
 */
export const onlyAddresses = (texts: readonly string[]): readonly string[] =>
  texts.filter((text) => address.test(text));

/** Terraform addresses that an earlier synthesis kept or let Terraform forget; none if there was none. @param path its cdk.tf.json */
export const keptBySynthesis = (path: string): readonly string[] => {
  const found = read(path, synthesis);
  return [...(found?.output?.kept?.value ?? []), ...(found?.removed ?? []).map(({ from }) => from)];
};

/** Terraform addresses that the last apply kept. @param path a local state file */
export const keptByState = (path: string): readonly string[] => read(path, state)?.outputs?.kept?.value ?? [];

/** Terraform addresses that the last apply kept. @param output `terraform output -json kept`; undefined if there is none yet */
export const keptByOutput = (output: string | undefined): readonly string[] =>
  output === undefined ? [] : (z.array(z.string()).safeParse(JSON.parse(output)).data ?? []);
