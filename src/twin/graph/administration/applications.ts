import { type Application, graphAppId } from '../../entra/index.ts';
import type { TwinAnswer } from '../../http/index.ts';
import {
  answerCollection,
  answerEntity,
  type Collection,
  type GraphCall,
  GraphRefusal,
  type Route,
} from '../core/index.ts';
import { objectDocument } from '../directory/index.ts';
import type { Json } from '../odata/index.ts';
import {
  applicationDocument,
  assignmentDocuments,
  credentialDocuments,
  graphPrincipalDocument,
  graphPrincipalId,
  principalDocument,
  roleAssignmentDocuments,
  scopeGrantDocuments,
} from './application-document.ts';

const readers = ['Application.Read.All', 'Directory.Read.All', 'Application.ReadWrite.All'];

const absent = (id: string): GraphRefusal =>
  new GraphRefusal(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );

/** True if a key of the path, an object id or `appId=…`, refers to this application. */
const isNamed = (key: string, objectId: string, appId: string): boolean => key === objectId || key === `appId=${appId}`;

const findApplication = ({ world, param }: GraphCall): Application => {
  const key = param('application');
  const found = world.applications.all().find(({ objectId, clientId }) => isNamed(key, objectId, clientId));
  if (found === undefined) throw absent(key);
  return found;
};

/** Finds the application whose service principal the path names; undefined for Microsoft Graph's own. */
const findPrincipal = ({ world, param }: GraphCall): Application | undefined => {
  const key = param('principal');
  if (isNamed(key, graphPrincipalId(world.tenant), graphAppId)) return undefined;
  const found = world.applications
    .all()
    .find(({ servicePrincipalId, clientId }) => isNamed(key, servicePrincipalId, clientId));
  if (found === undefined) throw absent(key);
  return found;
};

const list = <T>(type: string, link: string, items: readonly T[], document: (item: T) => Json): Collection<T> => ({
  type,
  context: link.slice(1),
  items,
  document,
  key: (item) => String(document(item)['id']),
  pageSize: 100,
  largestPage: 999,
  link,
});

const principals = ({ world: { applications, tenant } }: GraphCall): readonly Json[] => [
  graphPrincipalDocument(tenant),
  ...applications.all().map((application) => principalDocument(application, tenant)),
];

const owners = (call: GraphCall, { owners: ids }: Application, link: string): TwinAnswer => {
  const { organization } = call.world;
  const people = ids.flatMap((id) => organization.person(id) ?? []);
  return answerCollection(
    call,
    list('directoryObject', link, people, (person) => objectDocument({ person }, organization)),
  );
};

const same = (document: Json): Json => document;

const route = (path: string, answer: Route['answer']): Route => ({
  path,
  workload: 'directory',
  needs: readers,
  answer,
});

/** Routes for administrators of applications: registration, credentials, owners, grants. */
export const administrationRoutes: readonly Route[] = [
  route('/applications', (call) =>
    answerCollection(call, list('application', '/applications', call.world.applications.all(), applicationDocument)),
  ),
  route('/applications/{application}', (call) =>
    answerEntity(call, {
      ...list('application', '/applications', [], applicationDocument),
      item: findApplication(call),
    }),
  ),
  route('/applications/{application}/owners', (call) => {
    const application = findApplication(call);
    return owners(call, application, `/applications('${application.objectId}')/owners`);
  }),
  route('/applications/{application}/federatedIdentityCredentials', (call) => {
    const application = findApplication(call);
    const link = `/applications('${application.objectId}')/federatedIdentityCredentials`;
    return answerCollection(call, list('federatedIdentityCredential', link, credentialDocuments(application), same));
  }),
  route('/servicePrincipals', (call) =>
    answerCollection(call, list('servicePrincipal', '/servicePrincipals', principals(call), same)),
  ),
  route('/servicePrincipals/{principal}', (call) => {
    const application = findPrincipal(call);
    const { tenant } = call.world;
    const item = application === undefined ? graphPrincipalDocument(tenant) : principalDocument(application, tenant);
    return answerEntity(call, { ...list('servicePrincipal', '/servicePrincipals', [], same), item });
  }),
  route('/servicePrincipals/{principal}/owners', (call) => {
    const application = findPrincipal(call);
    if (application === undefined) throw absent(call.param('principal'));
    return owners(call, application, `/servicePrincipals('${application.servicePrincipalId}')/owners`);
  }),
  route('/servicePrincipals/{principal}/appRoleAssignments', (call) => {
    const application = findPrincipal(call);
    const documents = application === undefined ? [] : assignmentDocuments(application, call.world.tenant);
    const link = `/servicePrincipals('${application?.servicePrincipalId}')/appRoleAssignments`;
    return answerCollection(call, list('appRoleAssignment', link, documents, same));
  }),
  route('/servicePrincipals/{principal}/oauth2PermissionGrants', (call) => {
    const application = findPrincipal(call);
    const documents = application === undefined ? [] : scopeGrantDocuments(application, call.world.tenant);
    const link = `/servicePrincipals('${application?.servicePrincipalId}')/oauth2PermissionGrants`;
    return answerCollection(call, list('oAuth2PermissionGrant', link, documents, same));
  }),
  // Paths are matched without `microsoft.graph.`.
  route('/servicePrincipals/{principal}/transitiveMemberOf/directoryRole', (call) => {
    const link = `/servicePrincipals('${findPrincipal(call)?.servicePrincipalId}')/transitiveMemberOf/microsoft.graph.directoryRole`;
    return answerCollection(call, list('directoryRole', link, [], same));
  }),
  route('/servicePrincipals/{principal}/appRoleAssignedTo', (call) => {
    const { applications, organization, tenant } = call.world;
    const application = findPrincipal(call);
    const documents =
      application === undefined
        ? applications.all().flatMap((one) => assignmentDocuments(one, tenant))
        : roleAssignmentDocuments(application, organization);
    const id = application?.servicePrincipalId ?? graphPrincipalId(tenant);
    return answerCollection(
      call,
      list('appRoleAssignment', `/servicePrincipals('${id}')/appRoleAssignedTo`, documents, same),
    );
  }),
];
