import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  type JSONWebKeySet,
  type JWK,
  type JWTPayload,
  jwtVerify,
} from 'jose';
import type { Clock, IssuerKeys, Macs, Records } from '../../ports/index.ts';
import { type FederatedCredential, partitions, type StoredClient, usedSorts } from '../verify/index.ts';

export type AssertionTools = {
  readonly records: Records;
  readonly macs: Macs;
  readonly issuerKeys: IssuerKeys;
  readonly clock: Clock;
  /** Audiences of private_key_jwt: the token endpoints and issuers of this service. */
  readonly audiences: readonly string[];
};

/** An assertion whose signature isn't verified yet. */
export type ReadAssertion = {
  readonly text: string;
  readonly issuer: string;
  readonly subject: string;
  /** More than one audience is an empty text, which no credential has. */
  readonly audience: string;
  readonly id: string | undefined;
  readonly kid: string | undefined;
  readonly algorithm: string;
};

/** Asymmetric algorithms. `none` and symmetric ones are never accepted, for any key. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'];
const longestAssertion = 16_384;
/** Seconds by which clocks of other issuers may differ. */
const tolerance = 60;
/** Seconds until a self-signed assertion (RFC 7523) must expire at the latest. */
const longestSelfSigned = 600;

const single = (audience: JWTPayload['aud']): string => {
  const all = [audience ?? ''].flat();
  return all.length === 1 ? (all[0] ?? '') : '';
};

/** Parses an assertion; undefined if it isn't a JWT with an issuer and a subject. */
export const readAssertion = (text: string): ReadAssertion | undefined => {
  if (text.length > longestAssertion) return undefined;
  try {
    const { iss, sub, aud, jti } = decodeJwt(text);
    const { kid, alg } = decodeProtectedHeader(text);
    if (typeof iss !== 'string' || typeof sub !== 'string' || typeof alg !== 'string') return undefined;
    return { text, issuer: iss, subject: sub, audience: single(aud), id: jti, kid, algorithm: alg };
  } catch {
    return undefined;
  }
};

const verify = async (
  { clock }: AssertionTools,
  { text }: ReadAssertion,
  keys: JSONWebKeySet,
  maxSeconds?: number,
): Promise<JWTPayload | undefined> => {
  try {
    const currentDate = new Date(clock());
    const options = { algorithms, currentDate, clockTolerance: tolerance, requiredClaims: ['exp'] };
    const { payload } = await jwtVerify(text, createLocalJWKSet(keys), options);
    const tooLong = maxSeconds !== undefined && (payload.exp ?? 0) > clock() / 1000 + maxSeconds + tolerance;
    return tooLong ? undefined : payload;
  } catch {
    return undefined;
  }
};

const hasKey = (keys: JSONWebKeySet, kid: string | undefined): boolean =>
  kid === undefined || keys.keys.some((key) => key.kid === kid);

/** Returns the keys of an issuer. An unknown key id is looked up once more, since issuers change their keys. */
const keysOfIssuer = async (
  { issuerKeys }: AssertionTools,
  issuer: string,
  kid: string | undefined,
): Promise<JSONWebKeySet | undefined> => {
  const keys = (await issuerKeys.get(issuer)) as JSONWebKeySet | undefined;
  if (keys !== undefined && hasKey(keys, kid)) return keys;
  return (await issuerKeys.get(issuer, true)) as JSONWebKeySet | undefined;
};

const isNamed = (assertion: ReadAssertion) => (credential: FederatedCredential) =>
  credential.issuer === assertion.issuer &&
  credential.subject === assertion.subject &&
  credential.audience === assertion.audience;

const checkFederated = async (
  tools: AssertionTools,
  assertion: ReadAssertion,
  client: StoredClient,
): Promise<string | undefined> => {
  // Only an issuer that an operator registered is ever read; the assertion can't choose one.
  const credential = client.federated.find(isNamed(assertion));
  if (credential === undefined) return undefined;
  const keys = await keysOfIssuer(tools, credential.issuer, assertion.kid);
  return keys !== undefined && (await verify(tools, assertion, keys)) !== undefined ? 'federated' : undefined;
};

/** Self-signed assertions are used once, until they expire. */
const useOnce = async ({ records, clock }: AssertionTools, client: string, id: string): Promise<boolean> => {
  const until = Math.floor(clock() / 1000) + longestSelfSigned + 2 * tolerance;
  return records.put({ partition: partitions.used(client), sort: `${usedSorts.assertion}${id}`, until, body: {} }, 0);
};

const usableJti = /^[\x21-\x7e]{1,128}$/;

/** Keys that nobody has the private half of. A client without a key costs the same time as one with a key. */
const decoys: Readonly<Record<string, JWK>> = {
  RSA: { kty: 'RSA', n: `${'v'.repeat(341)}Q`, e: 'AQAB' },
  EC: {
    kty: 'EC',
    crv: 'P-256',
    x: 'axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY',
    y: 'T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU',
  },
};

/** Returns one key for the algorithm of an assertion: the client's own of that key id, another one of it, or a decoy. */
const keyFor = ({ algorithm, kid }: ReadAssertion, { keys }: StoredClient): JWK | undefined => {
  const type = algorithm.startsWith('ES') ? 'EC' : 'RSA';
  const fitting = (keys as readonly JWK[]).filter((key) => key.kty === type);
  const key = fitting.find((one) => one.kid === kid) ?? fitting[0] ?? decoys[type];
  return key && { ...key, ...(kid !== undefined && { kid }) };
};

const checkSelfSigned = async (
  tools: AssertionTools,
  assertion: ReadAssertion,
  client: StoredClient,
): Promise<string | undefined> => {
  const { subject, audience, id } = assertion;
  const key = keyFor(assertion, client);
  if (subject !== assertion.issuer || key === undefined || id === undefined || !usableJti.test(id)) return undefined;
  if (!tools.audiences.includes(audience)) return undefined;
  const verified = await verify(tools, assertion, { keys: [key] }, longestSelfSigned);
  if (verified === undefined || subject !== client.id) return undefined;
  return (await useOnce(tools, client.id, id)) ? 'key' : undefined;
};

/**
 * Verifies an assertion for a client: signed by the client's own key (private_key_jwt, RFC 7523) if the client is its
 * issuer, otherwise by a registered issuer for the registered subject and audience. Returns the credential.
 */
export const checkAssertion = (
  tools: AssertionTools,
  assertion: ReadAssertion,
  client: StoredClient,
  /** The client id of the request. */
  id: string,
): Promise<string | undefined> =>
  assertion.issuer === id ? checkSelfSigned(tools, assertion, client) : checkFederated(tools, assertion, client);
