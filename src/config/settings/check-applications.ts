import type { Check, Finding } from './checks.ts';
import { namedTwice } from './named-twice.ts';
import { connectorName } from './resolve.ts';

/** Microsoft Entra ID holds at most this many federated credentials on one application. */
const mostCredentials = 20;

const oneTopology: Check = ({ file }) =>
  file.sharedApplication !== undefined && Object.keys(file.applications).length > 0
    ? [
        {
          path: ['applications'],
          at: 'key',
          code: 'settings/two-topologies',
          message: 'sharedApplication and applications exclude each other',
          hint: 'keep sharedApplication for one application of all connectors, or applications for one each',
        },
      ]
    : [];

const knownConnectors: Check = ({ file, sources, trusted }) => {
  const names = new Set(Object.keys(file.sources).map((key) => connectorName(key, sources)));
  if (!trusted(['sources'])) return [];
  return Object.keys(file.applications)
    .filter((key) => !names.has(connectorName(key, sources)))
    .map((key) => ({
      path: ['applications', key],
      at: 'key',
      code: 'settings/unknown-connector',
      message: `${key} is not one of the connectors`,
      hint: `list it under sources, or remove it here; connectors are ${[...names].join(', ')}`,
    }));
};

const givenTwice: Check = ({ file }) => {
  const seen = new Map<string, string>();
  return Object.entries(file.applications).flatMap(([key, { objectId }]): readonly Finding[] => {
    const other = seen.get(objectId);
    seen.set(objectId, key);
    if (other === undefined) return [];
    return [
      {
        path: ['applications', key, 'objectId'],
        code: 'settings/duplicate-application',
        message: `${key} and ${other} are given the same application`,
        hint: 'give each its own, or use sharedApplication for all of them',
      },
    ];
  });
};

const tooManyCredentials: Check = ({ file }) => {
  const count = Object.keys(file.sources).length;
  return file.sharedApplication !== undefined && count > mostCredentials
    ? [
        {
          path: ['sharedApplication'],
          at: 'key',
          code: 'settings/too-many-credentials',
          message: `${count} connectors would need ${count} federated credentials on one application, Microsoft Entra ID allows ${mostCredentials}`,
          hint: 'leave sharedApplication out, or split the connectors over two environments',
        },
      ]
    : [];
};

/** Grants of Entra and of Exchange add up, so one application can't have both. */
const mixedMailboxAccess: Check = ({ file }) => {
  if (file.sharedApplication === undefined) return [];
  const entries = Object.entries(file.sources).map(([key, entry]) => ({
    key,
    access: entry.mailboxAccess ?? file.mailboxAccess,
  }));
  const odd = entries.find(({ access }) => access !== entries[0]?.access);
  if (odd === undefined) return [];
  return [
    {
      path: ['sources', odd.key, 'mailboxAccess'],
      code: 'settings/mixed-mailbox-access',
      message:
        'connectors of a shared application differ in mailboxAccess; a grant in Entra would open every mailbox to all of them',
      hint: 'use one value for all, or leave sharedApplication out',
    },
  ];
};

const nobodyOwns: Check = ({ file, trusted }) =>
  !file.deployerOwns && file.owners.length === 0 && trusted(['owners'])
    ? [
        {
          path: ['deployerOwns'],
          severity: 'warning',
          code: 'settings/no-owners',
          message: 'the Entra applications would have no owner',
          hint: 'list object ids under owners; without an owner only an administrator can change or remove them',
        },
      ]
    : [];

export const applicationChecks: readonly Check[] = [
  oneTopology,
  knownConnectors,
  namedTwice('applications', 'keep the one with the right object id'),
  givenTwice,
  tooManyCredentials,
  mixedMailboxAccess,
  nobodyOwns,
];
