import type { MinimumTls } from '../../ports/index.ts';
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

/** Settings of the console and the access check. */
export type ConsoleAccess = {
  /** Origin of the console. */
  readonly origin: string;
  /** Origin of the token service. */
  readonly baseUrl: string;
  readonly leastGroupSize: number;
  readonly grantDays: number;
  readonly unusedDays: number;
  readonly contact?: string | undefined;
  /** Client ids of the applications that connectors sign in as, by connector. */
  readonly clientIds: Readonly<Record<string, string>>;
};

/** Audience of access tokens of an environment. */
export const accessAudience = (environment: string): string => `api://graphveil/${environment}`;

const isOrigin = (value: unknown): value is string =>
  typeof value === 'string' && /^https:\/\/[A-Za-z0-9.-]+(?::\d+)?$/.test(value);
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value > 0;
const isListOf = <Item>(is: (value: unknown) => value is Item, value: unknown): value is readonly Item[] =>
  Array.isArray(value) && value.length > 0 && value.every(is);
const areTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);
const isRecordOfTexts = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string');
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

/** Reads the text that a deployment wrote for the console. Throws if it is damaged. */
const readConsoleAccess = (text: string): ConsoleAccess => {
  const read = JSON.parse(text) as Record<string, unknown>;
  const { origin, baseUrl, leastGroupSize, grantDays, unusedDays, contact, clientIds } = read;
  if (!isOrigin(origin) || !isOrigin(baseUrl) || !isCount(leastGroupSize)) throw new TypeError('it is damaged');
  if (!isCount(grantDays) || !isCount(unusedDays)) throw new TypeError('it is damaged');
  if (contact !== undefined && !isText(contact)) throw new TypeError('it is damaged');
  if (!isRecordOfTexts(clientIds)) throw new TypeError('it is damaged');
  return { origin, baseUrl, leastGroupSize, grantDays, unusedDays, contact, clientIds };
};

/** Writes what a connector needs. Parts can be references that Terraform resolves. */
export const writeConnectorAccess = (access: ConnectorAccess): string => JSON.stringify(access);

/** Writes what the token service needs. */
export const writeTokenAccess = (access: TokenAccess): string => JSON.stringify(access);

/** Writes the settings of the console and the access check. */
export const writeConsoleAccess = (access: ConsoleAccess): string => JSON.stringify(access);

/** Variables of every function that isn't a connector's. */
type ServiceEnvironment = {
  readonly environment: string;
  readonly tenant: string;
  readonly cloud: CloudName;
  readonly region: string;
};

/** The environment of a deployed token service. */
export type TokenEnvironment = ServiceEnvironment & { readonly access: TokenAccess };

/** The environment of a deployed console or access check. */
export type ConsoleEnvironment = ServiceEnvironment & {
  /** Of the console's Entra application. */
  readonly clientId: string;
  readonly minimumTls: MinimumTls;
  readonly access: ConsoleAccess;
};

type Variables = Readonly<Record<string, string | undefined>>;

const textIn = (value: string): string => {
  if (value === '') throw new TypeError('it is missing');
  return value;
};

const cloudIn = (value: string): CloudName => {
  if (!Object.hasOwn(clouds, value)) throw new TypeError('it is unknown');
  return value as CloudName;
};

const minimumTlsIn = (value: string): MinimumTls => {
  if (value !== '' && value !== '1.2' && value !== '1.3') throw new TypeError('it is unknown');
  return value === '1.2' ? '1.2' : '1.3';
};

type Readers<Environment> = {
  readonly [Name in keyof Environment]: readonly [variable: string, read: (text: string) => Environment[Name]];
};

/** Reads variables, and throws a `FunctionEnvironmentError` that names all missing or invalid ones. */
const readVariables = <Environment>(readers: Readers<Environment>, variables: Variables): Environment => {
  const problems: string[] = [];
  const entries = Object.entries(readers as Readers<Record<string, unknown>>).map(([name, [variable, read]]) => {
    try {
      return [name, read(variables[variable] ?? '')];
    } catch {
      problems.push(`${variable} is missing or can't be read`);
      return [name, undefined];
    }
  });
  if (problems.length > 0) throw new FunctionEnvironmentError(problems);
  return Object.fromEntries(entries) as Environment;
};

/** A function, so that bundles of connectors leave it out. */
const ofService = (): Readers<ServiceEnvironment> => ({
  environment: [functionVariables.environment, textIn],
  tenant: [functionVariables.tenant, textIn],
  cloud: [functionVariables.cloud, cloudIn],
  region: ['AWS_REGION', textIn],
});

/** Reads the variables of the token service. Throws a `FunctionEnvironmentError` that names all missing or invalid ones. */
export const readTokenEnvironment = (variables: Variables = process.env): TokenEnvironment =>
  readVariables<TokenEnvironment>({ ...ofService(), access: [functionVariables.access, readTokenAccess] }, variables);

/** Reads the variables of the console or of the access check. Throws a `FunctionEnvironmentError`. */
export const readConsoleEnvironment = (variables: Variables = process.env): ConsoleEnvironment =>
  readVariables<ConsoleEnvironment>(
    {
      ...ofService(),
      clientId: [functionVariables.clientId, textIn],
      minimumTls: [functionVariables.minimumTls, minimumTlsIn],
      access: [functionVariables.access, readConsoleAccess],
    },
    variables,
  );
