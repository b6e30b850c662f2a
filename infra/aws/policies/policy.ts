type Condition = Readonly<Record<string, Readonly<Record<string, string | boolean | readonly string[]>>>>;

export type Statement = {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Condition;
};

/** An IAM policy document as JSON. Its ARNs may be references that Terraform resolves. */
export type Policy = { readonly Version: '2012-10-17'; readonly Statement: readonly Statement[] };

export const policy = (...statements: readonly Statement[]): Policy => ({
  Version: '2012-10-17',
  Statement: statements,
});
