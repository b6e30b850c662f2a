/** A synthesized stack. */
type Stack = {
  readonly terraform: Readonly<Record<string, unknown>>;
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly output?: object;
  readonly removed?: readonly { readonly from: string; readonly lifecycle: object }[];
};

type Block = Readonly<Record<string, unknown>> & {
  readonly lifecycle?: Readonly<Record<string, unknown>>;
  readonly depends_on?: readonly string[];
};
type Blocks = Readonly<Record<string, Readonly<Record<string, Block>>>>;

const nameOf = (type: string, name: string): string => `${type}--${name}`;

/** `aws_iam_role.x` or `data.aws_iam_role.x` of a stand-in resource; undefined for any other address. */
export const realAddress = (address: string): string | undefined => {
  const [, data, type, name] = /^terraform_data\.(data_)?(.+?)--(.+)$/.exec(address) ?? [];
  return type === undefined ? undefined : `${data === undefined ? '' : 'data.'}${type}.${name}`;
};

/** The address of the stand-in for a resource. */
export const standInAddress = (address: string): string =>
  address.replace(
    /^(data\.)?((?:aws|azuread)_[a-z0-9_]+)\.(.+)$/,
    (_, data: string | undefined, type: string, name: string) =>
      `terraform_data.${nameOf(data === undefined ? type : `data_${type}`, name)}`,
  );

const reference = /\b(data\.)?((?:aws|azuread)_[a-z0-9_]+)\.([A-Za-z_][A-Za-z0-9_-]*)(\.[a-z_]+)?/g;

/** Lets references lead to resources of the same shape. What a provider would compute is their random id. */
const renamed = <Value>(value: Value): Value =>
  JSON.parse(
    JSON.stringify(value).replace(
      reference,
      (_, data: string | undefined, type: string, name: string, attribute: string | undefined) =>
        `terraform_data.${nameOf(data === undefined ? type : `data_${type}`, name)}${attribute === undefined ? '' : '.id'}`,
    ),
  ) as Value;

const shaped = ({ lifecycle, depends_on, provider: _, '//': _comment, ...attributes }: Block): object => ({
  input: renamed(attributes),
  ...(lifecycle?.['prevent_destroy'] === true && { lifecycle: { prevent_destroy: true } }),
  ...(depends_on !== undefined && { depends_on: renamed(depends_on) }),
});

const allShaped = (blocks: Blocks = {}, prefix = ''): Readonly<Record<string, object>> =>
  Object.fromEntries(
    Object.entries(blocks)
      .filter(([type]) => type !== 'terraform_data')
      .flatMap(([type, named]) =>
        Object.entries(named).map(([name, block]) => [nameOf(`${prefix}${type}`, name), shaped(block)]),
      ),
  );

/**
 * Replaces every resource of a provider by a `terraform_data` of the same attributes, protection and references, which
 * Terraform plans and applies itself. What providers decide (replacement, defaults, drift) isn't shown by it.
 */
export const providerFree = (stack: Stack): object => {
  const { required_providers: _, ...terraform } = stack.terraform;
  const builtIn = stack.resource?.['terraform_data'] ?? {};
  const { kept, ...output } = { kept: undefined, ...stack.output };
  return {
    terraform,
    resource: {
      terraform_data: { ...renamed(builtIn), ...allShaped(stack.resource), ...allShaped(stack.data, 'data_') },
    },
    // The addresses in this output are for the next synthesis, which knows the providers' types.
    output: { ...renamed(output), ...(kept !== undefined && { kept }) },
    ...(stack.removed !== undefined && { removed: renamed(stack.removed) }),
  };
};
