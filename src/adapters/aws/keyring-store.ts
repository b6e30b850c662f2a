import { EncryptCommand, GenerateDataKeyWithoutPlaintextCommand, ReEncryptCommand } from '@aws-sdk/client-kms';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import type { KeyringStore } from '../../ports/index.ts';
import { formatKeyring, type KeyringDocument, KeyringError, parseKeyring } from '../../pseudonyms/index.ts';
import { errorName } from './error-name.ts';
import { type AwsKeyringPlace, readKeyringText } from './open-keyring.ts';

export type AwsKeyringStoreOptions = AwsKeyringPlace & {
  /** ARN or alias of the KMS key that protects the secrets. */
  readonly key: string;
};

/** Maximum size of a keyring: that of an advanced SSM parameter, in bytes. */
export const keyringBytes = 8_192;

const bytes32 = 32;

/**
 * A keyring in an SSM parameter, with its secrets as KMS ciphertexts under the environment's encryption context. KMS
 * generates root keys, which nobody ever sees; nothing is decrypted here.
 */
export const awsKeyringStore = (options: AwsKeyringStoreOptions): KeyringStore => {
  const { ssm, kms, parameter, key } = options;
  const EncryptionContext = { ...options.encryptionContext };

  const read = async (): Promise<KeyringDocument | undefined> => {
    const text = await readKeyringText(options);
    return text === undefined ? undefined : parseKeyring(text);
  };

  const put = async (document: KeyringDocument, Overwrite: boolean): Promise<void> => {
    const Value = formatKeyring(document);
    if (Buffer.byteLength(Value) > keyringBytes)
      throw new KeyringError([
        `the keyring would exceed the size limit of a parameter (${keyringBytes} bytes); retire epochs that are no longer needed`,
      ]);
    await ssm.send(
      new PutParameterCommand({
        Name: parameter,
        Value,
        Type: 'String',
        Tier: 'Intelligent-Tiering',
        Description: 'Graphveil keyring: secrets are KMS ciphertexts. Changed by graphveil keys, not by Terraform.',
        Overwrite,
      }),
    );
  };

  const base64 = (blob: Uint8Array | undefined): string => {
    if (blob === undefined) throw new KeyringError(['KMS answered without a ciphertext']);
    return Buffer.from(blob).toString('base64');
  };

  return {
    place: `SSM parameter ${parameter}`,
    protection: 'aws-kms',
    read,
    create: async (document) => {
      await put(document, false).catch((error: unknown) => {
        if (errorName(error) === 'ParameterAlreadyExists')
          throw new KeyringError([`there is already a keyring at ${parameter}; it is not overwritten`]);
        throw error;
      });
    },
    replace: async (next, previous) => {
      const present = await read();
      if (present === undefined || formatKeyring(present) !== formatKeyring(previous))
        throw new KeyringError([`${parameter} was changed meanwhile; run the command again`]);
      await put(next, true);
    },
    newRoot: async () => {
      const made = await kms.send(
        new GenerateDataKeyWithoutPlaintextCommand({ KeyId: key, NumberOfBytes: bytes32, EncryptionContext }),
      );
      return base64(made.CiphertextBlob);
    },
    protect: async (secret) => {
      const made = await kms.send(
        new EncryptCommand({ KeyId: key, Plaintext: Buffer.from(secret), EncryptionContext }),
      );
      return base64(made.CiphertextBlob);
    },
    rewrap: async (secret) => {
      const moved = await kms.send(
        new ReEncryptCommand({
          CiphertextBlob: Buffer.from(secret, 'base64'),
          SourceEncryptionContext: EncryptionContext,
          DestinationEncryptionContext: EncryptionContext,
          DestinationKeyId: key,
        }),
      );
      return { secret: base64(moved.CiphertextBlob), from: moved.SourceKeyId ?? '', to: moved.KeyId ?? '' };
    },
  };
};
