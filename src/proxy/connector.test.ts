import { expectedRoles } from './connector.ts';

describe('expectedRoles', () => {
  const permissions = [
    { name: 'User.Read.All' },
    { name: 'Calendars.Read', mailbox: true },
    { name: 'X', mailbox: false },
  ];

  it('leaves out permissions that Exchange grants, since they never show in a token', () => {
    expect(expectedRoles(permissions, 'entra')).toEqual(['User.Read.All', 'Calendars.Read', 'X']);
    expect(expectedRoles(permissions, 'exchange-rbac')).toEqual(['User.Read.All', 'X']);
  });
});
