import type { MailboxAccess } from '../../config/index.ts';
import { clouds } from '../../config/index.ts';
import { type NarrowerPermission, neededPermissions } from '../../connectors/index.ts';
import { consentConnector } from '../consent/consent-connector.ts';
import type { ConsentApplication, ConsentModel, ConsoleConsent } from '../consent/consent-model.ts';
import type { ConsentConnector, SourceFacts } from '../model.ts';
import { applicationDisplayName } from '../model.ts';
import type { RegisteredTools } from '../registered-tools.ts';

/** A source with its narrower permissions. */
type InventedSource = SourceFacts & { readonly narrower: readonly NarrowerPermission[] };

/** An invented source with every possible property. */
export const diaries: InventedSource = {
  id: 'diaries',
  title: 'Diaries',
  summary: 'When people meet; never what about.',
  availability: 'beta',
  permissions: [
    { name: 'User.Read.All', reason: 'Lists people.', endpoints: ['/v1.0/users'] },
    {
      name: 'Calendars.Read',
      reason: 'Reads | meetings <b>.',
      mailbox: true,
      endpoints: ['/v1.0/users/{userId}/events'],
    },
  ],
  narrower: [
    {
      instead: 'Calendars.Read',
      use: 'Calendars.ReadBasic.All',
      reason: 'Reads times.',
      loses: 'Nothing that is kept.',
      removed: ['/v1.0/users/{userId}/events/{eventId}'],
    },
    {
      instead: 'Group.Read.All',
      use: 'GroupMember.Read.All',
      reason: 'Lists members.',
      loses: 'Not asked for here.',
      removed: [],
    },
  ],
  extras: [
    {
      id: 'members',
      title: 'Team members',
      permissions: [
        { name: 'TeamMember.Read.All', reason: 'Lists members.', endpoints: ['/v1.0/teams/{teamId}/members'] },
        { name: 'User.Read.All', reason: 'Lists people.', endpoints: ['/v1.0/users/{userId}'] },
      ],
    },
  ],
  exampleCalls: [
    { title: 'First people', path: '/v1.0/users?$top=5' },
    { title: 'Their meetings', path: '/v1.0/users/{userId}/events' },
    { title: 'Third', path: "/v1.0/users?$filter=id eq 'x'" },
    { title: 'Fourth', path: '/v1.0/never-shown' },
  ],
  administratorSteps: ['teams-application-access-policy'],
};

/** A minimal source: one permission, no further steps. */
export const people: InventedSource = {
  ...diaries,
  id: 'people',
  title: 'People',
  availability: 'ga',
  permissions: [{ name: 'User.Read.All', reason: 'Lists people.', endpoints: ['/v1.0/users'] }],
  narrower: [],
  extras: [],
  administratorSteps: [],
};

const ids = (letter: string): Pick<ConsentApplication, 'clientId' | 'objectId' | 'servicePrincipalObjectId'> => ({
  clientId: `${letter.repeat(8)}-0000-0000-0000-00000000000c`,
  objectId: `${letter.repeat(8)}-0000-0000-0000-00000000000o`,
  servicePrincipalObjectId: `${letter.repeat(8)}-0000-0000-0000-00000000000s`,
});

type Choice = Partial<Pick<ConsentConnector, 'name' | 'extras' | 'variants' | 'acceptUnproven'>> & {
  readonly mailboxAccess?: MailboxAccess;
  /** Names of narrower permissions. */
  readonly narrow?: readonly string[];
};

const connectorOf = (source: InventedSource, choice: Choice = {}): ConsentConnector => {
  const { name = source.id, extras = [], variants = [], narrow = [], mailboxAccess = 'entra', acceptUnproven } = choice;
  const { exampleCalls } = source;
  const narrowed = source.narrower.filter(({ use }) => narrow.includes(use));
  const narrower = source.narrower.filter(({ use }) => !narrow.includes(use));
  const permissions = neededPermissions(source, { extras, mailboxAccess, narrowed });
  const described = {
    name,
    source,
    permissions,
    extras,
    variants,
    narrowed,
    narrower,
    exampleCalls,
  };
  return { ...consentConnector(described), acceptUnproven };
};

const model = (applications: readonly ConsentApplication[]): ConsentModel => ({
  environment: 'prod',
  tenantId: '11111111-2222-3333-4444-555555555555',
  cloud: clouds.global,
  tokenIssuer: 'https://abc.tokens.sts.global.api.aws',
  aws: { account: '111122223333', partition: 'aws' },
  request: {
    requestedBy: 'People | Analytics',
    onBehalfOf: 'the works council',
    contact: 'analytics@contoso.example',
    ticket: 'CHG-<x>',
    date: '2026-03-02',
  },
  applications,
  callers: [],
  leastGroupSize: 5,
  tools: undefined,
  console: undefined,
});

/** The same with a permission for single teams and one for single sites, in every connector. */
export const piecewise = (given: ConsentModel): ConsentModel => ({
  ...given,
  applications: given.applications.map((application) => ({
    ...application,
    connectors: application.connectors.map((connector) => ({
      ...connector,
      permissions: [
        ...connector.permissions,
        { name: 'ChannelMessage.Read.Group', reason: 'Reads messages.', endpoints: [], grantedIn: 'per-team' as const },
        {
          name: 'Sites.Selected',
          reason: 'Reads sites.',
          endpoints: [],
          grantedIn: 'entra' as const,
          perSite: true as const,
        },
      ],
    })),
  })),
});

/** Groups that callers are limited to. */
export const groups = ['33333333-2222-3333-4444-555555555555', '44444444-2222-3333-4444-555555555555'] as const;

/** The same with a caller for everybody, one that is limited to a group, and one that also sees the pseudonyms of others. */
export const limited = (given: ConsentModel): ConsentModel => ({
  ...given,
  callers: [
    { name: 'bi', groups: [], counterparts: false, connectors: ['diaries', 'people'] },
    { name: 'pilot', groups: [groups[0]], counterparts: false, connectors: ['diaries'] },
    { name: 'network', groups, counterparts: true, connectors: ['diaries'] },
  ],
});

/** Registered tools with the usual limits. */
export const tools = (console: boolean): RegisteredTools => ({
  accessTokenMinutes: 1_440,
  grantDays: 365,
  unusedDays: 90,
  console,
});

/** The same with registered tools and a console, in which some people have app roles already. */
export const withConsole = (given: ConsentModel): ConsentModel & { readonly console: ConsoleConsent } => ({
  ...given,
  tools: tools(true),
  console: {
    ids: ids('d'),
    url: 'https://console.example',
    settings: { administrators: ['66666666-2222-3333-4444-555555555555'], privacyOfficers: [], developers: [] },
  },
});

/** One application for each of the two sources. */
export const oneEach = (changes: Choice = {}): ConsentModel =>
  model(
    [diaries, people].map((source, index) => {
      const connector = connectorOf(source, source === diaries ? changes : {});
      return {
        displayName: applicationDisplayName('prod', connector),
        ...ids('ab'[index] ?? 'c'),
        given: false,
        connectors: [connector],
      };
    }),
  );

/** One application for several sources. */
export const shared = (choice: Choice = {}, sources: readonly InventedSource[] = [diaries, people]): ConsentModel =>
  model([
    {
      displayName: applicationDisplayName('prod'),
      ...ids('a'),
      given: true,
      connectors: sources.map((source) => connectorOf(source, choice)),
    },
  ]);
