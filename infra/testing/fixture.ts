import { type KnownSource, loadSettings, type Settings } from '../../src/config/index.ts';
import { type NarrowerPermission, neededPermissions } from '../../src/connectors/index.ts';
import { consentConnector, type SourceFacts } from '../../src/documents/index.ts';
import type { DeployedConnector, Deployment } from '../deployment.ts';

const directory = (name: string, endpoint: string) => ({
  name,
  reason: `Needed for ${endpoint}.`,
  endpoints: [endpoint],
});

type InventedSource = SourceFacts & { readonly narrower: readonly NarrowerPermission[] };

const source = (id: string, title: string, further: Partial<InventedSource>): InventedSource => ({
  id,
  title,
  summary: `${title} without what it says.`,
  availability: 'ga',
  permissions: [],
  narrower: [],
  extras: [],
  exampleCalls: [
    { title: 'First people', path: '/v1.0/users?$top=5' },
    { title: 'One person', path: '/v1.0/users/{userId}' },
    { title: 'Groups', path: '/v1.0/groups' },
    { title: 'A fourth', path: '/v1.0/groups?$top=1' },
  ],
  administratorSteps: [],
  ...further,
});

/** Invented sources that resemble real ones. */
export const sources: readonly InventedSource[] = [
  source('people', 'People', { permissions: [directory('User.Read.All', '/v1.0/users')] }),
  source('diaries', 'Diaries', {
    permissions: [
      directory('User.Read.All', '/v1.0/users'),
      { ...directory('Calendars.Read', '/v1.0/users/{userId}/events'), mailbox: true },
      { ...directory('MailboxSettings.Read', '/v1.0/users/{userId}/mailboxSettings'), mailbox: true },
    ],
    narrower: [
      {
        instead: 'Calendars.Read',
        use: 'Calendars.ReadBasic.All',
        reason: 'Reads times.',
        loses: 'Nothing that is kept.',
        removed: [],
      },
    ],
  }),
  source('meetings', 'Meetings', {
    availability: 'beta',
    permissions: [directory('OnlineMeetings.Read.All', '/v1.0/users/{userId}/onlineMeetings')],
    extras: [{ id: 'members', title: 'Team members', permissions: [directory('TeamMember.Read.All', '/v1.0/teams')] }],
    administratorSteps: ['teams-application-access-policy'],
  }),
];

export const known: readonly KnownSource[] = sources.map(({ id, extras, narrower }) => ({
  id,
  aliases: [],
  variants: new Map([['plain-ids', '']]),
  extras,
  narrower: narrower.map(({ use }) => ({ use })),
}));

const start = `environment: prod
tenant: { id: 11111111-2222-3333-4444-555555555555 }
aws:
  account: "111122223333"
  region: eu-central-1
  tokenIssuer: https://abcdefgh.tokens.sts.global.api.aws
  keysRole: arn:aws:iam::111122223333:role/operators
`;

/** Builds settings from the required ones and a test's additions in YAML, also below `aws`. Throws with all problems. */
export const settingsWith = (rest: string, aws = ''): Settings => {
  const { settings, problems } = loadSettings(
    `${start}${aws === '' ? '' : `  ${aws}\n`}${rest}`,
    'graphveil.yaml',
    known,
  );
  if (settings === undefined) throw new Error(problems.map(({ message }) => message).join('; '));
  return settings;
};

export const deployed = (settings: Settings): readonly DeployedConnector[] =>
  settings.connectors.map((connector) => {
    const facts = sources.find(({ id }) => id === connector.source);
    if (facts === undefined) throw new Error(`no source ${connector.source}`);
    const narrowed = facts.narrower.filter(({ use }) => connector.narrow.includes(use));
    const permissions = neededPermissions(facts, { ...connector, narrowed });
    const consent = consentConnector({
      ...connector,
      source: facts,
      permissions,
      narrowed,
      narrower: facts.narrower.filter(({ use }) => !connector.narrow.includes(use)),
      exampleCalls: facts.exampleCalls,
    });
    return { ...connector, consent, methods: ['GET'], codeHash: 'aGFzaA==', settingsHash: '0123456789abcdef' };
  });

export const fromStack = {
  settings: '../../../graphveil.yaml',
  program: '../../../dist/cli/graphveil.js',
  state: '../../..',
};

/** A deployment as `synth` would prepare it, without bundles. */
export const deploymentWith = (rest: string): Deployment => {
  const settings = settingsWith(rest);
  return { settings, connectors: deployed(settings), fromStack, version: '0.0.0' };
};

export const caller = 'callers: { bi: { awsPrincipals: ["arn:aws:iam::444455556666:root"], externalId: agreed-id } }';
