import { readConsoleEnvironment, readTokenEnvironment } from './access-environment.ts';
import { writeGrants } from './caller-grants.ts';
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
      grants: undefined,
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

  const callers = ['pilot', 'other', 'all'].map((name) => ({
    name,
    groups: { pilot: ['g1', 'g2'], other: ['g2', 'g3'] }[name] ?? [],
    counterparts: name === 'other',
    awsPrincipals: [name === 'all' ? 'arn:aws:iam::1:root' : 'arn:aws:iam::2:root'],
    googleServiceAccounts: [],
  }));
  const aws = { account: '111122223333', partition: 'aws-cn' as const };

  it('reads what callers may see, by the role that they assume', () => {
    const text = writeGrants({ aws, callers, leastGroupSize: 7 });
    const { grants } = readFunctionEnvironment({ ...complete, GRAPHVEIL_GRANTS: text });
    const role = (name: string): string => `arn:aws-cn:sts::111122223333:assumed-role/graphveil-prod-caller-${name}`;

    expect(grants?.leastGroupSize).toBe(7);
    expect(Object.fromEntries(grants?.callers ?? [])).toEqual({
      [role('pilot')]: { groups: ['g1', 'g2'], beside: ['g3'], counterparts: false },
      [role('other')]: { groups: ['g2', 'g3'], beside: ['g1'], counterparts: true },
      [role('all')]: 'everybody',
    });
  });

  it('has no grants if nobody is limited', () => {
    const [pilot] = callers;
    expect(writeGrants({ aws, callers: [], leastGroupSize: 5 })).toBeUndefined();
    expect(writeGrants({ aws, callers: pilot ? [{ ...pilot, groups: [] }] : [], leastGroupSize: 5 })).toBeUndefined();
  });

  it.each(['', '{', '{}', '{"least":5,"groups":[],"callers":{"a":{"groups":[0]}}}', '{"groups":[],"callers":{}}'])(
    'refuses to start with damaged grants, which would show everybody: %s',
    (text) => {
      expect(() => readFunctionEnvironment({ ...complete, GRAPHVEIL_GRANTS: text })).toThrow(
        "GRAPHVEIL_GRANTS can't be read",
      );
    },
  );

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

describe('registered tools', () => {
  const access = { baseUrl: 'https://access.example', keys: ['MIIB'], leastGroupSize: 5, addresses: [] };
  const tokens = {
    baseUrl: 'https://access.example',
    signingKeys: [2, 1],
    accessSeconds: 600,
    unusedSeconds: 86_400,
    addresses: ['203.0.113.0/24'],
  };
  const tokenVariables = {
    GRAPHVEIL_ENVIRONMENT: 'prod',
    GRAPHVEIL_TENANT: '11111111-2222-3333-4444-555555555555',
    GRAPHVEIL_CLOUD: 'global',
    GRAPHVEIL_ACCESS: JSON.stringify(tokens),
    AWS_REGION: 'eu-central-1',
  };

  it('are in the environment of a connector if the deployment has any', () => {
    expect(readFunctionEnvironment(complete).access).toBeUndefined();
    expect(readFunctionEnvironment({ ...complete, GRAPHVEIL_ACCESS: JSON.stringify(access) }).access).toEqual(access);
  });

  it.each([
    ['no JSON', '{'],
    ['no origin', JSON.stringify({ ...access, baseUrl: 'http://access.example' })],
    ['no key', JSON.stringify({ ...access, keys: [] })],
    ['an empty key', JSON.stringify({ ...access, keys: [''] })],
    ['no addresses', JSON.stringify({ ...access, addresses: undefined })],
    ['no least size', JSON.stringify({ ...access, leastGroupSize: 0 })],
  ])('end the start of a connector with %s', (_, text) => {
    expect(() => readFunctionEnvironment({ ...complete, GRAPHVEIL_ACCESS: text })).toThrow(
      "GRAPHVEIL_ACCESS can't be read",
    );
  });

  it('are in the environment of the token service', () => {
    expect(readTokenEnvironment(tokenVariables)).toEqual({
      environment: 'prod',
      tenant: '11111111-2222-3333-4444-555555555555',
      cloud: 'global',
      region: 'eu-central-1',
      access: tokens,
    });
  });

  it('names all variables of the token service that are missing or damaged, and no value', () => {
    expect(() => readTokenEnvironment({})).toThrow(/ENVIRONMENT.*TENANT.*CLOUD.*AWS_REGION.*ACCESS/);
    const damaged = { ...tokenVariables, GRAPHVEIL_CLOUD: 'moon', GRAPHVEIL_ACCESS: JSON.stringify(access) };
    expect(() => readTokenEnvironment(damaged)).toThrow(/^(?!.*(?:moon|MIIB)).*CLOUD.*ACCESS/);
  });

  it('are in the environment of the console, with its application', () => {
    const pages = { origin: 'https://console.example', baseUrl: 'https://access.example', leastGroupSize: 5 };
    const clientIds = { diary: '11111111-2222-3333-4444-666666666666' };
    const more = { grantDays: 365, unusedDays: 90, contact: 'privacy@contoso.example', clientIds };
    const text = JSON.stringify({ ...pages, ...more });
    const variables = { ...tokenVariables, GRAPHVEIL_CLIENT_ID: 'an id', GRAPHVEIL_ACCESS: text };
    expect(readConsoleEnvironment(variables)).toMatchObject({
      clientId: 'an id',
      minimumTls: '1.3',
      access: { ...pages, ...more },
    });
    for (const damaged of ['{}', JSON.stringify(pages), text.replace('365', '0'), text.replace('clientIds', 'ids')])
      expect(() => readConsoleEnvironment({ ...variables, GRAPHVEIL_ACCESS: damaged })).toThrow(/ACCESS/);
    expect(() =>
      readConsoleEnvironment({ ...variables, GRAPHVEIL_MINIMUM_TLS: '1.0', GRAPHVEIL_CLIENT_ID: '' }),
    ).toThrow(/CLIENT_ID.*MINIMUM_TLS/);
  });
});
