import { identityIn, roleOfSession } from './caller-identity.ts';

describe('identityIn', () => {
  it.each([
    [
      'arn:aws:sts::111122223333:assumed-role/operators/someone@contoso.example',
      { kind: 'role', name: 'operators', arn: 'arn:aws:iam::111122223333:role/operators' },
    ],
    [
      'arn:aws-us-gov:sts::111122223333:assumed-role/operators/x',
      { kind: 'role', name: 'operators', arn: 'arn:aws-us-gov:iam::111122223333:role/operators' },
    ],
    ['arn:aws:iam::111122223333:user/team/one', { kind: 'user', arn: 'arn:aws:iam::111122223333:user/team/one' }],
    ['arn:aws:iam::111122223333:root', { kind: 'other' }],
    ['arn:aws:sts::111122223333:federated-user/x', { kind: 'other' }],
  ])('reads %s', (arn, identity) => {
    expect(identityIn(arn)).toEqual(identity);
  });
});

describe('roleOfSession', () => {
  it('names the role, whose path only IAM knows', () => {
    const session = (role: string) => `arn:aws:sts::111122223333:assumed-role/${role}/someone`;

    expect(roleOfSession(session('operators'))).toContain('arn:aws:iam::111122223333:role/operators, or');
    expect(roleOfSession(session('AWSReservedSSO_Ops_0123456789abcdef'))).toMatch(/^the ARN that aws iam get-role/);
    expect(roleOfSession('arn:aws:iam::111122223333:root')).toBeUndefined();
  });
});
