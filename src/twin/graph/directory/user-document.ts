import type { User } from '@microsoft/microsoft-graph-types';
import {
  dayMs,
  immutableAnchor,
  isoSeconds,
  isoTicks,
  type Organization,
  type Person,
  securityIdentifier,
} from '../../organization/index.ts';
import type { Json } from '../odata/index.ts';

/** Properties of a user in a response without `$select`. Source: Microsoft Graph, "List users", default properties. */
export const userDefaults: readonly string[] = [
  'businessPhones',
  'displayName',
  'givenName',
  'id',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
];

const basics = (person: Person): User => ({
  id: person.id,
  businessPhones: person.businessPhone === null ? [] : [person.businessPhone],
  displayName: person.displayName,
  givenName: person.givenName,
  jobTitle: person.jobTitle,
  mail: person.mail,
  mobilePhone: person.mobilePhone,
  officeLocation: person.kind === 'employee' ? person.office.name : null,
  preferredLanguage: person.kind === 'employee' ? person.office.language : null,
  surname: person.surname,
  userPrincipalName: person.userPrincipalName,
});

const account = (person: Person, organization: Organization): User => {
  const created = isoSeconds(person.createdAt);
  return {
    accountEnabled: person.accountEnabled,
    ageGroup: null,
    consentProvidedForMinor: null,
    legalAgeGroupClassification: null,
    createdDateTime: created,
    creationType: person.kind === 'guest' ? 'Invitation' : null,
    deletedDateTime: null,
    externalUserState: person.kind === 'guest' ? 'Accepted' : null,
    externalUserStateChangeDateTime: person.kind === 'guest' ? created : null,
    identities: [
      {
        signInType: person.kind === 'guest' ? 'federated' : 'userPrincipalName',
        issuer: person.kind === 'guest' ? 'ExternalAzureAD' : organization.domain,
        issuerAssignedId: person.kind === 'guest' ? null : person.userPrincipalName,
      },
    ],
    isManagementRestricted: null,
    isResourceAccount: person.kind === 'room' ? true : null,
    lastPasswordChangeDateTime: isoSeconds(person.createdAt + 20 * dayMs),
    passwordPolicies: person.kind === 'service' ? 'DisablePasswordExpiration' : null,
    securityIdentifier: securityIdentifier(person.id),
    showInAddressList: person.kind === 'guest' ? false : null,
    signInSessionsValidFromDateTime: isoSeconds(person.createdAt + 20 * dayMs),
    userType: person.kind === 'guest' ? 'Guest' : 'Member',
  };
};

const addresses = (person: Person): User => ({
  imAddresses: person.kind === 'employee' && person.mail !== null ? [person.mail] : [],
  mailNickname: person.mailNickname,
  otherMails: person.kind === 'guest' && person.mail !== null ? [person.mail] : [],
  proxyAddresses:
    person.mail === null ? [] : [`SMTP:${person.mail}`, `smtp:${person.mailNickname}@${person.mail.split('@')[1]}`],
});

const place = (person: Person): User => ({
  city: person.office.city,
  country: person.office.country,
  postalCode: String(10_000 + person.index),
  state: null,
  streetAddress: `${person.index + 1} Harbor Street`,
  usageLocation: person.kind === 'guest' ? null : person.office.usageLocation,
  faxNumber: null,
});

const employment = (person: Person, organization: Organization): User => ({
  companyName: person.kind === 'guest' ? 'Fabrikam' : organization.displayName,
  department: person.department,
  employeeHireDate: person.kind === 'employee' ? isoSeconds(person.createdAt - 10 * dayMs) : null,
  employeeId: person.employeeId,
  employeeLeaveDateTime: null,
  employeeOrgData:
    person.kind === 'employee' ? { division: person.department, costCenter: `CC-${person.index % 12}` } : null,
  employeeType: person.kind === 'employee' ? 'Employee' : null,
});

const synchronized = (person: Person, organization: Organization): User => {
  const [hub = ''] = organization.domain.split('.');
  const account = `${hub}-${person.mailNickname}`;
  return {
    onPremisesDistinguishedName: `CN=${person.displayName},OU=Staff,DC=${hub},DC=example`,
    onPremisesDomainName: `corp.${organization.domain}`,
    onPremisesExtensionAttributes: { extensionAttribute1: person.employeeId, extensionAttribute2: null },
    onPremisesImmutableId: immutableAnchor(person.id),
    onPremisesLastSyncDateTime: isoSeconds(person.createdAt + 30 * dayMs),
    onPremisesProvisioningErrors: [],
    onPremisesSamAccountName: account,
    onPremisesSecurityIdentifier: `S-1-5-21-3841070112-1198840723-2246311904-${1_000 + person.index}`,
    onPremisesSyncEnabled: true,
    onPremisesUserPrincipalName: person.userPrincipalName,
  };
};

const licenses = (person: Person): User => {
  const licensed = person.kind === 'employee';
  const skuId = 'c7df2760-2c81-4ef7-b578-5b5392b571df';
  return {
    assignedLicenses: licensed ? [{ disabledPlans: [], skuId }] : [],
    assignedPlans: licensed
      ? [
          {
            assignedDateTime: isoSeconds(person.createdAt),
            capabilityStatus: 'Enabled',
            service: 'exchange',
            servicePlanId: 'efb87545-963c-4e0d-99df-69c6916d9eb0',
          },
        ]
      : [],
    licenseAssignmentStates: licensed
      ? [
          {
            assignedByGroup: null,
            disabledPlans: [],
            error: 'None',
            lastUpdatedDateTime: isoSeconds(person.createdAt),
            skuId,
            state: 'Active',
          },
        ]
      : [],
    provisionedPlans: licensed
      ? [{ capabilityStatus: 'Enabled', provisioningStatus: 'Success', service: 'exchange' }]
      : [],
  };
};

/** Properties that are returned only for a single user, and only if they are selected. */
const profile = (person: Person, organization: Organization): User => ({
  aboutMe: `${person.displayName} looks after ${person.department ?? 'many things'}.`,
  birthday: isoTicks(person.createdAt - 9_000 * dayMs),
  hireDate: isoTicks(person.createdAt - 10 * dayMs),
  interests: ['tide tables', 'foghorns'],
  mySite: `https://${organization.domain.split('.')[0]}-my.sharepoint.com/personal/${person.mailNickname}/`,
  pastProjects: [organization.dice(`projects ${person.id}`).pick(organization.book.projects)],
  preferredName: person.givenName,
  responsibilities: [person.jobTitle ?? ''],
  schools: ['Harbor School'],
  skills: ['bookkeeping'],
});

const wholeDocument = (person: Person, organization: Organization): Json => ({
  ...basics(person),
  ...account(person, organization),
  ...addresses(person),
  ...place(person),
  ...employment(person, organization),
  ...synchronized(person, organization),
  ...licenses(person),
  ...profile(person, organization),
  ext55gb1l09_msLearnCourses: { courseName: 'Lighthouse keeping', learner: person.displayName },
});

/** Documents by person, because a list makes them of everybody. */
const made = new WeakMap<Person, Json>();

/** A user with all properties in the directory, including undeclared ones. */
export const userDocument = (person: Person, organization: Organization): Json => {
  const document = made.get(person) ?? wholeDocument(person, organization);
  made.set(person, document);
  return document;
};
