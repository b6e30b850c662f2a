import { clouds } from '../../config/index.ts';
import type { ConsentModel } from '../model.ts';
import { toMarkdown } from '../render/to-markdown.ts';
import { oneEach, shared } from '../testing/fixture.ts';
import { consentData } from './consent-data.ts';
import { combinedConsentDocument, consentDocument } from './consent-document.ts';

const markdown = (model: ConsentModel, connector: string): string => {
  const document = consentDocument(model, connector);
  if (document === undefined) throw new Error(`no document for ${connector}`);
  return toMarkdown(document);
};

describe('consentDocument', () => {
  it('says everything that an administrator needs', () => {
    expect(markdown(oneEach({ extras: ['members'], variants: ['plain-ids'] }), 'diaries')).toMatchSnapshot();
  });

  it('shows steps only where they apply', () => {
    const text = markdown(oneEach(), 'people');

    expect(text).not.toContain('Exchange');
    expect(text).not.toContain('Teams');
    expect(text).not.toContain('Narrower');
    expect(text).toContain('Grant the permissions');
  });

  it('names no narrower permission for one that is not asked for', () => {
    expect(markdown(oneEach(), 'diaries')).not.toContain('GroupMember.Read.All');
  });

  it('makes the Exchange assignment a step where the settings leave mailboxes to Exchange', () => {
    const entra = markdown(oneEach(), 'diaries');
    const exchange = markdown(oneEach({ mailboxAccess: 'exchange-rbac' }), 'diaries');

    expect(entra).toContain('### If you like: Limit it to some mailboxes');
    expect(exchange).toContain('### Step 3: Let Exchange grant the mailboxes');
    expect(exchange).toContain('-Role "Application Calendars.Read"');
    expect(exchange).toContain('and no others: `User.Read.All`.');
  });

  it('says how to see and take back what Exchange granted, which Entra neither shows nor revokes', () => {
    const [entra, exchange] = [oneEach(), oneEach({ mailboxAccess: 'exchange-rbac' })].map((model) =>
      markdown(model, 'diaries'),
    );

    expect(exchange).toContain('exactly the permissions of step 1. What Exchange granted does not show there');
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

    expect(text).toContain('**Attention.** The rules of Diaries are not the built-in ones');
    expect(text).toContain('**Taken over until March**');
  });

  it('says what leaves, where the proof knows', () => {
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

    expect(text).toContain('| `user`, at 2 addresses | `id`, `mail` | `accountEnabled` | 2 properties |');
  });

  it('tells that a shared application serves others, and lists all of its permissions in the grant', () => {
    const text = markdown(shared(), 'people');

    expect(text).toContain('**One application serves several connectors.**');
    expect(text).toContain('and no others: `User.Read.All`, `Calendars.Read`.');
  });

  it('is not there for a connector that is not there', () => {
    expect(consentDocument(oneEach(), 'other')).toBeUndefined();
  });
});

describe('combinedConsentDocument', () => {
  it('lists every application with where to begin', () => {
    const text = toMarkdown(combinedConsentDocument(oneEach()));

    expect(text).toContain('2 applications; each is granted by itself.');
    expect(text.match(/Step 1: Grant the permissions/g)).toHaveLength(2);
  });

  it('is one document for one shared application', () => {
    const text = toMarkdown(combinedConsentDocument(shared()));

    expect(text.match(/Step 1: Grant the permissions/g)).toHaveLength(1);
    expect(text).toContain('### Diaries');
  });
});

describe('consentData', () => {
  it('holds the same for programs', () => {
    expect(consentData(oneEach(), 'people')).toMatchSnapshot();
  });
});
