import { graphPermissions } from '../../../graph-types/index.ts';
import { startTwin, type Twin } from '../../index.ts';
import { type GraphClientOptions, graphClient } from '../../testing/index.ts';

let twin: Twin;
let options: GraphClientOptions;
const clientId = '6e0f9a5c-0d0a-4c43-9a35-8d8b3b7d6f21';
beforeAll(async () => {
  twin = await startTwin({ people: 10, groups: 2 });
  twin.controls.register({
    clientId,
    displayName: 'Graphveil calendar',
    federatedCredentials: [{ subject: 'arn:aws:iam::123456789012:role/x' }],
    requested: ['User.Read.All', 'Calendars.Read'],
    consented: ['User.Read.All'],
    owners: [twin.organization.busiest.id],
  });
  options = { url: twin.graph, ca: twin.caCertificate, token: await twin.controls.operatorToken() };
});
afterAll(() => twin.stop());

it('shows an administrator the requested and granted permissions, owners and trusted identities of an application', async () => {
  const client = graphClient(options);
  const application = await client.api(`/applications(appId='${clientId}')`).get();
  expect(application.requiredResourceAccess[0].resourceAccess).toHaveLength(2);
  expect(application.passwordCredentials).toEqual([]);
  const graph = await client.api("/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')").get();
  const grants = await client.api(`/servicePrincipals(appId='${clientId}')/appRoleAssignments`).get();
  expect(grants.value).toMatchObject([{ appRoleId: graphPermissions['User.Read.All']?.id, resourceId: graph.id }]);
  expect(graph.appRoles).toContainEqual(
    expect.objectContaining({ value: 'User.Read.All', id: grants.value[0].appRoleId }),
  );
  const owners = await client.api(`/applications/${application.id}/owners`).get();
  expect(owners.value).toMatchObject([{ '@odata.type': '#microsoft.graph.user', id: twin.organization.busiest.id }]);
  const credentials = await client.api(`/applications/${application.id}/federatedIdentityCredentials`).get();
  expect(credentials.value).toMatchObject([{ issuer: twin.issuer, audiences: ['api://AzureADTokenExchange'] }]);
});

it('finds applications and service principals by filter, and shows grants as they change', async () => {
  const client = graphClient(options);
  twin.controls.consent(clientId, ['Calendars.Read']);
  twin.controls.application(clientId).passwords.push('left over');
  const found = await client.api('/servicePrincipals').filter(`appId eq '${clientId}'`).get();
  expect(found.value).toHaveLength(1);
  const [principal] = found.value;
  expect((await client.api(`/servicePrincipals/${principal.id}`).get()).appId).toBe(clientId);
  expect((await client.api(`/servicePrincipals/${principal.id}/appRoleAssignments`).get()).value).toHaveLength(2);
  expect((await client.api(`/servicePrincipals/${principal.id}/owners`).get()).value).toHaveLength(1);
  const [application] = (await client.api('/applications').filter(`appId eq '${clientId}'`).get()).value;
  expect(application.passwordCredentials).toMatchObject([{ displayName: 'left over' }]);
  const graph = "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')";
  expect((await client.api(`${graph}/appRoleAssignedTo`).get()).value).toHaveLength(2);
  expect((await client.api(`${graph}/appRoleAssignments`).get()).value).toEqual([]);
});

it.each([
  "/applications(appId='x')",
  '/servicePrincipals/x',
  "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')/owners",
])('refuses %s with 404', async (path) => {
  await expect(graphClient(options).api(path).get()).rejects.toMatchObject({ statusCode: 404 });
});

it('refuses an operator without the scope', async () => {
  const token = await twin.controls.operatorToken(['User.Read']);
  await expect(
    graphClient({ ...options, token })
      .api('/applications')
      .get(),
  ).rejects.toMatchObject({ statusCode: 403 });
});
