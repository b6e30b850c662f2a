import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { keyringEncryptionContext, keyringParameterName } from '../../config/index.ts';
import type { Fault } from '../../problems/index.ts';
import { initKeyring, plainRoot, rotateKeyring } from '../../pseudonyms/manage-keyring.ts';
import { awsKeyringStore, openAwsKeyring, stsIdentityTokens } from './index.ts';
import { type AwsStandIn, startAwsStandIn } from './testing/aws-stand-in.ts';

const region = 'eu-central-1';
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-real-key', sessionToken: 'session' };
const parameter = keyringParameterName('prod');
const key = 'alias/graphveil-prod-keyring';

let aws: AwsStandIn;
beforeEach(async () => {
  aws = await startAwsStandIn({
    region,
    credentials,
    identityToken: async (audiences) => `token for ${audiences.join(' and ')}`,
  });
});
afterEach(() => aws.stop());

const clients = (using = credentials) => {
  const settings = { region, credentials: using, endpoint: aws.url, maxAttempts: 1 };
  return { sts: new STSClient(settings), ssm: new SSMClient(settings), kms: new KMSClient(settings) };
};

const place = (environment = 'prod') => {
  const { ssm, kms } = clients();
  return { ssm, kms, parameter, key, encryptionContext: keyringEncryptionContext(environment) };
};

const at = '2026-03-02T09:00:00.000Z';

const made = async () => {
  const store = awsKeyringStore(place());
  const document = initKeyring({
    protection: store.protection,
    id: 'aaaaaaaaaaa',
    at,
    seriesRoot: await store.newRoot(),
    epochRoot: await store.newRoot(),
    plusTags: 'drop',
  });
  await store.create(document);
  return { store, document };
};

describe('stsIdentityTokens', () => {
  it('requests one audience, RS256 and 300 seconds, signed for STS of the region', async () => {
    const tokens = stsIdentityTokens({ sts: clients().sts, audience: 'api://AzureADTokenExchange' });

    expect(await tokens.get()).toBe('token for api://AzureADTokenExchange');
    expect(aws.asked).toEqual(['sts GetWebIdentityToken']);
  });

  it.each([
    ['OutboundWebIdentityFederationDisabledException', 'outbound identity federation is off in the account'],
    ['AccessDenied', 'the role may not call sts:GetWebIdentityToken for this audience'],
    ['AccessDeniedException', 'the role may not call sts:GetWebIdentityToken for this audience'],
    ['InternalFailure', undefined],
  ])('names the problem when STS answers %s', async (name, detail) => {
    aws.failures.set('GetWebIdentityToken', { status: 403, code: name });
    const { sts } = clients();

    const failure: unknown = await stsIdentityTokens({ sts, audience: 'api://x' })
      .get()
      .catch((error) => error);
    const code = 'Graphveil.IdentityTokenUnavailable';
    expect((failure as Fault).problem).toStrictEqual(detail === undefined ? { code } : { code, detail });
  });

  it('refuses an answer without a token', async () => {
    const sts = { send: async () => ({}) } as unknown as STSClient;

    await expect(stsIdentityTokens({ sts, audience: 'api://x' }).get()).rejects.toMatchObject({
      problem: { detail: 'STS answered without a token' },
    });
  });

  it('refuses to go on with a signature that does not fit', async () => {
    const { sts } = clients({ ...credentials, secretAccessKey: 'another' });

    await expect(stsIdentityTokens({ sts, audience: 'api://x' }).get()).rejects.toThrow();
    expect(aws.asked).toContain('refused: the signature does not fit the request');
  });
});

describe('an answer of AWS that lacks what was asked for', () => {
  const answering = (answer: unknown) => ({ send: async () => answer }) as never;

  it.each([{}, { WebIdentityToken: '' }])('is a fault where it is the identity token: %j', async (answer) => {
    await expect(stsIdentityTokens({ sts: answering(answer), audience: 'api://x' }).get()).rejects.toMatchObject({
      problem: { code: 'Graphveil.IdentityTokenUnavailable', detail: 'STS answered without a token' },
    });
  });

  it('is an error where it is a ciphertext or a key', async () => {
    const store = awsKeyringStore({ ...place(), kms: answering({}) });
    await expect(store.newRoot()).rejects.toThrow('KMS answered without a ciphertext');
    await made();
    await expect(openAwsKeyring({ ...place(), kms: answering({}) })).rejects.toThrow('KMS answered without a key');
  });
});

describe('the parameter of a keyring', () => {
  it('is a plain text of its own tier, overwritten only by a change', async () => {
    const puts: unknown[] = [];
    const { ssm } = clients();
    const send = ssm.send.bind(ssm);
    ssm.send = ((command: { input: { Value?: string } }) => {
      if (command.input.Value !== undefined) puts.push({ ...command.input, Value: undefined });
      return send(command as never);
    }) as never;
    const store = awsKeyringStore({ ...place(), ssm });
    const { document } = await made();
    await store.replace(rotateKeyring(document, { at, epochRoot: await store.newRoot() }), document);

    expect(store.place).toBe(`SSM parameter ${parameter}`);
    expect(puts).toEqual([
      {
        Name: parameter,
        Value: undefined,
        Type: 'String',
        Tier: 'Intelligent-Tiering',
        Description: 'Graphveil keyring: secrets are KMS ciphertexts. Changed by graphveil keys, not by Terraform.',
        Overwrite: true,
      },
    ]);
  });
});

describe('the keyring in AWS', () => {
  it('is made without anybody seeing a key, and opened with KMS', async () => {
    await made();
    const written = aws.parameters.get(parameter) ?? '';
    const keyring = await openAwsKeyring(place());
    const token = keyring.pseudonyms.tokenize('an id', 'user-id');

    expect(keyring).toMatchObject({ series: 'aaaaaaaaaaa', epoch: 1 });
    expect(keyring.pseudonyms.open(token)).toEqual({ ok: true, value: 'an id', kind: 'user-id' });
    expect(written).toContain('"protection":');
    expect(aws.asked.filter((line) => line.startsWith('kms'))).toEqual([
      'kms GenerateDataKeyWithoutPlaintext',
      'kms GenerateDataKeyWithoutPlaintext',
      'kms Decrypt',
      'kms Decrypt',
    ]);
  });

  it('still opens tokens of the former epoch after a rotation', async () => {
    const { store, document } = await made();
    const token = (await openAwsKeyring(place())).pseudonyms.tokenize('an id', 'user-id');
    await store.replace(rotateKeyring(document, { at, epochRoot: await store.newRoot() }), document);
    const keyring = await openAwsKeyring(place());

    expect(keyring.epoch).toBe(2);
    expect(keyring.pseudonyms.open(token)).toEqual({ ok: true, value: 'an id', kind: 'user-id' });
  });

  it('keeps a secret that exists already under KMS', async () => {
    const { protect } = awsKeyringStore(place());
    const blob = Buffer.from(await protect('a salt, Δέλτα'), 'base64');
    const { kms } = clients();
    const context = { CiphertextBlob: blob, EncryptionContext: keyringEncryptionContext('prod') };

    expect(blob.toString()).not.toContain('a salt');
    expect(Buffer.from((await kms.send(new DecryptCommand(context))).Plaintext ?? []).toString()).toBe('a salt, Δέλτα');
  });

  it('refuses to open under the encryption context of another environment', async () => {
    await made();

    await expect(openAwsKeyring(place('test'))).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
  });

  it('refuses to overwrite a keyring, or one that was changed meanwhile', async () => {
    const { store, document } = await made();
    const other = rotateKeyring(document, { at, epochRoot: await store.newRoot() });

    await expect(store.create(document)).rejects.toThrow(`already a keyring at ${parameter}`);
    await expect(store.replace(document, other)).rejects.toThrow('was changed meanwhile');
  });

  it('refuses a keyring that no parameter can hold', async () => {
    const { store, document } = await made();
    let long = document;
    for (let epoch = 0; epoch < 60; epoch += 1) long = rotateKeyring(long, { at, epochRoot: await store.newRoot() });

    await expect(store.replace(long, document)).rejects.toThrow('exceed the size limit of a parameter');
  });

  it('names the command to run if no keyring exists', async () => {
    expect(await awsKeyringStore(place()).read()).toBeUndefined();
    await expect(openAwsKeyring(place())).rejects.toThrow('run graphveil keys init --aws');
  });

  it('refuses secrets that are not protected', async () => {
    const secret = plainRoot((bytes) => new Uint8Array(bytes));
    const roots = { seriesRoot: secret, epochRoot: secret };
    const document = initKeyring({ protection: 'none', id: 'aaaaaaaaaaa', at, ...roots, plusTags: 'drop' });
    aws.parameters.set(parameter, JSON.stringify(document));

    await expect(openAwsKeyring(place())).rejects.toThrow(`${parameter} are not protected by KMS`);
    expect(aws.asked).not.toContain('kms Decrypt');
  });

  it('passes on refusals of AWS', async () => {
    aws.failures.set('GetParameter', { status: 400, code: 'AccessDeniedException' });
    aws.failures.set('PutParameter', { status: 400, code: 'AccessDeniedException' });
    const { store } = await made().catch(() => ({ store: awsKeyringStore(place()) }));

    await expect(store.read()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
