import { AppRoleAssignment } from '@cdktf/provider-azuread/lib/app-role-assignment/index.js';
import { Application } from '@cdktf/provider-azuread/lib/application/index.js';
import { ServicePrincipal } from '@cdktf/provider-azuread/lib/service-principal/index.js';
import { Construct } from 'constructs';
import {
  accessCheckName,
  type ConsoleSettings,
  consoleApplicationName,
  consoleCallbackPath,
  consoleName,
  consolePermissions,
  consoleRoles,
  functionName,
  type Settings,
} from '../../src/config/index.ts';
import { graphApplicationId, graphPermissions } from '../../src/graph-types/index.ts';
import type { ApplicationIds } from '../deployment.ts';
import { escapeTerraform } from '../escape-terraform.ts';
import { withAddress } from '../with-address.ts';
import { keptOfPrincipal } from './application.ts';
import { trustRole } from './role-trust.ts';

/** Ids of delegated permissions of Microsoft Graph. Source: Microsoft Graph, "Permissions reference". */
const delegatedIds: Readonly<Record<string, string>> = { 'User.Read': 'e1fe6dd8-ba31-4d61-89e7-88639da4683d' };

const graphAccess = () => ({
  resourceAppId: graphApplicationId,
  resourceAccess: consolePermissions.map(({ name, kind }) => {
    const id = kind === 'application' ? graphPermissions[name]?.id : delegatedIds[name];
    if (id === undefined) throw new Error(`the id of permission ${name} is unknown`);
    return { id, type: kind === 'application' ? 'Role' : 'Scope' };
  }),
});

/** People find the console among their apps. */
const featureTags = [{ hide: false, enterprise: true, gallery: false, customSingleSignOn: false }];

const notes = (environment: string): string =>
  `Managed by Terraform for the Graphveil console (environment ${environment}). Signs in with federated credentials of two ` +
  'AWS roles; it has no password or certificate and must not get one.';

export type ConsoleApplicationProps = {
  readonly settings: Settings;
  readonly console: ConsoleSettings;
  /** Object ids. */
  readonly owners: readonly string[];
  /** Origin of the console. */
  readonly origin: string;
};

/**
 * The application that people sign in to. It has app roles for who decides, no password, and trusts the roles of two
 * functions: the console redeems codes as it, the access check reads owners of groups.
 */
export class ConsoleApplication extends Construct {
  readonly ids: ApplicationIds;
  /** Origin of the console. */
  readonly url: string;
  /** ARNs of the roles that may sign in, by function. */
  readonly subjects: ReadonlyMap<string, string>;

  constructor(scope: Construct, id: string, { settings, console, owners, origin }: ConsoleApplicationProps) {
    super(scope, id);
    const { environment } = settings;
    this.url = origin;
    const application = withAddress(
      consoleName,
      new Application(this, 'application', {
        displayName: escapeTerraform(consoleApplicationName(environment)),
        signInAudience: 'AzureADMyOrg',
        owners: [...owners],
        notes: notes(environment),
        featureTags,
        preventDuplicateNames: true,
        web: { redirectUris: [`${origin}${consoleCallbackPath}`], homepageUrl: origin },
        appRole: consoleRoles.map((role) => ({
          id: role.id,
          value: role.value,
          displayName: role.displayName,
          description: role.description,
          allowedMemberTypes: ['User'],
          enabled: true,
        })),
        // Without it, tokens don't tell when somebody signed in, and destructive acts require a fresh sign-in.
        optionalClaims: { idToken: [{ name: 'auth_time' }] },
        requiredResourceAccess: [graphAccess()],
        lifecycle: { ignoreChanges: ['notes', 'service_management_reference'] },
      }),
    );
    const principal = withAddress(
      consoleName,
      new ServicePrincipal(this, 'service-principal', {
        clientId: application.clientId,
        owners: [...owners],
        notes: notes(environment),
        featureTags,
        loginUrl: origin,
        // Owners of groups and members have no app role and sign in too.
        appRoleAssignmentRequired: false,
        lifecycle: { ignoreChanges: keptOfPrincipal },
      }),
    );
    this.ids = {
      clientId: application.clientId,
      objectId: application.objectId,
      servicePrincipalObjectId: principal.objectId,
    };
    this.subjects = new Map(
      [consoleName, accessCheckName].map((name) => {
        const below = new Construct(this, `trust-${name}`);
        const description = `The AWS function ${functionName(environment, name)} signs in with its own role.`;
        return [name, trustRole(below, name, application.id, settings, description).subject];
      }),
    );
    this.#assign(console, principal);
  }

  /** Gives the people and groups of the settings their app roles. */
  #assign(console: ConsoleSettings, { objectId: resourceObjectId }: ServicePrincipal): void {
    for (const { id: appRoleId, setting } of consoleRoles)
      for (const principalObjectId of new Set(console[setting])) {
        const name = `${consoleName}-${setting}-${principalObjectId}`;
        withAddress(name, new AppRoleAssignment(this, name, { appRoleId, principalObjectId, resourceObjectId }));
      }
  }
}
