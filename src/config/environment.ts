const proxyVariables = ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'];

const regionVariables = ['AWS_REGION', 'AWS_DEFAULT_REGION'];

const firstSet = (names: readonly string[]): string | undefined =>
  names.map((name) => process.env[name]).find((value) => value !== undefined && value !== '');

/** Returns the proxy that the environment names for https, as it is written there; undefined if there is none. */
export const environmentProxy = (): string | undefined => firstSet(proxyVariables);

/** Returns the AWS credentials of the environment, which a platform can renew. */
export const environmentCredentials = () => ({
  accessKeyId: firstSet(['AWS_ACCESS_KEY_ID']) ?? '',
  secretAccessKey: firstSet(['AWS_SECRET_ACCESS_KEY']) ?? '',
  sessionToken: firstSet(['AWS_SESSION_TOKEN']),
});

/** Returns the AWS region of the environment, in the order of the AWS CLI; undefined if there is none. */
export const environmentRegion = (): string | undefined => firstSet(regionVariables);

/** Returns the code and credentials for claiming a grant; undefined for each that isn't set. */
export const environmentClaim = () => ({
  code: firstSet(['GRAPHVEIL_CLAIM_CODE']),
  secret: firstSet(['GRAPHVEIL_CLIENT_SECRET']),
  assertion: firstSet(['GRAPHVEIL_CLIENT_ASSERTION']),
});
