import { graphPermissions } from '../../graph-types/index.ts';
import type { Block, Text } from '../render/blocks.ts';
import { toMarkdown } from '../render/to-markdown.ts';
import { requestFacts } from '../request-facts.ts';
import { diaries, oneEach, people, shared } from '../testing/fixture.ts';
import { rowsOf } from '../testing/read-markdown.ts';
import type { ConsentModel, ConsentScope } from './consent-model.ts';
import { applicationPart } from './parts/application.ts';
import { genuinePart } from './parts/genuine.ts';
import { leavesPart } from './parts/leaves.ts';
import { lessAccessPart } from './parts/less-access.ts';
import { reasonsPart } from './parts/reasons.ts';
import { requestPart } from './parts/request.ts';
import { revokePart, verifyPart } from './parts/verify-and-revoke.ts';
import { mailboxPermissions } from './steps/exchange.ts';
import { stepsOf } from './steps/index.ts';

const scopeOf = (model: ConsentModel): ConsentScope => ({
  model,
  applications: model.applications,
  connectors: model.applications.flatMap(({ connectors }) => connectors),
});

/** The first application of a model by itself. */
const first = (model: ConsentModel): ConsentScope =>
  scopeOf({ ...model, applications: model.applications.slice(0, 1) });

const textOf = (blocks: readonly Block[]): string => toMarkdown({ title: 't', subtitle: 's', blocks, footer: 'f' });
const plain = (text: Text): string => text.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('');
const kindsOf = (blocks: readonly Block[]): readonly string[] => blocks.map(({ kind }) => kind);
const codeOf = (blocks: readonly Block[]): string =>
  blocks
    .flatMap((block) => (block.kind === 'details' ? block.blocks : [block]))
    .flatMap((block) => (block.kind === 'code' ? [block.text] : []))
    .join('\n');

describe('the request', () => {
  const textFor = (scope: ConsentScope) => textOf(requestPart(scope, stepsOf(scope)));

  it('names one application with the summary of its connector, and counts several', () => {
    expect(textFor(first(oneEach()))).toContain(
      `**Graphveil prod: Diaries** read Microsoft 365 data of your tenant. ${diaries.summary}`,
    );
    expect(textFor(scopeOf(oneEach()))).toContain(
      'Please let 2 applications read Microsoft 365 data of your tenant.\n',
    );
    expect(textFor(scopeOf(shared()))).toContain('**Graphveil prod** read Microsoft 365 data of your tenant.\n');
  });

  it('names the role of each step, and how long the steps take', () => {
    const factsOf = (scope: ConsentScope) =>
      new Map(rowsOf(textFor(scope)).map(([name = '', value = '']) => [name, value]));
    const one = factsOf(scopeOf({ ...oneEach(), applications: oneEach().applications.slice(1) }));
    const two = factsOf(first(oneEach()));

    expect(one.get('Required role')).toMatch(/^Privileged Role Administrator\. /);
    expect(one.get('Time')).toMatch(/^About 2 minutes\./);
    expect(two.get('Required role')).toMatch(
      /^Privileged Role Administrator for step 1 and Teams Administrator for step 2\. /,
    );
    expect(two.get('Time')).toMatch(/^2 steps of a few minutes each\./);
    expect(factsOf(first(oneEach({ mailboxAccess: 'exchange-rbac' }))).get('Required role')).toMatch(
      /^Privileged Role Administrator for step 1, Teams Administrator for step 2 and Exchange Administrator for step 3\. /,
    );
  });

  it('names who asks, as far as the settings say it', () => {
    const factsOf = (request: ConsentModel['request']) =>
      requestFacts(request).map(([name, value]) => [name, plain(value)]);

    expect(factsOf({})).toEqual([
      ['Requested by', 'not stated'],
      ['Contact', 'not stated'],
      ['Ticket', 'not stated'],
    ]);
    expect(
      factsOf({ requestedBy: 'Dora', onBehalfOf: 'HR', contact: 'x@y.example', ticket: 'T-1', date: '2026-03-02' }),
    ).toEqual([
      ['Requested by', 'Dora, on behalf of HR'],
      ['Contact', 'x@y.example'],
      ['Ticket', 'T-1, 2026-03-02'],
    ]);
  });
});

describe('the signs of a genuine request', () => {
  const itemsOf = (scope: ConsentScope): readonly string[] =>
    genuinePart(scope).flatMap((block) => (block.kind === 'list' ? block.items.map(plain) : []));
  const asking = (request: ConsentModel['request']) => itemsOf(first({ ...oneEach(), request }))[0];

  it.each([
    [{}, /^Ask the person who sent you this document over a channel that you already know, such as your directory\. /],
    [{ contact: 'x@y.example' }, /^Ask x@y\.example over /],
    [{ requestedBy: 'Dora', contact: 'x@y.example' }, /^Ask Dora over /],
    [{ ticket: 'T-1' }, /such as your directory, or open T-1 in your ticket system\. /],
  ])('name whom to ask: %j', (request, sentence) => {
    expect(asking(request)).toMatch(sentence);
  });

  it('link to the pages of one application, and name those of several', () => {
    const linksOf = (scope: ConsentScope) =>
      genuinePart(scope).flatMap((block) =>
        block.kind === 'list'
          ? block.items.flatMap((item) =>
              item.flatMap((piece) => (typeof piece === 'object' && piece.kind === 'link' ? [piece.text] : [])),
            )
          : [],
      );

    expect(linksOf(first(oneEach()))).toEqual([
      'App registrations',
      'owners',
      'Certificates & secrets',
      'its reference',
    ]);
    expect(linksOf(scopeOf(oneEach()))).toEqual(['App registrations', 'its reference']);
    expect(itemsOf(scopeOf(oneEach()))[1]).toMatch(/^Each application is registered/);
    expect(itemsOf(first(oneEach()))[1]).toMatch(/^The application is registered/);
    expect(textOf(genuinePart(first(oneEach())))).toContain(oneEach().applications[0]?.clientId);
  });
});

describe('the reasons', () => {
  const rowsFor = (scope: ConsentScope) => rowsOf(textOf(reasonsPart(scope))).slice(1);

  it('share the sentences that connectors have in common, their own ones first', () => {
    const reason = (text: string) => [{ name: 'User.Read.All', reason: text, endpoints: ['/v1.0/users'] }];
    const sources = [
      { ...diaries, permissions: reason('Own one. Lists people. Drops names.') },
      { ...people, permissions: reason('Lists people. Drops names. Own two.') },
    ];

    expect(rowsFor(scopeOf(shared({}, sources))).map(([name, , why]) => [name, why])).toEqual([
      ['User.Read.All', 'Diaries: Own one. People: Own two. Diaries, People: Lists people. Drops names.'],
    ]);
    expect(rowsFor(scopeOf(shared({}, sources.slice(0, 1)))).map(([, , why]) => why)).toEqual([
      'Own one. Lists people. Drops names.',
    ]);
  });

  it('name the extra that needs a permission, and who grants it', () => {
    const rows = rowsFor(first(oneEach({ extras: ['members'], mailboxAccess: 'exchange-rbac' })));
    const { allows = '', title = '' } = graphPermissions['User.Read.All'] ?? {};

    expect(rows.find(([name]) => name === 'TeamMember.Read.All')?.[2]).toBe(
      'For the extra “Team members”. Lists members.',
    );
    expect(rows.find(([name]) => name === 'Calendars.Read')?.[1]).toMatch(
      /^[A-Z].*\. Exchange grants it, for some mailboxes\.$/,
    );
    expect(rows.find(([name]) => name === 'User.Read.All')?.[1]).toBe(
      `${allows.slice(0, 1).toUpperCase()}${allows.slice(1)}. Portal: “${title.replace(/\.$/, '')}”.`,
    );
  });

  it('describe each connector with its maturity, variants and extras', () => {
    const scope = first(oneEach({ name: 'staff', extras: ['members'], variants: ['a', 'b'] }));
    const textFor = (given: ConsentScope) => textOf(reasonsPart(given));

    expect(textFor(scope)).toContain(
      `**Diaries** (staff) (beta: complete, but newer): ${diaries.summary} Variants in use: a, b. Extras in use: members.`,
    );
    expect(textFor(first(oneEach()))).toContain(`**Diaries** (beta: complete, but newer): ${diaries.summary}\n`);
    expect(textFor(first(oneEach()))).not.toContain('**Attention.**');
    expect(textFor(first(oneEach({ acceptUnproven: 'until March' })))).toContain('**until March**');
  });
});

describe('less access', () => {
  const rowsFor = (scope: ConsentScope) => rowsOf(textOf(lessAccessPart(scope))).slice(1);

  it('lists narrower permissions only for those that are requested', () => {
    const lost = 'Nothing that is kept. Not served: /v1.0/users/{userId}/events/{eventId}.';
    expect(rowsFor(first(oneEach()))).toEqual([['Calendars.Read', 'Calendars.ReadBasic.All', lost]]);
    expect(rowsFor(scopeOf(shared({}, [diaries, { ...diaries, id: 'copies', title: 'Copies' }])))).toEqual([
      ['Calendars.Read', 'Calendars.ReadBasic.All', `Diaries, Copies: ${lost}`],
    ]);
  });

  it('lists each alternative by itself', () => {
    const narrower = ['A.Read', 'B.Read'].map((use) => ({
      instead: 'User.Read.All',
      use,
      reason: 'Reads less.',
      loses: `not ${use} `,
      removed: [],
    }));

    expect(rowsFor(scopeOf(shared({}, [{ ...people, narrower }])))).toEqual([
      ['User.Read.All', 'A.Read', 'not A.Read'],
      ['User.Read.All', 'B.Read', 'not B.Read'],
    ]);
  });

  it('names the mailbox permissions that Exchange could limit', () => {
    const more = { name: 'Contacts.Read', reason: 'r', mailbox: true, endpoints: ['/v1.0/users/{userId}/messages'] };
    const both = shared({}, [{ ...diaries, permissions: [...diaries.permissions, more], narrower: [] }]);

    expect(textOf(lessAccessPart(first(oneEach())))).toContain('`Calendars.Read` applies to every mailbox');
    expect(textOf(lessAccessPart(scopeOf(both)))).toContain(
      '`Calendars.Read` and `Contacts.Read` apply to every mailbox',
    );
    expect(textOf(lessAccessPart(first(oneEach({ mailboxAccess: 'exchange-rbac' }))))).not.toContain('every mailbox');
  });

  it('is no chapter without a choice', () => {
    expect(lessAccessPart(scopeOf(shared({}, [people])))).toEqual([]);
  });
});

describe('the mailbox permissions of applications', () => {
  it('are those that Exchange has a role for, each once', () => {
    const own = { name: 'Made.Up', reason: 'r', mailbox: true, endpoints: [] };
    const copies = { ...diaries, id: 'copies', permissions: [...diaries.permissions, own] };

    expect(mailboxPermissions(shared({}, [diaries, copies]).applications).map(({ name }) => name)).toEqual([
      'Calendars.Read',
    ]);
    expect(mailboxPermissions(shared({}, [people]).applications)).toEqual([]);
  });
});

describe('the steps', () => {
  it('are taken for those applications that need them', () => {
    const [one, other] = oneEach({ mailboxAccess: 'exchange-rbac' }).applications;
    const [, teams, exchange] = stepsOf(scopeOf(oneEach({ mailboxAccess: 'exchange-rbac' })));

    for (const step of [teams, exchange]) {
      expect(codeOf(step?.blocks ?? [])).toContain(one?.clientId);
      expect(codeOf(step?.blocks ?? [])).not.toContain(other?.clientId);
    }
    expect(plain(exchange?.verify ?? [])).toContain(
      `-Identity ${one?.servicePrincipalObjectId} in Exchange Online PowerShell.`,
    );
    expect(codeOf(exchange?.undo ?? [])).toContain(`$principal = '${one?.servicePrincipalObjectId}'`);
    expect(textOf(teams?.undo ?? [])).toContain(`@{Remove='${one?.clientId}'}`);
    expect(stepsOf(scopeOf(shared({}, [people])))).toHaveLength(1);
  });

  it('grant by script each application’s own permissions, separated by commas', () => {
    const [grant] = stepsOf(scopeOf(oneEach()));
    const [one, other] = oneEach().applications;
    const script = codeOf(grant?.blocks ?? []);

    expect(script.split('\n').slice(2, 11)).toEqual([
      '$requests = @{',
      `  # ${one?.displayName}`,
      `  '${one?.servicePrincipalObjectId}' =`,
      "    'User.Read.All',",
      "    'Calendars.Read'",
      `  # ${other?.displayName}`,
      `  '${other?.servicePrincipalObjectId}' =`,
      "    'User.Read.All'",
      '}',
    ]);
    expect(kindsOf(grant?.blocks ?? [])).toEqual(['paragraph', 'table', 'steps', 'details']);
    expect(kindsOf(stepsOf(first(oneEach()))[0]?.blocks ?? [])).toEqual(['steps', 'details']);
    expect(textOf(stepsOf(scopeOf(shared({}, [people])))[0]?.blocks ?? [])).toContain('exactly this permission');
  });
});

describe('the check afterward, and the way back', () => {
  const linksOf = (blocks: readonly Block[]): readonly string[] =>
    [...textOf(blocks).matchAll(/\[([^\]]*)\]\(<[^>]*#view[^>]*>\)/g)].map(([, text = '']) => text);

  it('link to the pages of one application, and name those of several in a table', () => {
    const [one, several] = [first(oneEach()), scopeOf(oneEach())];

    expect(linksOf(verifyPart(one, stepsOf(one)))).toEqual([
      'Permissions of the enterprise application',
      'Certificates & secrets',
    ]);
    expect(rowsOf(textOf(verifyPart(one, stepsOf(one))))).toEqual([]);
    expect(rowsOf(textOf(verifyPart(several, stepsOf(several)))).slice(1)).toEqual(
      several.applications.map(({ displayName }) => [displayName, 'Permissions, Properties, Certificates & secrets']),
    );
    expect(linksOf(verifyPart(several, stepsOf(several)))).toHaveLength(6);
    expect(linksOf(revokePart(one, stepsOf(one)))).toEqual([
      'the enterprise application’s permissions',
      'its properties',
      'App registrations',
    ]);
    expect(linksOf(revokePart(several, stepsOf(several)))).toEqual(['App registrations']);
  });

  it('read by script the permissions, passwords and certificates of every application', () => {
    const several = scopeOf(oneEach());
    const script = codeOf(verifyPart(several, []));

    for (const { displayName, objectId, servicePrincipalObjectId } of several.applications)
      for (const line of [
        `# ${displayName}: permissions of Microsoft Graph`,
        `Get-MgServicePrincipalAppRoleAssignment -ServicePrincipalId '${servicePrincipalObjectId}' |`,
        `Get-MgApplication -ApplicationId '${objectId}' |`,
        `Get-MgServicePrincipal -ServicePrincipalId '${servicePrincipalObjectId}' |`,
      ])
        expect(script.split('\n')).toContain(line);
    expect(script.match(/Select-Object PasswordCredentials, KeyCredentials/g)).toHaveLength(4);
  });

  it('say more only after steps that need more', () => {
    const plainly = first({ ...oneEach(), applications: oneEach().applications.slice(1) });
    const exchange = first(oneEach({ mailboxAccess: 'exchange-rbac' }));
    const endOf = (scope: ConsentScope) => {
      const [item = []] = verifyPart(scope, stepsOf(scope)).flatMap((block) =>
        block.kind === 'steps' ? block.items : [],
      );
      return plain(item).replace(/.*exactly the permissions of step 1\./, '');
    };

    expect(endOf(plainly)).toBe('');
    expect(endOf(exchange)).toMatch(/^ It doesn’t show grants in Exchange\. To list them, run /);
    expect(kindsOf(revokePart(plainly, stepsOf(plainly)))).toEqual(['heading', 'paragraph', 'list', 'paragraph']);
    expect(kindsOf(revokePart(exchange, stepsOf(exchange)))).toEqual([
      'heading',
      'paragraph',
      'list',
      'paragraph',
      'paragraph',
      'code',
      'paragraph',
    ]);
  });
});

describe('the annexes', () => {
  it('list the ids of one application as facts, and those of several in a table', () => {
    const several = applicationPart(scopeOf(oneEach()));

    expect(kindsOf(applicationPart(first(oneEach())))[1]).toBe('facts');
    expect(kindsOf(several)[1]).toBe('table');
    expect(rowsOf(textOf(several)).slice(1)).toEqual(
      oneEach().applications.map((each) => [
        each.displayName,
        each.clientId,
        each.objectId,
        each.servicePrincipalObjectId,
      ]),
    );
    expect(textOf(several)).toContain('Each application signs in with');
    expect(textOf(applicationPart(first(oneEach())))).toContain('The application signs in with');
    expect(textOf(several)).toContain('- People: `arn:aws:iam::111122223333:role/graphveil-prod-people`');
  });

  it('list what leaves once for connectors that treat it equally', () => {
    const treatment = { entity: 'user', kept: ['a'], pseudonymized: [], transformed: ['b'], dropped: ['c', 'd'] };
    const withDispositions = (...endpoints: readonly (readonly string[])[]): ConsentScope => {
      const scope = scopeOf(oneEach());
      const connectors = scope.connectors.map((connector, index) => ({
        ...connector,
        dispositions: endpoints[index] === undefined ? [] : [{ ...treatment, endpoints: endpoints[index] }],
      }));
      return { ...scope, connectors };
    };
    const [, ...rows] = rowsOf(textOf(leavesPart(withDispositions(['/x', '/y'], ['/y', '/z']))));
    const summaryOf = (scope: ConsentScope) =>
      leavesPart(scope).flatMap((block) => (block.kind === 'details' ? [block.summary] : []));

    expect(rows).toEqual([['user, on 3 paths (Diaries, People)', 'none', 'a, b', '2 properties']]);
    const single = withDispositions(['/x']);
    expect(rowsOf(textOf(leavesPart({ ...single, connectors: single.connectors.slice(0, 1) })))[1]?.[0]).toBe('user');
    expect(summaryOf(single)).toEqual(['Show the type with its properties']);
    const other = { ...treatment, entity: 'group', endpoints: ['/g'] };
    const [one, two] = single.connectors;
    if (one === undefined || two === undefined) throw new Error('two connectors');
    expect(summaryOf({ ...single, connectors: [one, { ...two, dispositions: [other] }] })).toEqual([
      'Show the 2 types with their properties',
    ]);
    expect(leavesPart(scopeOf(oneEach()))).toEqual([]);
  });
});
