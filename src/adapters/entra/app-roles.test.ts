import type { AccessTokens, Http } from '../../ports/index.ts';
import { appRolesReader } from './app-roles.ts';

const graph = 'https://graph.example';
const clientId = '4c1f2a6e-1c3f-4f27-9d0c-2f6d3f4a8b11';
const [admin, officer] = [
  { id: 'r1', value: 'Graphveil.Admin' },
  { id: 'r2', value: 'Graphveil.PrivacyOfficer' },
];
const accessTokens = {
  get: async () => ({ token: 'token', roles: [], obtainedAt: 0, expiresAt: 0 }),
} as unknown as AccessTokens;

const to = (role: { readonly id: string }, principalType: string, principalId: string) => ({
  appRoleId: role.id,
  principalType,
  principalId,
});

/** Reads roles from Graph with these answers, by path without the query. */
const reader = (answers: Readonly<Record<string, unknown>>) => {
  const http: Http = {
    send: async ({ url }) => {
      const json = answers[url.replace(graph, '').replace(/\?\$.*$/, '')];
      return {
        status: json === undefined ? 403 : 200,
        headers: {},
        body: new TextEncoder().encode(JSON.stringify(json ?? {})),
      };
    },
  };
  return appRolesReader({ http, accessTokens, graph, clientId });
};

const principal = {
  [`/v1.0/servicePrincipals(appId='${clientId}')`]: { id: 'sp', appRoles: [admin, officer] },
};
const assignments = '/v1.0/servicePrincipals/sp/appRoleAssignedTo';

it('reads roles of a person and of the groups that the person belongs to, on every page', async () => {
  const rolesOf = reader({
    ...principal,
    [assignments]: { value: [to(admin, 'User', 'ada')], '@odata.nextLink': `${graph}/v1.0/next` },
    '/v1.0/next': { value: [to(officer, 'Group', 'officers'), to({ id: 'r9' }, 'User', 'bob')] },
    '/v1.0/groups/officers/members': { value: [{ id: 'bob' }] },
  });

  expect(await rolesOf('ada')).toEqual(['Graphveil.Admin']);
  expect(await rolesOf('bob')).toEqual(['Graphveil.PrivacyOfficer']);
  expect(await rolesOf('carol')).toEqual([]);
});

it.each([
  ['Graph refuses', principal],
  ['a group can’t be read', { ...principal, [assignments]: { value: [to(admin, 'Group', 'hidden')] } }],
  [
    'pages lead elsewhere',
    { ...principal, [assignments]: { value: [], '@odata.nextLink': 'https://graph.example.evil.example/' } },
  ],
  ['pages don’t end', { ...principal, [assignments]: { value: [], '@odata.nextLink': `${graph}${assignments}` } }],
])('rejects if %s, so that nothing is decided', async (_, answers) => {
  await expect(reader(answers)('ada')).rejects.toThrow('Microsoft Graph');
});
