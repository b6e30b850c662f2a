import { clouds } from '../../config/index.ts';
import { graphApplicationId, graphPermissions } from '../../graph-types/index.ts';
import type { ConsentConnector } from '../model.ts';
import { toMarkdown } from '../render/to-markdown.ts';
import { diaries, oneEach, shared } from '../testing/fixture.ts';
import { rowsOf } from '../testing/read-markdown.ts';
import { consentData } from './consent-data.ts';
import { combinedConsentDocument, consentDocument } from './consent-document.ts';
import type { ConsentModel } from './consent-model.ts';

const connectorOf = (model: ConsentModel, name: string): ConsentConnector => {
  const found = model.applications.flatMap(({ connectors }) => connectors).find((each) => each.name === name);
  if (found === undefined) throw new Error(`no connector ${name}`);
  return found;
};

const markdown = (model: ConsentModel, connector: string): string => {
  const document = consentDocument(model, connector);
  if (document === undefined) throw new Error(`no document for ${connector}`);
  return toMarkdown(document);
};

describe('consentDocument', () => {
  const withExtra = oneEach({ extras: ['members'], variants: ['plain-ids'] });
  const connector = connectorOf(withExtra, 'diaries');

  it('names application, tenant, ids, the federated role, variants and extras', () => {
    const text = markdown(withExtra, 'diaries');
    const [application] = withExtra.applications;
    const rows = rowsOf(text);

    expect(rows).toEqual(
      expect.arrayContaining([
        ['Request', `Let the application “${application?.displayName}” read Microsoft 365 data of your tenant`],
        ['Tenant', withExtra.tenantId],
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
    expect(rows.slice(3)).toEqual([['Calendars.Read', 'Calendars.ReadBasic.All', 'Nothing that is kept.']]);
  });

  it('describes each permission with the portal’s name and its effect, as Microsoft does', () => {
    const rows = rowsOf(markdown(withExtra, 'diaries'));

    for (const { name } of connector.permissions) {
      const { title, allows } = graphPermissions[name] ?? { title: '', allows: '' };
      const row = rows.find(([first]) => first === name);
      expect(row?.[1]).toContain(title.replace(/\.$/, ''));
      expect(row?.[1]).toContain(allows);
    }
  });

  it('numbers the steps from 1 and counts those that are due', () => {
    const text = markdown(withExtra, 'diaries');
    const numbers = [...text.matchAll(/^### Step (\d+):/gm)].map(([, number]) => Number(number));

    expect(numbers).toEqual([1, 2]);
    expect(rowsOf(text)).toContainEqual(['Time', `${numbers.length} steps of a few minutes each`]);
    expect(rowsOf(markdown(oneEach(), 'people'))).toContainEqual(['Time', 'about 2 minutes']);
  });

  it('lists in the grant exactly what Entra grants, and uses the portal’s name for the first', () => {
    const { title } = graphPermissions['User.Read.All'] ?? { title: '' };

    expect(markdown(withExtra, 'diaries')).toContain(
      `each of type **Application**: \`User.Read.All\`, \`Calendars.Read\`, \`TeamMember.Read.All\`. The portal calls the first one “${title}”.`,
    );
  });

  it('assigns in Exchange only permissions on mailboxes, each once, also for a shared application', () => {
    const notMailbox = { ...diaries, permissions: diaries.permissions.map((each) => ({ ...each, mailbox: false })) };
    const inExchange = { mailboxAccess: 'exchange-rbac' } as const;
    const assignments = (model: ConsentModel): readonly string[] =>
      toMarkdown(combinedConsentDocument(model)).match(/^New-ManagementRoleAssignment.*$/gm) ?? [];

    expect(assignments(shared(inExchange, [diaries, { ...diaries, id: 'copies' }]))).toEqual([
      "New-ManagementRoleAssignment -App $principal -CustomResourceScope 'Graphveil-prod' -Role 'Application Calendars.Read'",
    ]);
    expect(assignments(shared(inExchange, [notMailbox]))).toEqual([]);
  });

  it('quotes names for PowerShell, which would replace variables and end at a quote', () => {
    const model = oneEach();
    const applications = model.applications.map((each) => ({ ...each, displayName: `Dora's $(diary) ‘"` }));

    expect(markdown({ ...model, applications }, 'diaries')).toContain(`-DisplayName 'Dora''s $(diary) ‘‘"'`);
  });

  it('shows only steps that apply', () => {
    const text = markdown(oneEach(), 'people');

    expect(text).not.toContain('Exchange');
    expect(text).not.toContain('Teams');
    expect(text).not.toContain('Narrower');
    expect(text).toContain('Grant the permissions');
  });

  it('names no narrower permission for one that is not requested', () => {
    expect(markdown(oneEach(), 'diaries')).not.toContain('GroupMember.Read.All');
  });

  it('makes the Exchange assignment a step if Exchange grants mailbox permissions', () => {
    const entra = markdown(oneEach(), 'diaries');
    const exchange = markdown(oneEach({ mailboxAccess: 'exchange-rbac' }), 'diaries');

    expect(entra).toContain('### Optional: Limit access to some mailboxes');
    expect(exchange).toContain('### Step 3: Grant access to mailboxes in Exchange');
    expect(exchange).toContain("-Role 'Application Calendars.Read'");
    expect(exchange).toContain('each of type **Application**: `User.Read.All`.');
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
    ['us-government', 'AzureUSGovernment', 'O365USGovGCCHigh', 'TeamsGCCH'],
    ['us-government-dod', 'AzureUSGovernment', 'O365USGovDoD', 'TeamsDOD'],
    ['china', 'AzureChinaCloud', 'O365China', 'TeamsChina'],
  ] as const)('connects every tool to the cloud of the tenant: %s', (cloud, azureCli, exchange, teams) => {
    const text = markdown({ ...oneEach({ mailboxAccess: 'exchange-rbac' }), cloud: clouds[cloud] }, 'diaries');

    expect(text).toContain(`az cloud set --name ${azureCli}\naz login`);
    expect(text.match(/Connect-ExchangeOnline.*/g)).toEqual(
      Array.from({ length: 2 }, () => `Connect-ExchangeOnline -ExchangeEnvironmentName ${exchange}`),
    );
    expect(text.match(/Connect-MicrosoftTeams.*/g)).toEqual(
      Array.from({ length: 2 }, () => `Connect-MicrosoftTeams -TeamsEnvironmentName ${teams}`),
    );
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

    expect(text).toContain('**One application serves several connectors.**');
    expect(text).toContain('each of type **Application**: `User.Read.All`, `Calendars.Read`.');
  });

  it('is not there for a connector that is not there', () => {
    expect(consentDocument(oneEach(), 'other')).toBeUndefined();
  });
});

describe('combinedConsentDocument', () => {
  it('lists every application with its first step', () => {
    const text = toMarkdown(combinedConsentDocument(oneEach()));

    expect(text).toContain('Each of the 2 applications is granted separately.');
    expect(text.match(/Step 1: Grant the permissions/g)).toHaveLength(2);
  });

  it('is one document for one shared application', () => {
    const text = toMarkdown(combinedConsentDocument(shared()));

    expect(text.match(/Step 1: Grant the permissions/g)).toHaveLength(1);
    expect(text).toContain('### Diaries');
  });
});

describe('consentData', () => {
  it('holds the application of one connector with its permissions, role and links', () => {
    const model = oneEach();
    const { applications, ...head } = consentData(model, 'people');
    const [, application] = model.applications;

    expect(head).toEqual({ product: 'graphveil', environment: 'prod', tenantId: model.tenantId });
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
