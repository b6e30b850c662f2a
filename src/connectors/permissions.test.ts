import { expectedRoles, type PermissionFacts } from './choose-permissions.ts';
import { neededPermissions } from './permissions.ts';

const people: PermissionFacts = { name: 'User.Read.All', reason: 'Lists people.', endpoints: ['/v1.0/users'] };
const events: PermissionFacts = {
  name: 'Calendars.Read',
  reason: 'Reads meetings.',
  mailbox: true,
  endpoints: ['/v1.0/users/{userId}/events'],
};
/** Microsoft has no role of Exchange for it. */
const tasks: PermissionFacts = {
  name: 'Tasks.Read.All',
  reason: 'Reads tasks.',
  mailbox: true,
  endpoints: ['/v1.0/users/{userId}/todo/lists'],
};
const members = {
  id: 'members',
  title: 'Team members',
  permissions: [
    { ...people, reason: 'Lists them again.', endpoints: ['/v1.0/users/{userId}'] },
    { name: 'TeamMember.Read.All', reason: 'Lists members.', endpoints: ['/v1.0/teams/{teamId}/members'] },
  ],
};
const source = { permissions: [people, events, tasks], extras: [members] };

describe('expectedRoles', () => {
  const roles = (mailboxAccess: 'entra' | 'exchange-rbac') =>
    expectedRoles(neededPermissions(source, { extras: [], mailboxAccess }));

  it('lists every permission when Entra grants all of them', () => {
    expect(roles('entra')).toEqual(['User.Read.All', 'Calendars.Read', 'Tasks.Read.All']);
  });

  it('leaves out what Exchange grants, and keeps mailbox permissions without an Exchange role', () => {
    expect(roles('exchange-rbac')).toEqual(['User.Read.All', 'Tasks.Read.All']);
  });

  it('keeps a permission with an Exchange role that the source does not mark as a mailbox permission', () => {
    const unmarked = { permissions: [{ ...events, mailbox: false }], extras: [] };

    expect(expectedRoles(neededPermissions(unmarked, { extras: [], mailboxAccess: 'exchange-rbac' }))).toEqual([
      'Calendars.Read',
    ]);
  });
});

describe('neededPermissions', () => {
  const withExtra = neededPermissions(source, { extras: ['members'], mailboxAccess: 'entra' });

  it('adds the permissions of chosen extras only', () => {
    expect(neededPermissions(source, { extras: [], mailboxAccess: 'entra' }).map(({ name }) => name)).not.toContain(
      'TeamMember.Read.All',
    );
    expect(withExtra.at(-1)).toMatchObject({ name: 'TeamMember.Read.All', extra: 'Team members' });
  });

  it('lists a permission that an extra repeats once: with the source’s reason, and the endpoints of both', () => {
    expect(withExtra.filter(({ name }) => name === 'User.Read.All')).toEqual([
      { ...people, endpoints: ['/v1.0/users', '/v1.0/users/{userId}'], grantedIn: 'entra' },
    ]);
  });
});
