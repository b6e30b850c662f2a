import { createHmac, createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { makeSigningKey } from '../../access-keys/index.ts';

type Input = Readonly<Record<string, unknown>>;

/** An answer, or the name of an error. Undefined for operations on other keys. */
type KeyAnswer = { readonly answer: unknown } | { readonly error: string };

const longestMessage = 4_096;
const macKeys = new Map<string, Buffer>();
const signingKeys = new Map<string, KeyObject>();

const macKey = (id: string): Buffer => {
  const key = macKeys.get(id) ?? randomBytes(32);
  macKeys.set(id, key);
  return key;
};

const signingKey = (id: string): KeyObject => {
  const key = signingKeys.get(id) ?? createPrivateKey({ key: { ...makeSigningKey() }, format: 'jwk' });
  signingKeys.set(id, key);
  return key;
};

const usages: Readonly<Record<string, RegExp>> = {
  GenerateMac: /access-mac$/,
  Sign: /access-signing-\d+$/,
  GetPublicKey: /access-signing-\d+$/,
};

/** The operations of KMS on keys for codes and signatures, with the checks that KMS makes. Keys are known by their aliases. */
export const answerKeyOperation = (operation: string, input: Input): KeyAnswer | undefined => {
  const usage = usages[operation];
  if (usage === undefined) return undefined;
  const id = String(input['KeyId']);
  if (!Object.values(usages).some((known) => known.test(id))) return { error: 'NotFoundException' };
  if (!usage.test(id)) return { error: 'InvalidKeyUsageException' };
  if (operation === 'GetPublicKey') {
    const der = createPublicKey(signingKey(id)).export({ format: 'der', type: 'spki' });
    return { answer: { KeyId: id, PublicKey: der.toString('base64'), KeyUsage: 'SIGN_VERIFY', KeySpec: 'RSA_2048' } };
  }
  const message = Buffer.from(String(input['Message']), 'base64');
  if (message.length === 0 || message.length > longestMessage) return { error: 'ValidationException' };
  if (operation === 'GenerateMac') {
    if (input['MacAlgorithm'] !== 'HMAC_SHA_256') return { error: 'InvalidKeyUsageException' };
    return { answer: { KeyId: id, Mac: createHmac('sha256', macKey(id)).update(message).digest('base64') } };
  }
  if (input['SigningAlgorithm'] !== 'RSASSA_PKCS1_V1_5_SHA_256' || input['MessageType'] !== 'RAW')
    return { error: 'ValidationException' };
  return { answer: { KeyId: id, Signature: sign('RSA-SHA256', message, signingKey(id)).toString('base64') } };
};
