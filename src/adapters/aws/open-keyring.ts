import { DecryptCommand, type KMSClient } from '@aws-sdk/client-kms';
import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { type Keyring, KeyringError, openKeyring, parseKeyring, unwrapKeyring } from '../../pseudonyms/index.ts';

export type AwsKeyringPlace = {
  readonly ssm: Pick<SSMClient, 'send'>;
  readonly kms: Pick<KMSClient, 'send'>;
  /** Name of the parameter. */
  readonly parameter: string;
  /** The context that every secret is bound to. */
  readonly encryptionContext: Readonly<Record<string, string>>;
};

/** Returns the text of the keyring's parameter; undefined if it doesn't exist. */
export const readKeyringText = async ({
  ssm,
  parameter,
}: Pick<AwsKeyringPlace, 'ssm' | 'parameter'>): Promise<string | undefined> => {
  const answer = await ssm.send(new GetParameterCommand({ Name: parameter })).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'ParameterNotFound') return undefined;
    throw error;
  });
  return answer?.Parameter?.Value;
};

/**
 * Reads the environment's keyring and decrypts its secrets with KMS in parallel. Rejects with a `KeyringError` if the
 * keyring is missing or unusable, otherwise with the AWS error.
 */
export const openAwsKeyring = async (place: AwsKeyringPlace): Promise<Keyring> => {
  const text = await readKeyringText(place);
  if (text === undefined)
    throw new KeyringError([`there is no parameter ${place.parameter}; run graphveil keys init --aws`]);
  const decrypt = async (wrapped: string): Promise<Uint8Array> => {
    const { Plaintext } = await place.kms.send(
      new DecryptCommand({
        CiphertextBlob: Buffer.from(wrapped, 'base64'),
        EncryptionContext: { ...place.encryptionContext },
      }),
    );
    if (Plaintext === undefined) throw new KeyringError(['KMS answered without a key']);
    return Plaintext;
  };
  const document = parseKeyring(text);
  if (document.protection !== 'aws-kms')
    throw new KeyringError([
      `the secrets in ${place.parameter} are not protected by KMS; make it with keys init --aws`,
    ]);
  return openKeyring(await unwrapKeyring(document, decrypt));
};
