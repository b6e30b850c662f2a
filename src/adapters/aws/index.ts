/** AWS: the identity token of the function's role and the keyring in SSM under KMS. */
export { clientOptions, kmsClient, ssmClient, stsClient } from './clients.ts';
export { type StsIdentityTokensOptions, stsIdentityTokens } from './identity-tokens.ts';
export { type AwsKeyringStoreOptions, awsKeyringStore, keyringBytes } from './keyring-store.ts';
export { type AwsKeyringPlace, openAwsKeyring } from './open-keyring.ts';
