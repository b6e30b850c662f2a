const variables = ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'];

/** Returns the proxy that the environment names for https, as it is written there; undefined if there is none. */
export const environmentProxy = (): string | undefined =>
  variables.map((name) => process.env[name]).find((value) => value !== undefined && value !== '');
