/** The variables that a deployment sets on a function. None of them is a secret. */
export const functionVariables = {
  environment: 'GRAPHVEIL_ENVIRONMENT',
  connector: 'GRAPHVEIL_CONNECTOR',
  tenant: 'GRAPHVEIL_TENANT',
  clientId: 'GRAPHVEIL_CLIENT_ID',
  cloud: 'GRAPHVEIL_CLOUD',
  publicUrl: 'GRAPHVEIL_PUBLIC_URL',
  minimumTls: 'GRAPHVEIL_MINIMUM_TLS',
  grants: 'GRAPHVEIL_GRANTS',
  access: 'GRAPHVEIL_ACCESS',
  /** Of the settings and rules; the function doesn't read it. */
  settings: 'GRAPHVEIL_SETTINGS',
} as const;

/** Invalid environment of a function. Names every wrong variable, but never its value. */
export class FunctionEnvironmentError extends Error {
  constructor(problems: readonly string[]) {
    super(`the function's environment is not usable: ${problems.join('; ')}; deploy it anew`);
    this.name = 'FunctionEnvironmentError';
  }
}
