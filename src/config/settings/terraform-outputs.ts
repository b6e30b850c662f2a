import * as z from 'zod';

const ids = z.object({
  clientId: z.string().min(1),
  objectId: z.string().min(1),
  servicePrincipalObjectId: z.string().min(1),
});

const entra = z.looseObject({
  environment: z.string(),
  tenant: z.string(),
  applications: z.record(z.string(), ids),
  /** Of the console's application, and the console's origin. */
  console: ids.extend({ url: z.string() }).loose().optional(),
});

const value = <Value extends z.ZodType>(of: Value) => z.object({ value: of });

const outputs = z.object({
  entra: value(entra).optional(),
  connectors: value(z.record(z.string(), z.object({ endpoint: z.string() }))).optional(),
  callers: value(z.record(z.string(), z.object({ roleArn: z.string() }))).optional(),
});

/** Outputs of Terraform that documents and the other stack use. */
export type TerraformOutputs = {
  readonly entra?: z.infer<typeof entra> | undefined;
  /** Endpoints by connector. */
  readonly endpoints: ReadonlyMap<string, string>;
  /** ARNs of roles by caller. */
  readonly callerRoles: ReadonlyMap<string, string>;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * Reads the outputs of a stack: `entra.outputs.json`, or the output of `terraform output -json`. Returns undefined for
 * any other text.
 */
export const readTerraformOutputs = (text: string): TerraformOutputs | undefined => {
  const json = parsed(text);
  const file = entra.safeParse(json);
  if (file.success) return { entra: file.data, endpoints: new Map(), callerRoles: new Map() };
  const printed = outputs.safeParse(json);
  if (!printed.success || Object.keys(printed.data).length === 0) return undefined;
  const { connectors, callers } = printed.data;
  return {
    entra: printed.data.entra?.value,
    endpoints: new Map(Object.entries(connectors?.value ?? {}).map(([name, { endpoint }]) => [name, endpoint])),
    callerRoles: new Map(Object.entries(callers?.value ?? {}).map(([name, { roleArn }]) => [name, roleArn])),
  };
};

/** Reads the outputs that a resource passes in an environment variable; undefined if the text isn't outputs. */
export const terraformOutputsIn = (
  variable: string,
  variables: Readonly<Record<string, string | undefined>> = process.env,
): TerraformOutputs | undefined => readTerraformOutputs(variables[variable] ?? '');
