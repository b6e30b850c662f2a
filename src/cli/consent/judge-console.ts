import type { ConsoleRole } from '../../config/index.ts';
import type { ConsentFacts } from './consent-facts.ts';

export type ConsentFinding = {
  /** A `warning` doesn't fail the verification. */
  readonly severity: 'error' | 'warning';
  readonly says: string;
  readonly remedy: string;
};

/** How people sign in to an application. */
export type ExpectedPeople = {
  /** Delegated permissions with an administrator's consent for everybody. */
  readonly scopes: readonly string[];
  readonly roles: readonly Pick<ConsoleRole, 'id' | 'displayName'>[];
};

/** Scopes of OpenID Connect, which a consent can name too. They show nothing but who signs in. */
const openId: readonly string[] = ['openid', 'profile', 'email', 'offline_access'];

const scopesOf = (grants: ConsentFacts['delegatedGrants']): readonly string[] =>
  grants.flatMap(({ scope }) => (scope ?? '').split(' ').filter((name) => name !== ''));

const error = (says: string, remedy: string): ConsentFinding => ({ severity: 'error', says, remedy });

/** Compares delegated permissions and app roles with what the console expects. Pure. */
export const peopleSignIn = (
  { scopes, roles }: ExpectedPeople,
  { delegatedGrants, assignedRoles }: ConsentFacts,
): readonly ConsentFinding[] => {
  const forAll = scopesOf(delegatedGrants.filter(({ consentType }) => consentType === 'AllPrincipals'));
  const missing = scopes.filter((name) => !forAll.includes(name));
  const surplus = [...new Set(scopesOf(delegatedGrants))].filter(
    (name) => !scopes.includes(name) && !openId.includes(name),
  );
  const nobody = roles.filter(({ id }) => !assignedRoles.includes(id)).map(({ displayName }) => displayName);
  return [
    ...(missing.length === 0
      ? []
      : [
          error(
            `consent is missing for delegated ${missing.join(', ')}`,
            'a Privileged Role Administrator follows the consent document of the console',
          ),
        ]),
    ...(surplus.length === 0
      ? []
      : [
          error(
            `delegated permissions are granted though nothing needs them: ${surplus.join(', ')}`,
            'a Privileged Role Administrator revokes them, on the enterprise application’s permissions',
          ),
        ]),
    ...(nobody.length === 0
      ? []
      : [
          {
            severity: 'warning' as const,
            says: `nobody has the app role ${nobody.join(', ')}`,
            remedy:
              'a Cloud Application Administrator assigns it, under Users and groups of the enterprise application',
          },
        ]),
  ];
};
