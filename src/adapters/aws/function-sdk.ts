/** The parts of the AWS SDK in a function. The build puts them into a file of their own; code of the function imports no others. */
export { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
export { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
export { GetWebIdentityTokenCommand, STSClient } from '@aws-sdk/client-sts';
export { Sha256 } from '@smithy/core/checksum';
export { NodeHttpHandler } from '@smithy/node-http-handler';
export { SignatureV4 } from '@smithy/signature-v4';
