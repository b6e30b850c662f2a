import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settingsWith } from '../../infra/testing/fixture.ts';
import { identityByOutput, identityByState, refuseOtherDeployment } from './same-deployment.ts';

const settings = settingsWith('sources: { people: {} }');
const same = {
  environment: 'prod',
  tenant: '11111111-2222-3333-4444-555555555555',
  account: '111122223333',
  region: 'eu-central-1',
};

describe('refuseOtherDeployment', () => {
  it('accepts a state of the same deployment, and one that isn’t there yet', () => {
    expect(() => refuseOtherDeployment('graphveil', settings, undefined)).not.toThrow();
    expect(() => refuseOtherDeployment('graphveil', settings, same)).not.toThrow();
    expect(() => refuseOtherDeployment('graphveil-entra', settings, { environment: 'prod' })).not.toThrow();
  });

  it.each(Object.keys(same))('refuses a state of another %s, where Terraform would forget what runs', (name) => {
    expect(() => refuseOtherDeployment('graphveil', settings, { ...same, [name]: 'other' })).toThrow(
      `the state of graphveil belongs to ${name} other, and the settings name `,
    );
  });

  it('reads states and outputs, and nothing from other texts', () => {
    const folder = mkdtempSync(join(tmpdir(), 'graphveil-identity-'));
    const path = join(folder, 'x.tfstate');
    try {
      expect(identityByState(path)).toBeUndefined();
      writeFileSync(path, JSON.stringify({ outputs: { deployment: { value: same } } }));
      expect(identityByState(path)).toEqual(same);
      writeFileSync(path, 'no state');
      expect(identityByState(path)).toBeUndefined();
    } finally {
      rmSync(folder, { recursive: true });
    }
    expect(identityByOutput(JSON.stringify(same))).toEqual(same);
    expect(identityByOutput(undefined)).toBeUndefined();
    expect(identityByOutput('{}')).toEqual({});
  });
});
