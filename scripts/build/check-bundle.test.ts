import { forbiddenInConsole, forbiddenInputs } from './check-bundle.ts';

describe('forbiddenInputs', () => {
  it.each([
    'node_modules/cdktf/lib/app.js',
    'node_modules/yaml/dist/index.js',
    'node_modules/zod/index.js',
    'node_modules/jsonwebtoken/index.js',
    'node_modules/@aws-sdk/credential-provider-sso/dist-es/index.js',
    'src/cli/main.ts',
    'src/twin/start-twin.ts',
    'src/graph-types/generated/types-beta.generated.ts',
    'src/rule-forms/compile.ts',
    'src/config/settings/schema.ts',
    'src/adapters/aws/testing/aws-stand-in.ts',
    'src/proxy/handle-call.test.ts',
    'node_modules/@aws-sdk/client-dynamodb/dist-es/index.js',
    'src/access/token/token-service.ts',
    'src/access/clients.ts',
  ])('refuses %s', (input) => {
    expect(forbiddenInputs(['src/lambda/index.ts', input])).toEqual([
      expect.stringContaining(`${input} is in the bundle`),
    ]);
  });

  it('accepts the files that a function needs', () => {
    const needed = [
      'src/proxy/handle-call.ts',
      'src/config/clouds.ts',
      'src/access/verify/bearer.ts',
      'node_modules/jose/dist/webapi/index.js',
      'node_modules/@aws-sdk/client-kms/dist-es/index.js',
      'node_modules/@aws-sdk/credential-provider-env/dist-es/index.js',
    ];

    expect(forbiddenInputs(needed)).toEqual([]);
  });
});

describe('forbiddenInConsole', () => {
  it.each([
    'node_modules/yaml/dist/index.js',
    'node_modules/jsonwebtoken/index.js',
    'src/proxy/handle-call.ts',
    'src/pseudonyms/keyring.ts',
    'src/population/members.ts',
    'src/access/token/token-service.ts',
    'src/documents/consent/consent-document.ts',
    'src/config/settings/schema.ts',
    'src/twin/start-twin.ts',
  ])('refuses %s', (input) => {
    expect(forbiddenInConsole([input])).toEqual([expect.stringContaining(`${input} is in the bundle`)]);
  });

  it('accepts pages, the store, and the style sheet of the documents', () => {
    const needed = [
      'src/console/create-console.tsx',
      'src/access/clients.ts',
      'src/documents/render/style.ts',
      'node_modules/hono/dist/hono.js',
      'node_modules/zod/v4/classic/index.js',
      'node_modules/@aws-sdk/client-dynamodb/dist-es/index.js',
    ];
    expect(forbiddenInConsole(needed)).toEqual([]);
  });
});
