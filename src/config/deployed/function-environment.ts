import type { Grants } from '../../population/index.ts';
import type { MinimumTls } from '../../ports/index.ts';
import { type CloudName, clouds } from '../clouds.ts';
import { type ConnectorAccess, readConnectorAccess } from './access-environment.ts';
import { readGrants } from './caller-grants.ts';
import { FunctionEnvironmentError, functionVariables } from './function-variables.ts';

/** Standard variables that Node.js and the libraries of a function read themselves. */
export const networkVariables = {
  proxy: 'HTTPS_PROXY',
  noProxy: 'NO_PROXY',
  certificates: 'NODE_EXTRA_CA_CERTS',
} as const;

/** Certificate authorities of the settings, in the archive of a function. */
export const certificatesFile = 'certificates.pem';

/** The environment of a deployed function. */
export type FunctionEnvironment = {
  readonly environment: string;
  readonly connector: string;
  /** The Entra tenant's id. */
  readonly tenant: string;
  /** The Entra application's client id. */
  readonly clientId: string;
  readonly cloud: CloudName;
  /** Origin that callers use, if it isn't the platform's. */
  readonly publicUrl: string | undefined;
  /** Grants of each caller; undefined if every caller sees everybody. */
  readonly grants: Grants | undefined;
  /** Absent if the deployment has no registered tools. */
  readonly access: ConnectorAccess | undefined;
  readonly region: string;
  /** The oldest version of TLS in requests to Microsoft. */
  readonly minimumTls: MinimumTls;
  /** Memory for one response of Graph and its sanitized copy, bytes. */
  readonly responseMemory: number;
  /** Largest response of Graph that is read, bytes. */
  readonly largestResponse: number;
};

const megabyte = 1024 * 1024;

/** Memory of a warm function without a page, MB. Measured by `npm run test:memory`. */
const idleMegabytes = 128;
/** The unused share of the memory: the garbage collector gets slow near the limit. */
const reserve = 0.05;
const leastMegabytes = 8;

/** Memory of a function whose platform doesn't state it, MB: the default of the setting. */
const defaultMemory = 512;

/** Returns the bytes that a function with this memory (MB) has for one response and its sanitized copy. */
export const responseMemoryOf = (memory: number): number =>
  Math.round(megabyte * Math.max(leastMegabytes, memory * (1 - reserve) - idleMegabytes));

/**
 * Most memory for each byte of a response that the scanner sanitizes: the response twice while it is read, and its sanitized copy,
 * which pseudonyms can make larger. Measured by `npm run test:memory`.
 */
const scannedMemory = 10;
const largestOfAll = 64 * megabyte;

/** Returns the size of the largest response that a function with this memory (MB) reads, bytes. */
export const largestResponseOf = (memory: number): number =>
  Math.min(largestOfAll, Math.floor(responseMemoryOf(memory) / scannedMemory));

const isCloud = (name: string | undefined): name is CloudName => name !== undefined && Object.hasOwn(clouds, name);

/** Reads the function's variables. Throws a `FunctionEnvironmentError` that names all missing or invalid ones. */
export const readFunctionEnvironment = (
  variables: Readonly<Record<string, string | undefined>> = process.env,
): FunctionEnvironment => {
  const problems: string[] = [];
  const memory = Number(variables['AWS_LAMBDA_FUNCTION_MEMORY_SIZE']) || defaultMemory;
  const required = (name: string): string => {
    const value = variables[name];
    if (value === undefined || value === '') problems.push(`${name} is missing`);
    return value ?? '';
  };
  const cloud = variables[functionVariables.cloud];
  const optional = <Value>(name: string, read: (text: string) => Value): Value | undefined => {
    const text = variables[name];
    if (text === undefined) return undefined;
    try {
      return read(text);
    } catch {
      problems.push(`${name} can't be read`);
      return undefined;
    }
  };
  if (!isCloud(cloud)) problems.push(`${functionVariables.cloud} is not one of ${Object.keys(clouds).join(', ')}`);
  const environment: FunctionEnvironment = {
    environment: required(functionVariables.environment),
    connector: required(functionVariables.connector),
    tenant: required(functionVariables.tenant),
    clientId: required(functionVariables.clientId),
    cloud: isCloud(cloud) ? cloud : 'global',
    publicUrl: variables[functionVariables.publicUrl] || undefined,
    grants: optional(functionVariables.grants, (text) =>
      readGrants(text, variables[functionVariables.environment] ?? ''),
    ),
    access: optional(functionVariables.access, readConnectorAccess),
    region: required('AWS_REGION'),
    minimumTls: variables[functionVariables.minimumTls] === '1.2' ? '1.2' : '1.3',
    responseMemory: responseMemoryOf(memory),
    largestResponse: largestResponseOf(memory),
  };
  if (problems.length > 0) throw new FunctionEnvironmentError(problems);
  return environment;
};
