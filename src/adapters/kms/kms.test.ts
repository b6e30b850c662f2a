import { createPublicKey, verify } from 'node:crypto';
import { KMSClient } from '@aws-sdk/client-kms';
import { accessMacKeyAlias, accessSigningKeyAlias } from '../../config/index.ts';
import { type AwsStandIn, startAwsStandIn } from '../aws/testing/aws-stand-in.ts';
import { kmsMacs, kmsSigner } from './index.ts';

const region = 'eu-central-1';
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-real-key' };
const mac = accessMacKeyAlias('prod');
const [one, two] = [accessSigningKeyAlias('prod', 1), accessSigningKeyAlias('prod', 2)];

let aws: AwsStandIn;
let kms: KMSClient;
beforeEach(async () => {
  aws = await startAwsStandIn({ region, credentials });
  kms = new KMSClient({ region, credentials, endpoint: aws.url, maxAttempts: 1 });
});
afterEach(() => aws.stop());

describe('kmsMacs', () => {
  it('makes one code for one text', async () => {
    const macs = kmsMacs(kms, mac);
    const [first, again, other] = [await macs.make('é'), await macs.make('é'), await macs.make('e')];

    expect(Buffer.from(first)).toHaveLength(32);
    expect(first).toEqual(again);
    expect(first).not.toEqual(other);
    expect(aws.asked).toEqual(['kms GenerateMac', 'kms GenerateMac', 'kms GenerateMac']);
  });

  it.each([
    ['a key of another use', one],
    ['a key that doesn’t exist', 'alias/other'],
  ])('is a fault with %s', async (_, key) => {
    await expect(kmsMacs(kms, key).make('text')).rejects.toMatchObject({ name: 'KeysFault' });
  });

  it('is a fault in an outage, for a text that is too long, and without an answer', async () => {
    await expect(kmsMacs(kms, mac).make('x'.repeat(4_097))).rejects.toMatchObject({ name: 'KeysFault' });
    aws.failures.set('GenerateMac', { status: 500, code: 'KMSInternalException' });
    await expect(kmsMacs(kms, mac).make('text')).rejects.toMatchObject({ name: 'KeysFault' });
    await expect(kmsMacs({ send: async () => ({}) } as never, mac).make('text')).rejects.toMatchObject({
      name: 'KeysFault',
    });
  });
});

describe('kmsSigner', () => {
  it('signs with its first key and publishes all, each read once', async () => {
    const signer = kmsSigner(kms, [two, one]);
    const data = Buffer.from('header.payload');
    const { kid, sign } = await signer.current();
    const signature = await sign(data);
    const keys = await signer.published();

    expect(keys).toHaveLength(2);
    expect(keys[0]).toMatchObject({ kid, kty: 'RSA', alg: 'RS256', use: 'sig' });
    expect(verify('RSA-SHA256', data, createPublicKey({ key: { ...keys[0] }, format: 'jwk' }), signature)).toBe(true);
    expect(verify('RSA-SHA256', data, createPublicKey({ key: { ...keys[1] }, format: 'jwk' }), signature)).toBe(false);
    expect(aws.asked.filter((line) => line === 'kms GetPublicKey')).toHaveLength(2);
  });

  it('reads a key again after a fault', async () => {
    const signer = kmsSigner(kms, [one]);
    aws.failures.set('GetPublicKey', { status: 400, code: 'AccessDeniedException' });
    await expect(signer.published()).rejects.toMatchObject({ name: 'KeysFault' });
    aws.failures.clear();
    expect(await signer.published()).toHaveLength(1);
    aws.failures.set('Sign', { status: 400, code: 'ThrottlingException' });
    const { sign } = await signer.current();
    await expect(sign(Buffer.from('x'))).rejects.toMatchObject({ name: 'KeysFault' });
  });
});
