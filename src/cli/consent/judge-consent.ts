import { graphPermissions } from '../../graph-types/index.ts';
import type { ConsentFacts } from './consent-facts.ts';
import { type ConsentFinding, type ExpectedPeople, peopleSignIn } from './judge-console.ts';

/** The expected state of an application. */
export type ExpectedConsent = {
  readonly displayName: string;
  readonly clientId: string;
  /** Names of the permissions that Entra grants. */
  readonly permissions: readonly string[];
  /** Names of the permissions that a Teams app grants, and the teams in which it is expected. */
  readonly perTeam: readonly string[];
  readonly teams: readonly string[];
  /** Names of the permissions that Exchange grants. */
  readonly inExchange: readonly string[];
  /** Names of the permissions that need a grant of each site. */
  readonly perSite: readonly string[];
  readonly issuer: string;
  readonly audience: string;
  /** ARNs of the roles that may sign in. */
  readonly subjects: readonly string[];
  /** How people sign in to it. @default nobody does */
  readonly people?: ExpectedPeople;
};

export type ConsentVerdict = {
  readonly displayName: string;
  readonly clientId: string;
  readonly granted: readonly string[];
  readonly missing: readonly string[];
  /** Granted, but not requested; ids of unknown permissions. */
  readonly surplus: readonly string[];
  readonly passwords: number;
  readonly certificates: number;
  readonly owners: number;
  readonly findings: readonly ConsentFinding[];
};

const nameOf = (id: string): string =>
  Object.entries(graphPermissions).find(([, permission]) => permission.id === id)?.[0] ?? id;

const error = (says: string, remedy: string): ConsentFinding => ({ severity: 'error', says, remedy });

const presence = ({ registered, servicePrincipal }: ConsentFacts): readonly ConsentFinding[] => {
  if (!registered)
    return [error('the application is not in this tenant', 'run npm run deploy, or sign in to the right tenant')];
  if (servicePrincipal === 'missing')
    return [error('the enterprise application is missing', 'run npm run deploy; it is made with the application')];
  if (servicePrincipal === 'disabled')
    return [
      error('sign-in is switched off', 'a Cloud Application Administrator sets “Enabled for users to sign-in?” to Yes'),
    ];
  return [];
};

const grants = (
  missing: readonly string[],
  surplus: readonly string[],
  facts: ConsentFacts,
): readonly ConsentFinding[] => [
  ...(missing.length === 0
    ? []
    : [
        error(
          `consent is missing for ${missing.join(', ')}`,
          'a Privileged Role Administrator follows the consent document',
        ),
      ]),
  ...(surplus.length === 0
    ? []
    : [
        error(
          `granted though nothing needs it: ${surplus.join(', ')}`,
          'a Privileged Role Administrator revokes it, on the enterprise application’s permissions',
        ),
      ]),
  ...(facts.otherGrants === 0
    ? []
    : [
        error(
          `${facts.otherGrants} permissions of other APIs than Microsoft Graph are granted`,
          'a Privileged Role Administrator revokes them',
        ),
      ]),
];

const warning = (says: string, remedy: string): ConsentFinding => ({ severity: 'warning', says, remedy });

/** Compares the grants of each team. Without teams, there is nothing to compare. */
const teamGrants = ({ perTeam, teams }: ExpectedConsent, facts: ConsentFacts): readonly ConsentFinding[] => {
  if (perTeam.length === 0) return [];
  if (teams.length === 0)
    return [
      warning(
        `${perTeam.join(', ')} can’t be verified, because no caller is limited to a team`,
        'run Get-MgGroupPermissionGrant for each team, as in the consent document',
      ),
    ];
  return teams.flatMap((team): readonly ConsentFinding[] => {
    const granted = facts.teamGrants.get(team) ?? [];
    const missing = perTeam.filter((name) => !granted.includes(name));
    const surplus = granted.filter((name) => !perTeam.includes(name));
    return [
      ...(missing.length === 0
        ? []
        : [
            error(
              `team ${team} doesn’t grant ${missing.join(', ')}`,
              'a Teams Administrator or an owner of the team installs the Teams app in it, as in the consent document',
            ),
          ]),
      ...(surplus.length === 0
        ? []
        : [
            error(
              `team ${team} grants though nothing needs it: ${surplus.join(', ')}`,
              'a Teams Administrator removes the Teams app from the team, and installs the one of the consent document',
            ),
          ]),
    ];
  });
};

const exchangeGrants = ({ inExchange }: ExpectedConsent): readonly ConsentFinding[] =>
  inExchange.length === 0
    ? []
    : [
        warning(
          `mailboxes that Exchange opens to ${inExchange.join(', ')} can’t be verified, because Graph doesn’t show them`,
          'run Test-ServicePrincipalAuthorization, as in the consent document',
        ),
      ];

const siteGrants = ({ perSite }: ExpectedConsent): readonly ConsentFinding[] =>
  perSite.length === 0
    ? []
    : [
        warning(
          `sites that ${perSite.join(', ')} opens can’t be verified, because Microsoft lists them only site by site`,
          'run Get-MgSitePermission for each site, as in the consent document',
        ),
      ];

const credentials = ({ passwords, certificates }: ConsentFacts): readonly ConsentFinding[] =>
  passwords + certificates === 0
    ? []
    : [
        error(
          `it has ${passwords} passwords and ${certificates} certificates, and must have none`,
          'an owner removes them under Certificates & secrets, those of the enterprise application with Microsoft Graph PowerShell, and finds out who added them',
        ),
      ];

/** Reports powers beyond its permissions. */
const powers = (
  { people }: ExpectedConsent,
  { delegatedGrants, directoryRoles }: ConsentFacts,
): readonly ConsentFinding[] => [
  ...(people !== undefined || delegatedGrants.length === 0
    ? []
    : [
        error(
          `${delegatedGrants.length} delegated grants let it act for people who sign in`,
          'a Privileged Role Administrator revokes them, on the enterprise application’s permissions',
        ),
      ]),
  ...(directoryRoles.length === 0
    ? []
    : [
        error(
          `it has the Entra role ${directoryRoles.join(', ')}`,
          'a Privileged Role Administrator removes the assignment, and finds out who made it',
        ),
      ]),
];

const trusts = (expected: ExpectedConsent, { registered, trusts: found }: ConsentFacts): readonly ConsentFinding[] => {
  if (!registered) return [];
  const fits = (subject: string) =>
    found.some(
      (trust) =>
        trust.issuer === expected.issuer && trust.subject === subject && trust.audiences.includes(expected.audience),
    );
  const absent = expected.subjects.filter((subject) => !fits(subject));
  const strange = found.filter(
    ({ issuer, subject }) => issuer !== expected.issuer || !expected.subjects.includes(subject),
  );
  return [
    ...(absent.length === 0
      ? []
      : [
          error(
            `no federated credential trusts ${absent.join(', ')}`,
            'run npm run deploy; it takes effect in minutes',
          ),
        ]),
    ...(strange.length === 0
      ? []
      : [
          error(
            `${strange.length} federated credentials trust somebody else`,
            'an owner removes them under Certificates & secrets, and finds out who added them',
          ),
        ]),
  ];
};

/** Compares the state of an application in the tenant with its expected state. Pure. */
export const judgeConsent = (expected: ExpectedConsent, facts: ConsentFacts): ConsentVerdict => {
  const granted = facts.grantedRoles.map(nameOf);
  const missing = expected.permissions.filter((name) => !granted.includes(name));
  const surplus = granted.filter((name) => !expected.permissions.includes(name));
  const present = presence(facts);
  const ownerless: readonly ConsentFinding[] =
    facts.registered && facts.owners.length === 0
      ? [{ severity: 'warning', says: 'it has no owner', remedy: 'list owners in the settings and deploy again' }]
      : [];
  return {
    displayName: expected.displayName,
    clientId: expected.clientId,
    granted: granted.filter((name) => expected.permissions.includes(name)),
    missing,
    surplus,
    passwords: facts.passwords,
    certificates: facts.certificates,
    owners: facts.owners.length,
    findings: [
      ...present,
      ...(facts.registered ? grants(missing, surplus, facts) : []),
      ...teamGrants(expected, facts),
      ...exchangeGrants(expected),
      ...siteGrants(expected),
      ...credentials(facts),
      ...powers(expected, facts),
      ...(expected.people === undefined || !facts.registered ? [] : peopleSignIn(expected.people, facts)),
      ...trusts(expected, facts),
      ...ownerless,
    ],
  };
};
