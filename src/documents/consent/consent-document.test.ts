import { clouds } from '../../config/index.ts';
import { graphApplicationId, graphPermissions } from '../../graph-types/index.ts';
import type { ConsentConnector } from '../model.ts';
import { toMarkdown } from '../render/to-markdown.ts';
import { diaries, oneEach, people, shared } from '../testing/fixture.ts';
import { nodesOf, parseMarkdown, rowsOf } from '../testing/read-markdown.ts';
import { consentData } from './consent-data.ts';
import { combinedConsentDocument, consentDocument } from './consent-document.ts';
import type { ConsentModel } from './consent-model.ts';

const connectorOf = (model: ConsentModel, name: string): ConsentConnector => {
  const found = model.applications.flatMap(({ connectors }) => connectors).find((each) => each.name === name);
  if (found === undefined) throw new Error(`no connector ${name}`);
  return found;
};

const codeBlocks = (model: ConsentModel, connector: string): readonly string[] =>
  nodesOf(parseMarkdown(markdown(model, connector)), 'code').map(({ value = '' }) => value);

const markdown = (model: ConsentModel, connector: string): string => {
  const document = consentDocument(model, connector);
  if (document === undefined) throw new Error(`no document for ${connector}`);
  return toMarkdown(document);
};

describe('consentDocument', () => {
  let withExtra: ConsentModel;
  let connector: ConsentConnector;
  beforeAll(() => {
    withExtra = oneEach({ extras: ['members'], variants: ['plain-ids'] });
    connector = connectorOf(withExtra, 'diaries');
  });

  it('names application, tenant, ids, the federated role, variants and extras', () => {
    const text = markdown(withExtra, 'diaries');
    const [application] = withExtra.applications;
    const rows = rowsOf(text);

    expect(rows).toEqual(
      expect.arrayContaining([
        ['Tenant', withExtra.tenantId],
        ['Application', application?.displayName],
        ['Application (client) ID', application?.clientId],
        ['Object ID', application?.objectId],
        ['Enterprise application', application?.servicePrincipalObjectId],
      ]),
    );
    expect(text).toContain('`arn:aws:iam::111122223333:role/graphveil-prod-diaries`');
    expect(text).toContain('Variants in use: plain-ids. Extras in use: members.');
  });

  it('gives each permission the reason that its source or its extra gives for it', () => {
    const rows = rowsOf(markdown(withExtra, 'diaries')).filter(([first = '']) => /\.Read/.test(first));
    const expected = connector.permissions.map(({ name, reason, extra }) => [
      name,
      `${extra === undefined ? '' : `For the extra “${extra}”. `}${reason}`,
    ]);

    expect(expected.map(([name]) => name)).toEqual(['User.Read.All', 'Calendars.Read', 'TeamMember.Read.All']);
    expect(rows.slice(0, 3).map(([name, , reason]) => [name, reason])).toEqual(expected);
    expect(rows.slice(3)).toEqual([
      [
        'Calendars.Read',
        'Calendars.ReadBasic.All',
        'Nothing that is kept. Not served: /v1.0/users/{userId}/events/{eventId}.',
      ],
    ]);
  });

  it('describes each permission with the portal’s name and its effect, as Microsoft does', () => {
    const rows = rowsOf(markdown(withExtra, 'diaries'));

    for (const { name } of connector.permissions) {
      const { title, allows } = graphPermissions[name] ?? { title: '', allows: '' };
      const row = rows.find(([first]) => first === name);
      expect(row?.[1]).toContain(title.replace(/\.$/, ''));
      expect(row?.[1]?.toLowerCase()).toContain(allows.toLowerCase());
    }
  });

  it('numbers the steps from 1 and counts those that are due', () => {
    const text = markdown(withExtra, 'diaries');
    const numbers = [...text.matchAll(/^### Step (\d+):/gm)].map(([, number]) => Number(number));

    expect(numbers).toEqual([1, 2]);
    expect(text).toContain(`| Time | ${numbers.length} steps of a few minutes each.`);
    expect(markdown(oneEach(), 'people')).toContain('| Time | About 2 minutes.');
  });

  it('lists in the grant exactly what Entra grants', () => {
    expect(markdown(withExtra, 'diaries')).toContain(
      'exactly these 3 permissions of Microsoft Graph, of type **Application**: `User.Read.All`, `Calendars.Read` and `TeamMember.Read.All`.',
    );
  });

  it('grants the same permissions by script, to the enterprise application', () => {
    const [script = ''] = codeBlocks(withExtra, 'diaries').filter((text) => text.includes('New-Mg'));
    const names = [...script.matchAll(/^ {4}'([\w.]+)',?$/gm)].map(([, name]) => name);

    expect(names).toEqual(['User.Read.All', 'Calendars.Read', 'TeamMember.Read.All']);
    expect(script).toContain(`'${withExtra.applications[0]?.servicePrincipalObjectId}' =`);
    expect(script).toContain("'Application.Read.All', 'AppRoleAssignment.ReadWrite.All'");
  });

  it('begins with who asks and the steps, and names what the settings leave open', () => {
    const model = oneEach();
    const text = markdown({ ...model, request: { requestedBy: 'Dora' } }, 'diaries');
    const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);

    expect(rowsOf(markdown(model, 'diaries')).slice(1, 4)).toEqual([
      ['Requested by', 'People | Analytics, on behalf of the works council'],
      ['Contact', 'analytics@contoso.example'],
      ['Ticket', 'CHG-<x>, 2026-03-02'],
    ]);
    expect(rowsOf(text)).toEqual(
      expect.arrayContaining([
        ['Requested by', 'Dora'],
        ['Contact', 'not stated'],
        ['Ticket', 'not stated'],
      ]),
    );
    expect(headings.slice(0, 3)).toEqual(['Steps', 'Is this request genuine?', 'Reasons']);
  });

  it('explains how to tell a genuine request, and links only to Microsoft', () => {
    const document = consentDocument(withExtra, 'diaries');
    const hosts = [...toMarkdown(document ?? combinedConsentDocument(withExtra)).matchAll(/\]\(<https:\/\/([^/>]*)/g)];

    expect(markdown(withExtra, 'diaries')).toContain('AWS account `111122223333`');
    expect(markdown(withExtra, 'diaries')).toContain('prints the issuer `https://abc.tokens.sts.global.api.aws`');
    expect([...new Set(hosts.map(([, host]) => host))].toSorted()).toEqual([
      'entra.microsoft.com',
      'learn.microsoft.com',
    ]);
  });

  it('has no command of a name that is not Microsoft’s or AWS’s', () => {
    const texts = [withExtra, oneEach({ mailboxAccess: 'exchange-rbac' }), shared()].map((model) =>
      toMarkdown(combinedConsentDocument(model)),
    );

    expect(texts.join('\n')).not.toMatch(/\b(?:npx|npm|pip|Install-Module|curl|iex)\b/);
  });

  it('assigns in Exchange only permissions on mailboxes, each once, also for a shared application', () => {
    const notMailbox = { ...diaries, permissions: diaries.permissions.map((each) => ({ ...each, mailbox: false })) };
    const inExchange = { mailboxAccess: 'exchange-rbac' } as const;
    const assignments = (model: ConsentModel): readonly string[] =>
      toMarkdown(combinedConsentDocument(model)).match(/^New-ManagementRoleAssignment.*\n.*$/gm) ?? [];

    expect(assignments(shared(inExchange, [diaries, { ...diaries, id: 'copies' }]))).toEqual([
      "New-ManagementRoleAssignment -App $principal -CustomResourceScope 'Graphveil-prod' `\n  -Role 'Application Calendars.Read'",
    ]);
    expect(assignments(shared(inExchange, [notMailbox]))).toEqual([]);
  });

  it('quotes names for PowerShell, which would replace variables and end at a quote', () => {
    const model = oneEach({ mailboxAccess: 'exchange-rbac' });
    const applications = model.applications.map((each) => ({ ...each, displayName: `Dora's $(diary) ‘"` }));

    expect(markdown({ ...model, applications }, 'diaries')).toContain(`-DisplayName 'Dora''s $(diary) ‘‘"'`);
  });

  it('shows only steps that apply', () => {
    const text = markdown(oneEach(), 'people');

    expect(text).not.toContain('Exchange');
    expect(text).not.toContain('Teams');
    expect(text).not.toContain('Less access');
    expect(text).toContain('Grant the permissions');
  });

  it('names no narrower permission for one that is not requested', () => {
    expect(markdown(oneEach(), 'diaries')).not.toContain('GroupMember.Read.All');
  });

  it('requests chosen narrower permissions, says what is lost, and offers them no more', () => {
    const model = oneEach({ narrow: ['Calendars.ReadBasic.All'] });
    const text = markdown(model, 'diaries');

    expect(text).toContain('of type **Application**: `User.Read.All` and `Calendars.ReadBasic.All`.');
    expect(text).toContain(
      '| `Calendars.ReadBasic.All` | `Calendars.Read` | Nothing that is kept. Not served: `/v1.0/users/{userId}/events/{eventId}`. |',
    );
    expect(text).not.toContain('Narrower alternative');
    expect(markdown(oneEach(), 'diaries')).toContain('The setting for these is `permissions` of the connector');
    expect(consentData(model, 'diaries').applications[0]?.connectors[0]?.narrowed).toEqual([
      {
        use: 'Calendars.ReadBasic.All',
        instead: 'Calendars.Read',
        loses: 'Nothing that is kept.',
        notServed: ['/v1.0/users/{userId}/events/{eventId}'],
      },
    ]);
  });

  it('makes the Exchange assignment a step if Exchange grants mailbox permissions, otherwise a choice', () => {
    const entra = markdown(oneEach(), 'diaries');
    const exchange = markdown(oneEach({ mailboxAccess: 'exchange-rbac' }), 'diaries');

    expect(entra).toContain('The setting for it is `mailboxAccess: exchange-rbac`.');
    expect(exchange).not.toContain('The setting for it');
    expect(exchange).toContain('### Step 3: Grant access to mailboxes in Exchange');
    expect(exchange).toContain("-Role 'Application Calendars.Read'");
    expect(exchange).toContain('exactly this permission of Microsoft Graph, of type **Application**: `User.Read.All`.');
  });

  it('shows how to see and revoke the grants of Exchange, which Entra neither shows nor revokes', () => {
    const [entra, exchange] = [oneEach(), oneEach({ mailboxAccess: 'exchange-rbac' })].map((model) =>
      markdown(model, 'diaries'),
    );

    expect(exchange).toContain('exactly the permissions of step 1. It doesn’t show grants in Exchange');
    expect(exchange).toContain('Where-Object RoleAssigneeName -eq $principal | Remove-ManagementRoleAssignment');
    expect(entra).not.toContain('Remove-ManagementRoleAssignment');
  });

  it.each([
    ['us-government', 'USGov', 'O365USGovGCCHigh', 'TeamsGCCH'],
    ['us-government-dod', 'USGovDoD', 'O365USGovDoD', 'TeamsDOD'],
    ['china', 'China', 'O365China', 'TeamsChina'],
  ] as const)('connects every tool to the cloud of the tenant: %s', (cloud, graph, exchange, teams) => {
    const text = markdown({ ...oneEach({ mailboxAccess: 'exchange-rbac' }), cloud: clouds[cloud] }, 'diaries');

    expect(text.match(/-Environment \w+/g)).toEqual([`-Environment ${graph}`, `-Environment ${graph}`]);
    expect(text.match(/Connect-ExchangeOnline.*/g)).toEqual(
      Array.from({ length: 2 }, () => `Connect-ExchangeOnline -ExchangeEnvironmentName ${exchange}`),
    );
    expect(text.match(/Connect-MicrosoftTeams.*/g)).toEqual([`Connect-MicrosoftTeams -TeamsEnvironmentName ${teams}`]);
    expect(text).not.toMatch(/microsoftonline\.com|entra\.microsoft\.com/);
  });

  it('carries the reason for rules that do not prove', () => {
    const text = markdown(oneEach({ acceptUnproven: 'Taken over until March' }), 'diaries');

    expect(text).toContain('**Attention.** The rules of Diaries aren’t the built-in ones');
    expect(text).toContain('**Taken over until March**');
  });

  it('lists the properties that leave, if the proof knows them', () => {
    const model = oneEach();
    const [application] = model.applications;
    const [connector] = application?.connectors ?? [];
    if (application === undefined || connector === undefined) throw new Error('the fixture lost its connector');
    const dispositions = [
      {
        endpoints: ['/v1.0/users', '/v1.0/users/{userId}'],
        entity: 'user',
        kept: ['accountEnabled'],
        pseudonymized: ['id', 'mail'],
        transformed: [],
        dropped: ['displayName', 'jobTitle'],
      },
    ];
    const text = markdown(
      { ...model, applications: [{ ...application, connectors: [{ ...connector, dispositions }] }] },
      'diaries',
    );

    expect(text).toContain('| `user`, on 2 paths | `id`, `mail` | `accountEnabled` | 2 properties |');
  });

  it('mentions that a shared application serves others, and lists all of its permissions in the grant', () => {
    const text = markdown(shared(), 'people');

    expect(text).toContain('**One application serves several connectors.** The grant covers this one and Diaries;');
    expect(markdown(oneEach(), 'people')).not.toContain('serves several connectors');
    expect(text).toContain('of type **Application**: `User.Read.All` and `Calendars.Read`.');
  });

  it('is not there for a connector that is not there', () => {
    expect(consentDocument(oneEach(), 'other')).toBeUndefined();
  });
});

describe('combinedConsentDocument', () => {
  let several: string;
  beforeAll(() => {
    several = toMarkdown(combinedConsentDocument(oneEach()));
  });

  it('says when the role of the first deployment can go, and what an earlier system leaves in a given application', () => {
    const [own, given] = [markdown(oneEach(), 'diaries'), toMarkdown(combinedConsentDocument(shared()))];

    for (const text of [own, given]) expect(text).toContain('needs no Entra role any more');
    expect(own).not.toContain('KeyCredentialsInvalidEndDate');
    expect(given).toContain(
      `--url https://graph.microsoft.com/v1.0/applications/${shared().applications[0]?.objectId} --body '{"keyCredentials":[]}'`,
    );
  });

  it('has each step once, for all applications that need it', () => {
    const [first, second] = oneEach().applications;

    expect(several).toContain('Each of the 2 applications is granted separately.');
    expect([...several.matchAll(/^### (Step .*)$/gm)].map(([, step]) => step)).toEqual([
      'Step 1: Grant the permissions',
      'Step 2: Allow online meetings in Teams',
    ]);
    expect(rowsOf(several)).toEqual(
      expect.arrayContaining([
        [first?.displayName, first?.clientId, 'User.Read.All and Calendars.Read'],
        [second?.displayName, second?.clientId, 'User.Read.All'],
      ]),
    );
  });

  it('describes each permission once, with the sentences that connectors share', () => {
    const other = {
      ...people,
      permissions: [{ name: 'User.Read.All', reason: 'Finds people. Names are dropped.', endpoints: ['/v1.0/users'] }],
    };
    const own = { ...diaries, permissions: [{ ...other.permissions[0], reason: 'Lists people. Names are dropped.' }] };
    const rows = rowsOf(toMarkdown(combinedConsentDocument(shared({}, [own as typeof diaries, other]))));

    expect(rows.filter(([name]) => name === 'User.Read.All').map(([, , reason]) => reason)).toEqual([
      'Diaries: Lists people. People: Finds people. Diaries, People: Names are dropped.',
    ]);
  });

  it('is one document for one shared application', () => {
    const text = toMarkdown(combinedConsentDocument(shared()));

    expect(text.match(/Step 1: Grant the permissions/g)).toHaveLength(1);
    expect(text).toContain('**Diaries** (beta');
    expect(text).toContain('**People** (ready for production)');
  });
});

describe('consentData', () => {
  it('holds the application of one connector with its permissions, role and links', () => {
    const model = oneEach();
    const { applications, ...head } = consentData(model, 'people');
    const [, application] = model.applications;

    expect(head).toEqual({
      product: 'graphveil',
      environment: 'prod',
      tenantId: model.tenantId,
      request: model.request,
    });
    expect(applications).toHaveLength(1);
    expect(applications[0]).toMatchObject({
      displayName: 'Graphveil prod: People',
      clientId: application?.clientId,
      signIn: {
        passwords: 0,
        certificates: 0,
        federatedCredentials: [
          {
            issuer: model.tokenIssuer,
            audience: 'api://AzureADTokenExchange',
            subject: 'arn:aws:iam::111122223333:role/graphveil-prod-people',
          },
        ],
      },
      connectors: [
        {
          name: 'people',
          permissions: [
            {
              name: 'User.Read.All',
              appRoleId: graphPermissions['User.Read.All']?.id,
              resourceAppId: graphApplicationId,
              grantedIn: 'entra',
              reason: 'Lists people.',
              endpoints: ['/v1.0/users'],
            },
          ],
        },
      ],
    });
  });

  it('holds every application without a name', () => {
    expect(consentData(oneEach()).applications.map(({ displayName }) => displayName)).toEqual([
      'Graphveil prod: Diaries',
      'Graphveil prod: People',
    ]);
  });
});
