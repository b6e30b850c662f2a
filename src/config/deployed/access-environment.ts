import { type CloudName, clouds } from '../clouds.ts';
import { FunctionEnvironmentError, functionVariables } from './function-variables.ts';

/** What a connector's function needs to verify the tokens of registered tools. Nothing of it is a secret. */
export type ConnectorAccess = {
  /** Origin of the token service, which tools use as base URL of Graph too. */
  readonly baseUrl: string;
  /** Public keys of the token service: SubjectPublicKeyInfo in DER, base64. */
  readonly keys: readonly string[];
  /** Least number of people in a group of a grant. */
  readonly leastGroupSize: number;
  /** Ranges of addresses from which tools may call. Empty: any. */
  readonly addresses: readonly string[];
};

/** What the token service needs. */
export type TokenAccess = {
  readonly baseUrl: string;
  /** Numbers of the signing keys. The first one signs. */
  readonly signingKeys: readonly number[];
  readonly accessSeconds: number;
  readonly unusedSeconds: number;
  readonly addresses: readonly string[];
};

/** Audience of access tokens of an environment. */
export const accessAudience = (environment: string): string => `api://graphveil/${environment}`;

const isOrigin = (value: unknown): value is string =>
  typeof value === 'string' && /^https:\/\/[A-Za-z0-9.-]+(?::\d+)?$/.test(value);
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value > 0;
const isListOf = <Item>(is: (value: unknown) => value is Item, value: unknown): value is readonly Item[] =>
  Array.isArray(value) && value.length > 0 && value.every(is);
const areTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** Reads the text that a deployment wrote for a connector. Throws if it is damaged. */
export const readConnectorAccess = (text: string): ConnectorAccess => {
  const { baseUrl, keys, leastGroupSize, addresses } = JSON.parse(text) as Record<string, unknown>;
  if (!isOrigin(baseUrl) || !isListOf(isText, keys) || !isCount(leastGroupSize) || !areTexts(addresses))
    throw new TypeError('it is damaged');
  return { baseUrl, keys, leastGroupSize, addresses };
};

/** Reads the text that a deployment wrote for the token service. Throws if it is damaged. */
const readTokenAccess = (text: string): TokenAccess => {
  const { baseUrl, signingKeys, accessSeconds, unusedSeconds, addresses } = JSON.parse(text) as Record<string, unknown>;
  if (!isOrigin(baseUrl) || !isListOf(isCount, signingKeys) || !isCount(accessSeconds) || !isCount(unusedSeconds))
    throw new TypeError('it is damaged');
  if (!areTexts(addresses)) throw new TypeError('it is damaged');
  return { baseUrl, signingKeys, accessSeconds, unusedSeconds, addresses };
};

/** Writes what a connector needs. Parts can be references that Terraform resolves. */
export const writeConnectorAccess = (access: ConnectorAccess): string => JSON.stringify(access);

/** Writes what the token service needs. */
export const writeTokenAccess = (access: TokenAccess): string => JSON.stringify(access);

/** The environment of a deployed token service. */
export type TokenEnvironment = {
  readonly environment: string;
  readonly tenant: string;
  readonly cloud: CloudName;
  readonly region: string;
  readonly access: TokenAccess;
};

/** Reads the variables of the token service. Throws a `FunctionEnvironmentError` that names all missing or invalid ones. */
export const readTokenEnvironment = (
  variables: Readonly<Record<string, string | undefined>> = process.env,
): TokenEnvironment => {
  const problems: string[] = [];
  const required = <Value>(name: string, read: (text: string) => Value): Value | undefined => {
    try {
      return read(variables[name] ?? '');
    } catch {
      problems.push(`${name} is missing or can't be read`);
      return undefined;
    }
  };
  const textIn = (value: string): string => {
    if (value === '') throw new TypeError('it is missing');
    return value;
  };
  const cloudIn = (value: string): CloudName => {
    if (!Object.hasOwn(clouds, value)) throw new TypeError('it is unknown');
    return value as CloudName;
  };
  const environment = required(functionVariables.environment, textIn);
  const tenant = required(functionVariables.tenant, textIn);
  const cloud = required(functionVariables.cloud, cloudIn);
  const region = required('AWS_REGION', textIn);
  const access = required(functionVariables.access, readTokenAccess);
  if (
    environment === undefined ||
    tenant === undefined ||
    cloud === undefined ||
    region === undefined ||
    access === undefined
  )
    throw new FunctionEnvironmentError(problems);
  return { environment, tenant, cloud, region, access };
};
