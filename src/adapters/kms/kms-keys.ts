import { createPublicKey } from 'node:crypto';
import { GenerateMacCommand, GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { KeysFault, type Macs, type PublicKey, type Signer } from '../../ports/index.ts';
import { publicKeyOf } from '../access-keys/index.ts';

type Kms = Pick<KMSClient, 'send'>;

/** An answer of KMS, or a `KeysFault`. */
const bytesOf = async (sent: Promise<Uint8Array | undefined>): Promise<Uint8Array> => {
  const bytes = await sent.catch((error: unknown) => {
    throw new KeysFault(error);
  });
  if (bytes === undefined) throw new KeysFault();
  return bytes;
};

/** Makes codes with an HMAC key of KMS, which nobody can export. */
export const kmsMacs = (kms: Kms, key: string): Macs => ({
  make: (text) =>
    bytesOf(
      kms
        .send(new GenerateMacCommand({ KeyId: key, MacAlgorithm: 'HMAC_SHA_256', Message: Buffer.from(text, 'utf8') }))
        .then(({ Mac }) => Mac),
    ),
});

/** Reads the public half of a signing key of KMS. */
const readPublicKey = async (kms: Kms, key: string): Promise<PublicKey> => {
  const spki = await bytesOf(kms.send(new GetPublicKeyCommand({ KeyId: key })).then(({ PublicKey: der }) => der));
  return publicKeyOf(createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }));
};

/**
 * Signs with RSA keys of KMS. The first key signs and all are published; the private keys never leave KMS. Public keys are
 * read once, since they never change.
 */
export const kmsSigner = (kms: Kms, keys: readonly [string, ...string[]]): Signer => {
  const [first] = keys;
  const read = new Map<string, Promise<PublicKey>>();
  const publicOf = (key: string): Promise<PublicKey> => {
    const reading = read.get(key) ?? readPublicKey(kms, key);
    read.set(key, reading);
    reading.catch(() => read.delete(key));
    return reading;
  };
  return {
    published: () => Promise.all(keys.map(publicOf)),
    current: async () => ({
      kid: (await publicOf(first)).kid,
      sign: (data) =>
        bytesOf(
          kms
            .send(
              new SignCommand({
                KeyId: first,
                Message: data,
                MessageType: 'RAW',
                SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_256',
              }),
            )
            .then(({ Signature }) => Signature),
        ),
    }),
  };
};
