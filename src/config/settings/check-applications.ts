import { describe } from '../../problems/diagnostics/index.ts';
import type { Check, Finding } from './checks.ts';
import { namedTwice } from './named-twice.ts';
import { connectorName } from './resolve.ts';

/** Maximum number of federated credentials on one application in Microsoft Entra ID. */
const mostCredentials = 20;

const oneTopology: Check = ({ file }) =>
  file.sharedApplication !== undefined && Object.keys(file.applications).length > 0
    ? [
        {
          path: ['applications'],
          at: 'key',
          ...describe('settings/two-topologies'),
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
      at: 'key' as const,
      ...describe('settings/unknown-connector', { name: key, known: [...names] }),
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
        ...describe('settings/duplicate-application', { key, other }),
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
          ...describe('settings/too-many-credentials', { count, limit: mostCredentials }),
        },
      ]
    : [];
};

const principalAlone: Check = ({ file }) => {
  const { objectId, servicePrincipalObjectId } = file.sharedApplication ?? {};
  return objectId === undefined && servicePrincipalObjectId !== undefined
    ? [{ path: ['sharedApplication', 'servicePrincipalObjectId'], ...describe('settings/principal-alone') }]
    : [];
};

/** Permissions from Entra and Exchange add up, so one application can't have both. */
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
      ...describe('settings/mixed-mailbox-access'),
    },
  ];
};

const nobodyOwns: Check = ({ file, trusted }) =>
  !file.deployerOwns && file.owners.length === 0 && trusted(['owners'])
    ? [
        {
          path: ['deployerOwns'],
          severity: 'warning',
          ...describe('settings/no-owners'),
        },
      ]
    : [];

export const applicationChecks: readonly Check[] = [
  oneTopology,
  knownConnectors,
  namedTwice('applications', 'keep the one with the right object id'),
  givenTwice,
  principalAlone,
  tooManyCredentials,
  mixedMailboxAccess,
  nobodyOwns,
];
