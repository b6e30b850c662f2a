import { type CloudName, clouds } from '../clouds.ts';

/** The variables that a deployment sets on a function. None of them is a secret. */
export const functionVariables = {
  environment: 'GRAPHVEIL_ENVIRONMENT',
  connector: 'GRAPHVEIL_CONNECTOR',
  tenant: 'GRAPHVEIL_TENANT',
  clientId: 'GRAPHVEIL_CLIENT_ID',
  cloud: 'GRAPHVEIL_CLOUD',
  publicUrl: 'GRAPHVEIL_PUBLIC_URL',
} as const;

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
  readonly region: string;
};

/** Invalid environment of a function. Names every wrong variable, but never its value. */
export class FunctionEnvironmentError extends Error {
  constructor(problems: readonly string[]) {
    super(`the function's environment is not usable: ${problems.join('; ')}; deploy it anew`);
    this.name = 'FunctionEnvironmentError';
  }
}

const isCloud = (name: string | undefined): name is CloudName => name !== undefined && Object.hasOwn(clouds, name);

/** Reads the function's variables. Throws a `FunctionEnvironmentError` that names all missing or invalid ones. */
export const readFunctionEnvironment = (
  variables: Readonly<Record<string, string | undefined>> = process.env,
): FunctionEnvironment => {
  const problems: string[] = [];
  const required = (name: string): string => {
    const value = variables[name];
    if (value === undefined || value === '') problems.push(`${name} is missing`);
    return value ?? '';
  };
  const cloud = variables[functionVariables.cloud];
  if (!isCloud(cloud)) problems.push(`${functionVariables.cloud} is not one of ${Object.keys(clouds).join(', ')}`);
  const environment: FunctionEnvironment = {
    environment: required(functionVariables.environment),
    connector: required(functionVariables.connector),
    tenant: required(functionVariables.tenant),
    clientId: required(functionVariables.clientId),
    cloud: isCloud(cloud) ? cloud : 'global',
    publicUrl: variables[functionVariables.publicUrl] || undefined,
    region: required('AWS_REGION'),
  };
  if (problems.length > 0) throw new FunctionEnvironmentError(problems);
  return environment;
};
