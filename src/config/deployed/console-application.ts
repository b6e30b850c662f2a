/** Who somebody is in the console, as an app role of its Entra application. */
export type ConsoleRole = {
  /** Fixed, so that assignments survive another copy of the application's definition. Derived from the value. */
  readonly id: string;
  /** Value in the claim `roles` of an id token. */
  readonly value: `Graphveil.${string}`;
  readonly displayName: string;
  readonly description: string;
  /** The setting that lists who has the role. */
  readonly setting: 'administrators' | 'privacyOfficers' | 'developers';
};

export const consoleRoles: readonly ConsoleRole[] = [
  {
    id: '7002021e-fba3-5b20-a130-2136e1304c90',
    value: 'Graphveil.Admin',
    displayName: 'Administrator',
    description: 'Configures, pauses and deletes connectors, ends grants and registers tools in the Graphveil console.',
    setting: 'administrators',
  },
  {
    id: 'd604f9ce-cf23-59f2-a1ec-45f1fa157295',
    value: 'Graphveil.PrivacyOfficer',
    displayName: 'Privacy officer',
    description: 'Approves grants for the whole tenant, ends grants, reviews them and reads the ledger of decisions.',
    setting: 'privacyOfficers',
  },
  {
    id: '9e8c01c1-d452-5fda-a712-b378cb7f9974',
    value: 'Graphveil.Developer',
    displayName: 'Developer',
    description: 'Registers tools and asks owners of groups for access. Never reads anybody’s data.',
    setting: 'developers',
  },
];

/** A permission of the console's application, with the reason for it. */
export type ConsolePermission = {
  readonly name: string;
  readonly kind: 'application' | 'delegated';
  readonly reason: string;
};

/** Everything that the console's application may do in Microsoft Graph. None of it reads mail, calendars, chats or files. */
export const consolePermissions: readonly ConsolePermission[] = [
  {
    name: 'User.Read',
    kind: 'delegated',
    reason: 'Signs people in, and shows the person who signed in which groups they own.',
  },
  {
    name: 'GroupMember.Read.All',
    kind: 'application',
    reason:
      'Reads the name and owners of a group, and counts its people, when somebody gives or uses access to it, and once a day.',
  },
  {
    name: 'Application.Read.All',
    kind: 'application',
    reason:
      'Reads who has an app role of the console before every decision, so that a role that is taken away ends at once, and whether somebody gave the application of a connector a password.',
  },
];

/** Names of the permissions of a kind. */
export const namesOfConsolePermissions = (kind: ConsolePermission['kind']): readonly string[] =>
  consolePermissions.filter((permission) => permission.kind === kind).map(({ name }) => name);

export const consoleApplicationName = (environment: string): string => `graphveil-${environment}-console`;

/** Path of the console to which Microsoft Entra ID leads people back. */
export const consoleCallbackPath = '/sign-in/callback';
