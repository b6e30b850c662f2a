import { callerData, callerDocument } from './caller/caller-document.ts';
import { buildCallerModel } from './caller/caller-model.ts';
import { consentData } from './consent/consent-data.ts';
import type { ConsentModel } from './consent/consent-model.ts';
import { lessAccessPart } from './consent/parts/less-access.ts';
import { whoseDataPart } from './consent/parts/whose-data.ts';
import type { Described } from './model.ts';
import { risksPart } from './privacy-report/closing-parts.ts';
import type { ReportModel } from './privacy-report/model.ts';
import { retentionPart } from './privacy-report/retention.ts';
import { whoseDataPart as reportPart } from './privacy-report/whose-data.ts';
import type { Block } from './render/blocks.ts';
import { toMarkdown } from './render/to-markdown.ts';
import { caller, limitedCaller } from './testing/every-document.ts';
import { diaries, groups, limited, oneEach } from './testing/fixture.ts';
import { rowsOf } from './testing/read-markdown.ts';
import { deployedReport } from './testing/report-fixture.ts';

const textOf = (blocks: readonly Block[]): string => toMarkdown({ title: 't', subtitle: 's', blocks, footer: 'f' });

describe('the consent document', () => {
  const scopeOf = (model: ConsentModel, connector: string) => ({
    model,
    applications: model.applications,
    connectors: model.applications.flatMap(({ connectors }) => connectors).filter(({ name }) => name === connector),
  });

  it('shows whose data each caller of the connector gets, with a link to each group', () => {
    const text = textOf(whoseDataPart(scopeOf(limited(oneEach()), 'diaries')));

    expect(rowsOf(text).slice(1)).toEqual([
      ['bi', 'everybody that the permissions cover', 'as pseudonyms'],
      ['pilot', `only the people of group ${groups[0]}`, 'that somebody was there; no pseudonym'],
      [
        'network',
        `only the people of groups ${groups[0]} and ${groups[1]}`,
        'as pseudonyms, by the setting counterparts',
      ],
    ]);
    expect(text).toContain(`GroupDetailsMenuBlade/~/Members/groupId/${groups[1]}`);
    expect(text).toContain('has fewer than 5 people');
    expect(text).toContain('every 5 minutes, and keeps only hashes');
  });

  it('names the permission that reads the members', () => {
    const scope = scopeOf(limited(oneEach()), 'diaries');
    const connectors = scope.connectors.map((connector) => ({
      ...connector,
      permissions: ['GroupMember.Read.All', 'Calendars.Read'].map((name) => ({
        ...{ name, reason: 'r', endpoints: [] },
        grantedIn: 'entra' as const,
      })),
    }));

    expect(textOf(whoseDataPart({ ...scope, connectors }))).toContain(
      'every 5 minutes, with `GroupMember.Read.All`, and',
    );
  });

  it('has no such part for a connector whose callers get data about everybody, and names the setting instead', () => {
    const scope = scopeOf(limited(oneEach()), 'people');

    expect(whoseDataPart(scope)).toEqual([]);
    expect(textOf(lessAccessPart(scope))).toContain('`bi` gets data about everybody that the permissions cover');
  });

  it('has callers and groups in its data, so that a change of a group is noticed', () => {
    const model = limited(oneEach());

    expect(consentData(model, 'diaries')).toMatchObject({
      leastGroupSize: 5,
      callers: [{ name: 'bi' }, { name: 'pilot', groups: [groups[0]] }, { name: 'network', counterparts: true }],
    });
    expect(consentData(model)).toHaveProperty('callers');
    for (const data of [consentData(model, 'people'), consentData(oneEach())])
      expect(data).not.toHaveProperty('callers');
  });
});

describe('the page for callers', () => {
  it('explains what a limited caller gets, and what becomes of others', () => {
    const pages = [false, true].map((counterparts) => toMarkdown(callerDocument({ ...limitedCaller, counterparts })));

    for (const page of pages) {
      expect(page).toContain(`people of group \`${groups[0]}\``);
      expect(page).toContain('Graphveil.OutsideGrant');
    }
    expect(pages[0]).toContain('without a pseudonym');
    expect(pages[1]).toContain('have pseudonyms, but calls about them are refused');
    expect(toMarkdown(callerDocument({ ...limitedCaller, groups }))).toContain(`people of groups \`${groups[0]}\` and`);
    expect(toMarkdown(callerDocument(caller))).not.toContain('Whose data');
    expect(callerData(limitedCaller)).toMatchObject({ groups: [groups[0]], counterparts: false });
    expect(callerData(caller)).not.toHaveProperty('groups');
  });

  it('offers a limited caller no call that would be refused', () => {
    const [first, ...others] = diaries.exampleCalls.map((call, index) => ({
      ...call,
      ...(index === 0 && { unbounded: true as const }),
    }));
    const connector = { ...oneEach().applications[0]?.connectors[0], exampleCalls: [first, ...others] };
    const described = { settings: { aws: {}, environment: 'prod' }, connectors: [connector] } as unknown as Described;
    const titlesOf = (limits: readonly string[]) =>
      buildCallerModel(
        described,
        {
          name: 'bi',
          groups: limits,
          counterparts: false,
          connectors: ['diaries'],
          awsPrincipals: [],
          externalId: undefined,
          googleServiceAccounts: [],
          googleAudience: undefined,
        },
        'role',
        new Map(),
      ).connectors[0]?.exampleCalls.map(({ title }) => title);

    expect(titlesOf([])).toHaveLength(4);
    expect(titlesOf([groups[0]])).toEqual(others.map(({ title }) => title));
  });
});

describe('the report', () => {
  const { deployment } = deployedReport;
  const callersOf = (names: readonly string[]): ReportModel => ({
    ...deployedReport,
    ...(deployment && {
      deployment: { ...deployment, callers: deployment.callers.filter(({ name }) => names.includes(name)) },
    }),
  });

  it('shows whose data each caller gets, and warns of pseudonyms of others', () => {
    const text = textOf(reportPart(deployedReport));

    expect(
      rowsOf(text)
        .slice(1)
        .map(([name, about]) => [name, about?.split(' ')[0]]),
    ).toEqual([
      ['tool & <friends>', 'everybody'],
      ['pilot', 'only'],
      ['network', 'only'],
    ]);
    expect(text).toContain('By the setting counterparts, network also gets pseudonyms');
    expect(text).toContain('Not limited: tool & \\<friends\\>');
    expect(textOf(retentionPart(deployedReport))).toContain('Members of callers’ groups, as hashes');
    expect(textOf(risksPart(deployedReport))).toContain(
      'pilot, network: limited to the people of groups, in every call. Other',
    );
  });

  it('warns of nothing if all callers are limited and others stay nameless', () => {
    const text = textOf(reportPart(callersOf(['pilot'])));

    for (const sentence of ['counterparts', 'Not limited']) expect(text).not.toContain(sentence);
    expect(textOf(risksPart(callersOf(['pilot'])))).not.toContain('Other callers');
  });

  it('names the setting if no caller is limited, and has no such part without callers', () => {
    const text = textOf(reportPart(callersOf(['tool & <friends>'])));

    expect(text).toContain('Every caller gets data about everybody');
    expect(textOf(risksPart(callersOf(['tool & <friends>'])))).toContain('it isn’t in use');
    expect(textOf(retentionPart(callersOf(['tool & <friends>'])))).not.toContain('Members of');
    for (const model of [callersOf([]), { ...deployedReport, deployment: undefined }])
      expect(reportPart(model)).toEqual([]);
  });
});
