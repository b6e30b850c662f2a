/**
 * Names in AWS that several programs share. They are fixed before anything is created, so that the Entra stack can
 * trust a role that doesn't exist yet, and `keys` finds the keyring without Terraform.
 */
export const functionName = (environment: string, connector: string): string => `graphveil-${environment}-${connector}`;

/** The function's role; its ARN is the subject of the connector's federated credential. */
export const functionRoleName = (environment: string, connector: string): string =>
  functionName(environment, connector);

export const callerRoleName = (environment: string, caller: string): string =>
  `graphveil-${environment}-caller-${caller}`;

/** Last part of the names of the token service's function, role and log group. No connector has it. */
export const tokenServiceName = 'tokens';

/** Last parts of the names of the console's function and of the scheduled access check. No connector has them. */
export const consoleName = 'console';
export const accessCheckName = 'access-check';

/** The HTTP API for registered tools. */
export const toolsApiName = (environment: string): string => functionName(environment, 'tools');

/** The managed policy for operators of `graphveil keys`. */
export const keysPolicyName = (environment: string): string => `graphveil-${environment}-keys`;

/** The name used for documents on all connectors in place of a connector's name. */
export const everyConnector = 'all';

/** Names that no file can have on Windows. Documents are named for connectors and callers. */
export const deviceName = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/** Maximum length of a role name in IAM and of a function name in Lambda. */
export const longestName = 64;

export const roleArn = (aws: { readonly partition: string; readonly account: string }, name: string): string =>
  `arn:${aws.partition}:iam::${aws.account}:role/${name}`;

export const logGroupName = (environment: string, connector: string): string =>
  `/aws/lambda/${functionName(environment, connector)}`;

/** Names of the stacks: Entra and AWS in one, or apart. */
export const stackNames = { together: 'graphveil', entra: 'graphveil-entra', aws: 'graphveil-aws' } as const;

/** The folder of a stack below cdktf.out/stacks. Environments never share one: Terraform would offer to migrate the state of one to another. */
export const stackFolder = (stack: string, environment: string): string => `${stack}.${environment}`;

/** The file of a stack's local state. */
export const stateFile = (stack: string, environment: string): string => `graphveil.${environment}.${stack}.tfstate`;

/** The key of a stack's state in S3. */
export const stateKey = (prefix: string, stack: string, environment: string): string =>
  `${prefix}/${environment}/${stack}.tfstate`;

/** Last part of the Terraform address of the application that all connectors share. */
export const sharedAddress = 'shared';

/**
 * Last part of the address of an application that a colleague made. Its own address keeps it apart from one that the
 * deployment made for the same connector, and from another one that a colleague made. No connector's name has an
 * underscore.
 */
export const givenAddress = (name: string, objectId: string): string => `given_${name}_${objectId.slice(0, 8)}`;

/** The connector, or `shared`, in the last part of an application's address. */
export const nameInAddress = (address: string): string => /^given_(.+)_[^_]{8}$/.exec(address)?.[1] ?? address;

/** Last part of the Terraform address of the resource that writes the documents. */
export const documentsAddress = 'documents';

/** The environment variable in which that resource passes the outputs of its stack. */
export const outputsVariable = 'GRAPHVEIL_OUTPUTS';

/** The SSM parameter that holds the environment's keyring, as JSON whose secrets are KMS ciphertexts. */
export const keyringParameterName = (environment: string): string => `/graphveil/${environment}/keyring`;

/** The alias of the KMS key that protects the keyring. */
export const keyringKeyAlias = (environment: string): string => `alias/graphveil-${environment}-keyring`;

/** The encryption context of a keyring's secrets. */
export const keyringEncryptionContext = (environment: string): Readonly<Record<string, string>> => ({
  product: 'graphveil',
  environment,
});

/** The AWS partition of a region. */
export const partitionOf = (region: string): 'aws' | 'aws-cn' | 'aws-us-gov' =>
  region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
