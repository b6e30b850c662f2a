import { type CliError, cliError } from './exit.ts';
import { networkFailure } from './network-failure.ts';

const ended = new Set(['ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'TokenProviderError']);

const unknownCredentials = new Set([
  'AuthFailure',
  'IncompleteSignature',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);

/** The name of an AWS error. Its message can contain names of people and isn't used. */
export const awsErrorName = (error: unknown): string => (error instanceof Error ? error.name : 'an unknown error');

/** The SDK gives the same name to missing credentials and to an ended session of IAM Identity Center. */
const ofCredentials = (error: Error): CliError =>
  /expired|aws sso login/i.test(error.message)
    ? cliError('Aws.SessionEnded', { reason: error.name })
    : cliError('Aws.NoCredentials');

/**
 * Returns the error for a call to AWS that failed because of the network, or because nobody is signed in. Returns
 * undefined for any other answer of the service.
 *
 * @param service as in "STS in eu-central-1"
 */
export const awsFailure = (error: unknown, service: string): CliError | undefined => {
  const network = networkFailure(error, `AWS ${service}`);
  if (network !== undefined) return network;
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'CredentialsProviderError') return ofCredentials(error);
  if (ended.has(error.name)) return cliError('Aws.SessionEnded', { reason: error.name });
  return unknownCredentials.has(error.name) ? cliError('Aws.NotSignedIn', { reason: error.name }) : undefined;
};
