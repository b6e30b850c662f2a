import { Application } from '@cdktf/provider-azuread/lib/application/index.js';
import { DataAzureadServicePrincipal } from '@cdktf/provider-azuread/lib/data-azuread-service-principal/index.js';
import { ServicePrincipal } from '@cdktf/provider-azuread/lib/service-principal/index.js';
import { Construct } from 'constructs';
import { type GivenApplication, givenAddress } from '../../src/config/index.ts';
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
  /** An existing application. @default - a new application */
  readonly given?: GivenApplication | undefined;
};

/**
 * Hides the application from people's My Apps, but not from the portal's list of enterprise applications, which
 * administrators and auditors use.
 */
const featureTags = [{ hide: true, enterprise: true, gallery: false, customSingleSignOn: false }];

/** Attributes that administrators may edit by hand, so Terraform ignores their changes. */
const kept = ['notes', 'service_management_reference'];

/**
 * Every attribute of an enterprise application except its owners, once it exists: the tenant's administrators have the last
 * word on whether it may sign in, who is assigned, its tags and its notes. No deployment enables it again. Source: schema
 * of azuread_service_principal, hashicorp/azuread 3.7.
 */
export const keptOfPrincipal = [
  'account_enabled',
  'alternative_names',
  'app_role_assignment_required',
  'description',
  'feature_tags',
  'features',
  'login_url',
  'notes',
  'notification_email_addresses',
  'preferred_single_sign_on_mode',
  'saml_single_sign_on',
  'tags',
];

/**
 * Every attribute except the requested permissions, which are all that Terraform writes for a colleague's application.
 * Source: schema of azuread_application, hashicorp/azuread 3.7.
 */
const keptOfGiven = [
  ...kept,
  'api',
  'app_role',
  'description',
  'device_only_auth_enabled',
  'display_name',
  'fallback_public_client_enabled',
  'feature_tags',
  'group_membership_claims',
  'identifier_uris',
  'logo_image',
  'marketing_url',
  'oauth2_post_response_required',
  'optional_claims',
  'owners',
  'password',
  'prevent_duplicate_names',
  'privacy_statement_url',
  'public_client',
  'sign_in_audience',
  'single_page_application',
  'support_url',
  'tags',
  'template_id',
  'terms_of_service_url',
  'web',
];

/**
 * An application that reads Microsoft Graph: single tenant, hidden from users, with exactly its permissions, without
 * any password or certificate. Also creates the service principal, which consent requires.
 *
 * For a colleague's application, Terraform only writes the requested permissions and only reads the service principal.
 * It has a separate address, so that it isn't mistaken for an application of the deployment when the settings no longer
 * name it.
 */
export class EntraApplication extends Construct {
  readonly application: Application;
  readonly ids: ApplicationIds;
  /** Terraform addresses of resources that belong to somebody else. */
  readonly kept: readonly string[];

  constructor(scope: Construct, id: string, props: EntraApplicationProps) {
    super(scope, id);
    const { objectId, servicePrincipalObjectId } = props.given ?? {};
    const address = objectId === undefined ? props.address : givenAddress(props.address, objectId);
    const lifecycle =
      objectId === undefined ? { ignoreChanges: kept } : { ignoreChanges: keptOfGiven, preventDestroy: true };

    this.application = withAddress(
      address,
      new Application(this, 'application', {
        displayName: escapeTerraform(props.displayName),
        signInAudience: 'AzureADMyOrg',
        owners: [...props.owners],
        notes: props.notes,
        featureTags,
        requiredResourceAccess: graphAccess(props.permissions),
        // Another application of this name belongs to another copy of the deployment: its state must be used instead.
        ...(objectId === undefined && { preventDuplicateNames: true }),
        lifecycle,
      }),
    );
    const { clientId } = this.application;
    if (objectId !== undefined) this.application.importFrom(`/applications/${objectId}`);
    this.kept = objectId === undefined ? [] : [`azuread_application.${address}`];

    const principal =
      objectId === undefined
        ? withAddress(
            address,
            new ServicePrincipal(this, 'service-principal', {
              clientId,
              owners: [...props.owners],
              notes: props.notes,
              featureTags,
              lifecycle: { ignoreChanges: keptOfPrincipal },
            }),
          )
        : withAddress(
            address,
            new DataAzureadServicePrincipal(
              this,
              'service-principal',
              servicePrincipalObjectId === undefined
                ? { clientId }
                : { objectId: servicePrincipalObjectId, lifecycle: belongsTo(address, servicePrincipalObjectId) },
            ),
          );
    this.ids = {
      clientId,
      objectId: this.application.objectId,
      servicePrincipalObjectId: principal.objectId,
    };
  }
}

/** Stops a plan with the object id of another enterprise application, or of an app registration. */
const belongsTo = (address: string, objectId: string) => ({
  postcondition: [
    {
      condition: `\${self.client_id == azuread_application.${address}.client_id}`,
      errorMessage: `servicePrincipalObjectId ${objectId} isn't the enterprise application of this objectId.`,
    },
  ],
});

const graphAccess = (permissions: readonly string[]) => {
  if (permissions.length === 0) return [];
  const resourceAccess = [...new Set(permissions)].sort().map((name) => {
    const permission = graphPermissions[name];
    if (permission === undefined) throw new Error(`permission ${name} is not in the table of Graph permissions`);
    return { id: permission.id, type: 'Role' };
  });
  return [{ resourceAppId: graphApplicationId, resourceAccess }];
};
