import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { answerKeyOperation } from './kms-keys.ts';
import { lambda, nothingOperated, type Operated, operation as operatedAnswer } from './operated-services.ts';
import { type Credentials, signatureProblem } from './verify-signature.ts';

/** The requests that the stand-in received, for example `ssm GetParameter /graphveil/prod/keyring`. */
export type AwsStandIn = {
  readonly url: string;
  readonly asked: readonly string[];
  readonly parameters: Map<string, string>;
  /** Names of failing operations (`Decrypt`) and their errors. */
  readonly failures: Map<string, { readonly status: number; readonly code: string }>;
  /** Ids of KMS keys that open nothing. */
  readonly disabledKeys: Set<string>;
  /** Whether the account issues identity tokens. */
  readonly federation: { enabled: boolean; readonly issuer: string };
  /** What the operator's services know: functions, alarms, metrics, limits. */
  readonly operated: Operated;
  readonly stop: () => Promise<void>;
};

export type AwsStandInOptions = {
  readonly region: string;
  readonly credentials: Credentials;
  /** Id of the account. @default 111122223333 */
  readonly account?: string;
  /** The caller in the response of GetCallerIdentity. */
  readonly arn?: string;
  /** ARNs of roles in IAM by name. */
  readonly roles?: Readonly<Record<string, string>>;
  /** Issuer of identity tokens. */
  readonly issuer?: string;
  /** The parameters that AssumeRole requires. */
  readonly externalId?: string;
  /** With it, the stand-in speaks HTTPS. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** The identity token for these audiences; without it none is issued. */
  readonly identityToken?: (audiences: readonly string[]) => Promise<string>;
};

type Answer = { readonly status: number; readonly type: string; readonly body: string };
type Input = Readonly<Record<string, unknown>>;

class Refusal extends Error {
  readonly status: number;
  constructor(name: string, status = 400) {
    super(name);
    this.name = name;
    this.status = status;
  }
}

const algorithm = 'aes-256-gcm';
const masterKey = randomBytes(32);
const aad = (context: unknown): Buffer =>
  Buffer.from(JSON.stringify(Object.entries((context ?? {}) as Record<string, string>).sort()));

/** A ciphertext begins with the length and the id of its key, as KMS finds the key in it. */
const seal = (plain: Buffer, context: unknown, keyId: unknown): string => {
  const key = Buffer.from(String(keyId));
  const nonce = randomBytes(12);
  const cipher = createCipheriv(algorithm, masterKey, nonce).setAAD(aad(context));
  const sealed = [nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat([Buffer.from([key.length]), key, ...sealed]).toString('base64');
};

const keyOf = (blob: string): string => {
  const bytes = Buffer.from(blob, 'base64');
  return bytes.subarray(1, 1 + (bytes[0] ?? 0)).toString();
};

const open = (blob: string, context: unknown): string => {
  const whole = Buffer.from(blob, 'base64');
  const bytes = whole.subarray(1 + (whole[0] ?? 0));
  const decipher = createDecipheriv(algorithm, masterKey, bytes.subarray(0, 12)).setAAD(aad(context));
  decipher.setAuthTag(bytes.subarray(-16));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('base64');
  } catch {
    throw new Refusal('InvalidCiphertextException');
  }
};

const kms = (operation: string, input: Input, disabledKeys: ReadonlySet<string>): unknown => {
  const ofKeys = answerKeyOperation(operation, input);
  if (ofKeys !== undefined && 'error' in ofKeys) throw new Refusal(ofKeys.error);
  if (ofKeys !== undefined) return ofKeys.answer;
  const context = input['EncryptionContext'];
  const blob = String(input['CiphertextBlob']);
  if (disabledKeys.has(keyOf(blob))) throw new Refusal('DisabledException');
  switch (operation) {
    case 'GenerateDataKeyWithoutPlaintext':
      return {
        CiphertextBlob: seal(randomBytes(Number(input['NumberOfBytes'])), context, input['KeyId']),
        KeyId: input['KeyId'],
      };
    case 'Encrypt':
      return {
        CiphertextBlob: seal(Buffer.from(String(input['Plaintext']), 'base64'), context, input['KeyId']),
        KeyId: input['KeyId'],
      };
    case 'Decrypt':
      return { Plaintext: open(blob, context) };
    case 'ReEncrypt': {
      const plain = Buffer.from(open(blob, input['SourceEncryptionContext']), 'base64');
      const to = input['DestinationKeyId'];
      const moved = seal(plain, input['DestinationEncryptionContext'], to);
      return { CiphertextBlob: moved, SourceKeyId: keyOf(blob), KeyId: to };
    }
    default:
      throw new Refusal('AccessDeniedException');
  }
};

const ssm = (operation: string, input: Input, parameters: Map<string, string>): unknown => {
  const name = String(input['Name']);
  const value = parameters.get(name);
  if (operation === 'GetParameter') {
    if (value === undefined) throw new Refusal('ParameterNotFound');
    return { Parameter: { Name: name, Type: 'String', Value: value, Version: 1 } };
  }
  if (operation !== 'PutParameter') throw new Refusal('AccessDeniedException');
  if (value !== undefined && input['Overwrite'] !== true) throw new Refusal('ParameterAlreadyExists');
  parameters.set(name, String(input['Value']));
  return { Version: 1, Tier: 'Standard' };
};

const xml = (operation: string, result: string): string =>
  `<${operation}Response xmlns="https://aws.example/doc/"><${operation}Result>${result}</${operation}Result><ResponseMetadata><RequestId>stand-in</RequestId></ResponseMetadata></${operation}Response>`;

const identity = ({ account = '111122223333', arn }: AwsStandInOptions): string =>
  `<Arn>${arn ?? `arn:aws:sts::${account}:assumed-role/operators/someone`}</Arn><UserId>AROAEXAMPLE:someone</UserId><Account>${account}</Account>`;

const assumedRole = ({ credentials }: AwsStandInOptions): string =>
  `<Credentials><AccessKeyId>${credentials.accessKeyId}</AccessKeyId><SecretAccessKey>${credentials.secretAccessKey}</SecretAccessKey><SessionToken>${credentials.sessionToken ?? ''}</SessionToken><Expiration>2030-01-01T00:00:00Z</Expiration></Credentials>`;

const sts = async (form: URLSearchParams, options: AwsStandInOptions): Promise<string> => {
  const action = form.get('Action') ?? '';
  if (action === 'GetCallerIdentity') return xml(action, identity(options));
  if (action === 'AssumeRole' && form.get('ExternalId') === options.externalId)
    return xml(action, assumedRole(options));
  const audiences = [...form].filter(([name]) => name.startsWith('Audience.member.')).map(([, value]) => value);
  if (action !== 'GetWebIdentityToken') throw new Refusal('AccessDenied', 403);
  if (form.get('SigningAlgorithm') !== 'RS256' || form.get('DurationSeconds') !== '300' || !options.identityToken)
    throw new Refusal('AccessDenied', 403);
  const token = await options.identityToken(audiences);
  return xml(action, `<WebIdentityToken>${token}</WebIdentityToken><Expiration>2030-01-01T00:00:00Z</Expiration>`);
};

const role = (name: string, arn: string): string =>
  `<Role><Path>/</Path><RoleName>${name}</RoleName><RoleId>AROAEXAMPLE</RoleId><Arn>${arn}</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate></Role>`;

/** IAM's roles and its account-wide switch. */
const iam = (
  form: URLSearchParams,
  roles: AwsStandInOptions['roles'],
  federation: AwsStandIn['federation'],
): string => {
  const [action, name] = [form.get('Action') ?? '', form.get('RoleName') ?? ''];
  const arn = roles?.[name];
  if (action === 'GetRole' && arn !== undefined) return xml(action, role(name, arn));
  if (action === 'EnableOutboundWebIdentityFederation') {
    if (federation.enabled) throw new Refusal('FeatureEnabled', 409);
    federation.enabled = true;
    return xml(action, `<IssuerIdentifier>${federation.issuer}</IssuerIdentifier>`);
  }
  if (action !== 'GetOutboundWebIdentityFederationInfo') throw new Refusal('AccessDenied', 403);
  if (!federation.enabled) throw new Refusal('FeatureDisabled', 404);
  return xml(
    action,
    `<IssuerIdentifier>${federation.issuer}</IssuerIdentifier><JwtVendingEnabled>true</JwtVendingEnabled>`,
  );
};

const read = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const jsonServices: Readonly<Record<string, string>> = {
  AmazonSSM: 'ssm',
  TrentService: 'kms',
  GraniteServiceVersion20100801: 'monitoring',
};

const json = (status: number, value: unknown): Answer => ({
  status,
  type: 'application/x-amz-json-1.1',
  body: JSON.stringify(value),
});

const xmlError = ({ status, name }: Refusal): Answer => ({
  status,
  type: 'text/xml',
  body: `<ErrorResponse xmlns="https://aws.example/doc/"><Error><Type>Sender</Type><Code>${name}</Code><Message>refused</Message></Error><RequestId>stand-in</RequestId></ErrorResponse>`,
});

/**
 * STS, IAM, SSM, KMS, Lambda and CloudWatch on loopback, limited to the operations that Graphveil uses. Rejects requests with an invalid
 * signature.
 */
export const startAwsStandIn = async (options: AwsStandInOptions): Promise<AwsStandIn> => {
  const asked: string[] = [];
  const parameters = new Map<string, string>();
  const failures: AwsStandIn['failures'] = new Map();
  const disabledKeys = new Set<string>();
  const operated = nothingOperated();
  const federation = { enabled: false, issuer: options.issuer ?? 'https://issuer.example' };

  const check = (request: IncomingMessage, body: Buffer, service: string, operation: string): void => {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const signed = { method: request.method ?? '', target: request.url ?? '', headers, body };
    // IAM signs for one region under its own name.
    const region = headers['host'] === 'iam.amazonaws.com' ? 'us-east-1' : options.region;
    const problem = signatureProblem(signed, options.credentials, { region, service });
    if (problem !== undefined) {
      asked.push(`refused: ${problem}`);
      throw new Refusal('IncompleteSignature', 403);
    }
    const failure = failures.get(operation);
    if (failure !== undefined) throw new Refusal(failure.code, failure.status);
  };

  const answerQuery = async (request: IncomingMessage, body: Buffer): Promise<Answer> => {
    const form = new URLSearchParams(body.toString());
    const action = form.get('Action') ?? '';
    const service = form.get('Version') === '2010-05-08' ? 'iam' : 'sts';
    asked.push(`${service} ${action}`);
    check(request, body, service, action);
    const result = service === 'iam' ? iam(form, options.roles, federation) : await sts(form, options);
    return { status: 200, type: 'text/xml', body: result };
  };

  const answerJson = (request: IncomingMessage, body: Buffer, service: string, operation: string): Answer => {
    const input = JSON.parse(body.toString()) as Input;
    asked.push(`${service} ${operation}${input['Name'] === undefined ? '' : ` ${String(input['Name'])}`}`);
    check(request, body, service, operation);
    if (service === 'ssm') return json(200, ssm(operation, input, parameters));
    if (service === 'kms') return json(200, kms(operation, input, disabledKeys));
    const found = operatedAnswer(operation, input, operated);
    if (found === undefined) throw new Refusal('AccessDeniedException');
    return json(200, found);
  };

  const answerRest = (request: IncomingMessage, body: Buffer): Answer => {
    const url = new URL(request.url ?? '', 'https://lambda.example');
    asked.push(`lambda ${request.method} ${url.pathname}`);
    check(request, body, 'lambda', 'lambda');
    const found = lambda(request.method ?? '', url, operated) ?? { status: 403, body: {} };
    return json(found.status, found.body);
  };

  const answer = async (request: IncomingMessage, body: Buffer): Promise<Answer> => {
    const [prefix = '', operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
    const service = jsonServices[prefix.replace(/_\d+$/, '')];
    const isRest = /^\/20\d\d-\d\d-\d\d\//.test(request.url ?? '');
    try {
      if (isRest) return answerRest(request, body);
      return await (service === undefined ? answerQuery(request, body) : answerJson(request, body, service, operation));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return service === undefined && !isRest
        ? xmlError(error)
        : json(error.status, { __type: error.name, message: 'refused' });
    }
  };

  const listener: RequestListener = (request, response) => {
    void read(request)
      .then((body) => answer(request, body))
      .then(({ status, type, body }) => response.writeHead(status, { 'content-type': type }).end(body));
  };
  const server = options.tls === undefined ? createServer(listener) : createHttpsServer(options.tls, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    parameters,
    failures,
    disabledKeys,
    federation,
    operated,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
