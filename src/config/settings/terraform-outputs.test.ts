import { readTerraformOutputs } from './terraform-outputs.ts';

const applications = { people: { clientId: 'c', objectId: 'o', servicePrincipalObjectId: 's' } };
const entra = { environment: 'prod', tenant: 't', applications };

describe('readTerraformOutputs', () => {
  it('reads the file that the Entra stack writes', () => {
    expect(readTerraformOutputs(JSON.stringify(entra))).toMatchObject({ entra });
  });

  it('reads what terraform output -json prints', () => {
    const printed = {
      entra: { sensitive: false, type: 'object', value: entra },
      connectors: { value: { people: { endpoint: 'https://x', functionName: 'f' } } },
      callers: { value: { bi: { roleArn: 'arn', externalId: null } } },
      keyring: { value: { parameter: '/graphveil/prod/keyring' } },
    };
    const outputs = readTerraformOutputs(JSON.stringify(printed));

    expect(outputs?.entra).toEqual(entra);
    expect(outputs?.endpoints.get('people')).toBe('https://x');
    expect(outputs?.callerRoles.get('bi')).toBe('arn');
  });

  it.each(['', 'not JSON', '{}', '[]', '{"entra":{"value":5}}', '{"other":{"value":1}}'])('refuses %j', (text) => {
    expect(readTerraformOutputs(text)).toBeUndefined();
  });
});
