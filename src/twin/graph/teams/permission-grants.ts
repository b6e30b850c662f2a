import type { ResourceSpecificPermissionGrant } from '@microsoft/microsoft-graph-types';
import { graphApplicationId } from '../../../graph-types/index.ts';
import type { Application } from '../../entra/index.ts';
import { answerCollection, type GraphCall, type Route } from '../core/index.ts';
import { findGroup } from '../directory/index.ts';
import type { Json } from '../odata/index.ts';

type Grant = { readonly application: Application; readonly permission: string };

const grantDocument = ({ application, permission }: Grant): Json => {
  const declared: ResourceSpecificPermissionGrant = {
    id: Buffer.from(`${application.clientId}/${permission}`).toString('base64url'),
    deletedDateTime: null,
    clientAppId: application.clientId,
    clientId: application.servicePrincipalId,
    permission,
    permissionType: 'Application',
    resourceAppId: graphApplicationId,
  };
  return { ...declared };
};

const grantsIn = ({ world }: GraphCall, team: string): readonly Grant[] =>
  world.applications
    .all()
    .flatMap((application) =>
      (application.teamGrants.get(team) ?? []).map((permission) => ({ application, permission })),
    );

/** Permissions that Teams apps grant in a team (resource-specific consent). */
export const permissionGrantRoutes: readonly Route[] = [
  {
    path: '/groups/{group}/permissionGrants',
    workload: 'directory',
    needs: ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All'],
    answer: (call) => {
      const { id } = findGroup(call);
      return answerCollection(call, {
        type: 'resourceSpecificPermissionGrant',
        context: `groups('${id}')/permissionGrants`,
        items: grantsIn(call, id),
        document: grantDocument,
        key: ({ application, permission }) => `${application.clientId}/${permission}`,
        pageSize: 100,
        largestPage: 999,
        link: `/groups('${id}')/permissionGrants`,
      });
    },
  },
];
