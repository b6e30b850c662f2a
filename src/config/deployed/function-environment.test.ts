import { readFunctionEnvironment } from './function-environment.ts';

const complete = {
  GRAPHVEIL_ENVIRONMENT: 'prod',
  GRAPHVEIL_CONNECTOR: 'calendar',
  GRAPHVEIL_TENANT: '11111111-2222-3333-4444-555555555555',
  GRAPHVEIL_CLIENT_ID: '22222222-2222-3333-4444-555555555555',
  GRAPHVEIL_CLOUD: 'china',
  AWS_REGION: 'cn-north-1',
};

describe('readFunctionEnvironment', () => {
  it('reads the variables of the deployment', () => {
    expect(readFunctionEnvironment({ ...complete, GRAPHVEIL_PUBLIC_URL: '' })).toEqual({
      environment: 'prod',
      connector: 'calendar',
      tenant: complete.GRAPHVEIL_TENANT,
      clientId: complete.GRAPHVEIL_CLIENT_ID,
      cloud: 'china',
      publicUrl: undefined,
      region: 'cn-north-1',
      minimumTls: '1.3',
      responseMemory: Math.round(358.4 * 1024 * 1024),
      largestResponse: Math.floor((358.4 * 1024 * 1024) / 10),
    });
  });

  it.each([
    ['512', 358.4, 35.84],
    ['1024', 844.8, 64],
    ['128', 8, 0.8],
    ['10240', 9_600, 64],
    ['', 358.4, 35.84],
    ['much', 358.4, 35.84],
  ])('leaves a response the memory that the function has: %s MB, %d MB', (memory, megabytes, largest) => {
    const { responseMemory, largestResponse } = readFunctionEnvironment({
      ...complete,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: memory,
    });
    expect(responseMemory / 1024 / 1024).toBeCloseTo(megabytes, 2);
    expect(largestResponse / 1024 / 1024).toBeCloseTo(largest, 2);
  });

  it.each([
    ['1.2', '1.2'],
    ['1.3', '1.3'],
    ['1.1', '1.3'],
    ['', '1.3'],
  ])('accepts no TLS before 1.3, unless 1.2 is stated: %s', (stated, least) => {
    expect(readFunctionEnvironment({ ...complete, GRAPHVEIL_MINIMUM_TLS: stated }).minimumTls).toBe(least);
  });

  it('takes the origin that callers use', () => {
    const url = 'https://graph.proxy.example';
    expect(readFunctionEnvironment({ ...complete, GRAPHVEIL_PUBLIC_URL: url }).publicUrl).toBe(url);
  });

  it('refuses by naming every variable that is missing or wrong, and no value', () => {
    expect(() => readFunctionEnvironment({ GRAPHVEIL_CLOUD: 'moon', AWS_REGION: 'eu-central-1' })).toThrow(
      "the function's environment is not usable: GRAPHVEIL_CLOUD is not one of global, us-government, us-government-dod, " +
        'china; GRAPHVEIL_ENVIRONMENT is missing; GRAPHVEIL_CONNECTOR is missing; GRAPHVEIL_TENANT is missing; ' +
        'GRAPHVEIL_CLIENT_ID is missing; deploy it anew',
    );
  });
});
