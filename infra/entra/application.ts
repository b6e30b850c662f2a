import { Application } from '@cdktf/provider-azuread/lib/application/index.js';
import { ServicePrincipal } from '@cdktf/provider-azuread/lib/service-principal/index.js';
import { Construct } from 'constructs';
import { graphApplicationId, graphPermissions } from '../../src/graph-types/index.ts';
import type { ApplicationIds } from '../deployment.ts';
import { escapeTerraform } from '../escape-terraform.ts';
import { withAddress } from '../with-address.ts';

export type EntraApplicationProps = {
  /** Last part of the Terraform addresses. */
  readonly address: string;
  readonly displayName: string;
  /** Names of Graph application permissions. */
  readonly permissions: readonly string[];
  /** Object ids. */
  readonly owners: readonly string[];
  readonly notes: string;
  /** Object id of an existing application. @default - a new application */
  readonly objectId?: string | undefined;
};

const hidden = [{ hide: true, enterprise: false, gallery: false, customSingleSignOn: false }];
const hiddenPrincipal = [{ hide: true, enterprise: false, gallery: false, customSingleSignOn: false }];

/**
 * Attributes that administrators may edit by hand, so Terraform ignores their changes. An existing application belongs
 * to a colleague: Terraform never destroys it.
 */
const kept = ['notes', 'service_management_reference'];
const keptOfGiven = [...kept, 'display_name', 'description', 'owners', 'logo_image'];

/**
 * An application that reads Microsoft Graph: single tenant, hidden from users, with exactly its permissions, without
 * any password or certificate. Also creates the service principal, which consent requires.
 */
export class EntraApplication extends Construct {
  readonly application: Application;
  readonly ids: ApplicationIds;

  constructor(scope: Construct, id: string, props: EntraApplicationProps) {
    super(scope, id);
    const given = props.objectId !== undefined;
    const lifecycle = { ignoreChanges: given ? keptOfGiven : kept, ...(given && { preventDestroy: true }) };

    const application = withAddress(
      props.address,
      new Application(this, 'application', {
        displayName: escapeTerraform(props.displayName),
        signInAudience: 'AzureADMyOrg',
        owners: [...props.owners],
        notes: props.notes,
        featureTags: hidden,
        requiredResourceAccess: graphAccess(props.permissions),
        lifecycle,
      }),
    );
    if (given) application.importFrom(`/applications/${props.objectId}`);

    const principal = withAddress(
      props.address,
      new ServicePrincipal(this, 'service-principal', {
        clientId: application.clientId,
        owners: [...props.owners],
        notes: props.notes,
        featureTags: hiddenPrincipal,
        useExisting: given,
        lifecycle: given
          ? { ignoreChanges: ['notes', 'owners', 'description'], preventDestroy: true }
          : { ignoreChanges: ['notes'] },
      }),
    );

    this.application = application;
    this.ids = {
      clientId: application.clientId,
      objectId: application.objectId,
      servicePrincipalObjectId: principal.objectId,
    };
  }
}

const graphAccess = (permissions: readonly string[]) => {
  if (permissions.length === 0) return [];
  const resourceAccess = [...new Set(permissions)].sort().map((name) => {
    const permission = graphPermissions[name];
    if (permission === undefined) throw new Error(`permission ${name} is not in the table of Graph permissions`);
    return { id: permission.id, type: 'Role' };
  });
  return [{ resourceAppId: graphApplicationId, resourceAccess }];
};
