import type { ConnectorView } from '../connector-view.ts';
import { listConnectors } from '../connectors.ts';
import type { RegistryPorts } from '../ports.ts';
import type { PracticeFinding, Review, ReviewedClient } from '../registry.ts';
import { readAccess } from '../uses.ts';
import { reviewAccess, reviewDays } from './review.ts';

const oldSecretDays = 180;
const expiringDays = 14;
const daySeconds = 86_400;

const npx = 'npx --no-install graphveil';

type Found = Omit<PracticeFinding, 'practice' | 'about' | 'severity'>;

/** One best practice: who follows it, and what to do otherwise. */
type Practice<Subject> = {
  readonly name: string;
  readonly severity: PracticeFinding['severity'];
  readonly find: (subject: Subject) => Found | undefined;
};

type ConnectorFacts = ConnectorView & {
  /** Names of permissions that clients of the connector were granted. */
  readonly granted: readonly string[];
  /** Names of the permissions that grants can have. */
  readonly grantable: readonly string[];
  /** Passwords and certificates on its application; undefined if nobody can tell. */
  readonly credentials: number | undefined;
};

const engineer = 'the platform engineer';

const connectorPractices: readonly Practice<ConnectorFacts>[] = [
  {
    name: 'dedicated-application',
    severity: 'warning',
    find: ({ settings }) =>
      settings.application === 'shared'
        ? {
            says: 'It shares its Entra application, so it has the permissions of all of them.',
            who: engineer,
            remedy: 'remove sharedApplication from the settings, deploy, and let the administrator consent again',
          }
        : undefined,
  },
  {
    name: 'least-privilege',
    severity: 'warning',
    find: ({ uses, granted, grantable, permissions }) => {
      const surplus = permissions
        .filter(({ name, population }) => population !== true && grantable.includes(name) && !granted.includes(name))
        .map(({ name }) => name);
      return uses.grants > 0 && uses.callers.length === 0 && surplus.length > 0
        ? {
            says: `No grant uses ${surplus.join(', ')}, though the connector has it.`,
            who: engineer,
            remedy: 'remove the extra, or choose a narrower permission in the settings',
          }
        : undefined;
    },
  },
  {
    name: 'no-credential-in-entra',
    severity: 'warning',
    find: ({ credentials }) =>
      credentials !== undefined && credentials > 0
        ? {
            says: `Its Entra application has ${credentials} passwords or certificates, which nothing needs.`,
            who: 'an owner of the application',
            remedy: 'remove them under Certificates & secrets, and find out who added them',
          }
        : undefined,
  },
  {
    name: 'tried-before-use',
    severity: 'advice',
    find: ({ status, name, uses }) =>
      status.evidence.some(({ check, state }) => check === 'call' && state === 'ok') || status.word === 'Not configured'
        ? undefined
        : {
            says:
              uses.grants > 0
                ? 'Clients use it, but no call of a check has succeeded lately.'
                : 'No call of a check has succeeded yet.',
            who: 'a Graphveil administrator',
            remedy: `${npx} connectors check ${name}, before people rely on it; try it with a test account first`,
          },
  },
];

const clientPractices = (now: number): readonly Practice<ReviewedClient>[] => [
  {
    name: 'secret-rotation',
    severity: 'warning',
    find: ({ secrets, name }) => {
      const old = secrets.filter(({ ageDays, until }) => ageDays >= oldSecretDays && until === undefined);
      return old.length === 0
        ? undefined
        : {
            says: `Its secret is ${Math.max(...old.map(({ ageDays }) => ageDays))} days old.`,
            who: 'the developer who registered it',
            remedy: `${npx} clients rotate ${name}, or register a federated credential, which needs no secret`,
          };
    },
  },
  {
    name: 'expiring-secret',
    severity: 'advice',
    find: ({ secrets, name }) => {
      const ending = secrets.filter(
        ({ until, lastUsed }) =>
          until !== undefined && lastUsed !== undefined && Date.parse(until) / 1000 - now <= expiringDays * daySeconds,
      );
      return ending.length === 0
        ? undefined
        : {
            says: `A secret that it used ends on ${ending[0]?.until?.slice(0, 10)}.`,
            who: 'the developer who registered it',
            remedy: `use the newer secret of ${name} before that day`,
          };
    },
  },
];

const collect = <Subject extends { readonly name: string }>(
  practices: readonly Practice<Subject>[],
  subjects: readonly Subject[],
): readonly PracticeFinding[] =>
  subjects.flatMap((subject) =>
    practices.flatMap(({ name: practice, severity, find }) => {
      const found = find(subject);
      return found === undefined ? [] : [{ practice, severity, about: subject.name, ...found }];
    }),
  );

/** A review that is due concerns everything. */
const dueReview = ({ due, last, dueAt }: Review): readonly PracticeFinding[] =>
  due
    ? [
        {
          practice: 'regular-review',
          severity: 'warning',
          about: 'all clients and grants',
          says:
            last === undefined
              ? `Nobody has reviewed who has access in ${reviewDays} days.`
              : `The last review was on ${last.at.slice(0, 10)}; the next was due on ${dueAt.slice(0, 10)}.`,
          who: 'a privacy officer or a Graphveil administrator',
          remedy: `${npx} review list, then ${npx} review done`,
        },
      ]
    : [];

/** Checks best practices: applications, permissions, secrets, trials and reviews. */
export const checkPractices = async (ports: RegistryPorts): Promise<readonly PracticeFinding[]> => {
  const [connectors, review, { grants }] = await Promise.all([
    listConnectors(ports),
    reviewAccess(ports),
    readAccess(ports),
  ]);
  const granted = new Set(grants.flatMap(({ permissions }) => permissions.map(({ name }) => name)));
  const facts = await Promise.all(
    connectors.map(async (connector): Promise<ConnectorFacts> => {
      const { name, permissions } = connector;
      const served = ports.described.connectors.find((each) => each.name === name)?.endpoints ?? [];
      return {
        ...connector,
        granted: permissions.map((each) => each.name).filter((each) => granted.has(`${name}:${each}`)),
        grantable: permissions
          .filter(({ endpoints }) => endpoints.some((path) => served.includes(path)))
          .map((each) => each.name),
        credentials: await ports.credentialsOf?.(name),
      };
    }),
  );
  const now = ports.access.clock() / 1000;
  return [
    ...collect(connectorPractices, facts),
    ...collect(clientPractices(now), review.clients),
    ...dueReview(review),
  ];
};
