import { inflateSync } from 'node:zlib';
import { type ConsentVerdict, type ExpectedConsent, judgeConsent } from '../../cli/consent/judge-consent.ts';
import type { Block } from '../render/blocks.ts';
import { toMarkdown } from '../render/to-markdown.ts';
import { groups, limited, oneEach, piecewise, shared } from '../testing/fixture.ts';
import { rowsOf } from '../testing/read-markdown.ts';
import type { ConsentModel } from './consent-model.ts';
import { reasonsPart } from './parts/reasons.ts';
import { revokePart, verifyPart } from './parts/verify-and-revoke.ts';
import { grantedNames } from './steps/grant.ts';
import { stepsOf } from './steps/index.ts';
import { perSiteNames } from './steps/selected-sites.ts';
import { groupsOfCallers, perTeamNames, teamManifest } from './steps/team-app.ts';

const textOf = (blocks: readonly Block[]): string => toMarkdown({ title: 't', subtitle: 's', blocks, footer: 'f' });

const scopeOf = (model: ConsentModel) => ({
  model,
  applications: model.applications,
  connectors: model.applications.flatMap(({ connectors }) => connectors),
});

const stepNamed = (model: ConsentModel, title: string) => {
  const found = stepsOf(scopeOf(model)).find((step) => step.title === title);
  if (found === undefined) throw new Error(`expected the step ${title}`);
  return { ...found, text: textOf(found.blocks) };
};

const teamStep = 'Open teams with a Teams app';
const siteStep = 'Open SharePoint sites';
const both = shared();

describe('permissions of single teams and sites', () => {
  it('are steps of their own, only if a connector has them', () => {
    const titles = (model: ConsentModel) => stepsOf(scopeOf(model)).map(({ title }) => title);

    expect(titles(piecewise(both)).slice(-2)).toEqual([teamStep, siteStep]);
    for (const title of [teamStep, siteStep]) expect(titles(both)).not.toContain(title);
  });

  it('are granted in Entra only if they are for sites', () => {
    const [application] = piecewise(both).applications;
    if (application === undefined) throw new Error('an application');

    expect(grantedNames(application)).toContain('Sites.Selected');
    expect(grantedNames(application)).not.toContain('ChannelMessage.Read.Group');
    expect([perTeamNames(application), perSiteNames(application)]).toEqual([
      ['ChannelMessage.Read.Group'],
      ['Sites.Selected'],
    ]);
  });

  it('have their place among the reasons', () => {
    const rows = new Map(
      rowsOf(textOf(reasonsPart(scopeOf(piecewise(both))))).map(([name = '', does]) => [name, does]),
    );

    expect(rows.get('ChannelMessage.Read.Group')).toBe(
      'Read the messages of the channels of a team. A Teams app grants it, for the teams in which it is installed.',
    );
    expect(rows.get('Sites.Selected')).toMatch(
      /“Access selected site collections”\. An administrator opens each site\.$/,
    );
  });

  it('are verified and revoked outside of Entra', () => {
    const scope = scopeOf(piecewise(both));
    const steps = stepsOf(scope);

    for (const text of ['Get-MgGroupPermissionGrant', 'can’t check them', 'Get-MgSitePermission'])
      expect(textOf(verifyPart(scope, steps))).toContain(text);
    for (const text of ['Remove-TeamsApp', 'Remove-MgSitePermission'])
      expect(textOf(revokePart(scope, steps))).toContain(text);
  });
});

describe('the step of teams', () => {
  it('makes a package with a manifest that requests exactly the permissions, and two icons of the demanded sizes', () => {
    const [application] = piecewise(both).applications;
    if (application === undefined) throw new Error('an application');
    const { text } = stepNamed(piecewise(both), teamStep);
    const manifest = teamManifest(application);
    const sizes = [...text.matchAll(/FromBase64String\('([^']+)'\)/g)].map(([, content = '']) => {
      const bytes = Buffer.from(content, 'base64');
      const size = bytes.indexOf('IDAT');
      const data = inflateSync(bytes.subarray(size + 4, bytes.indexOf('IEND') - 8));
      expect(data).toHaveLength((bytes.readUInt32BE(16) / 8 + 1) * bytes.readUInt32BE(20));
      return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
    });

    expect(sizes).toEqual([
      [192, 192],
      [32, 32],
    ]);
    expect(manifest).toMatchObject({
      id: application.clientId,
      webApplicationInfo: { id: application.clientId },
      authorization: {
        permissions: { resourceSpecific: [{ name: 'ChannelMessage.Read.Group', type: 'Application' }] },
      },
    });
    expect(manifest.name.full.length).toBeLessThanOrEqual(100);
    expect(manifest.description.short.length).toBeLessThanOrEqual(80);
    expect(text).toContain(`'webApplicationInfo' = @{ 'id' = '${application.clientId}'; 'resource' = '`);
    expect(text).toContain("'resourceSpecific' = @(@{ 'name' = 'ChannelMessage.Read.Group'; 'type' = 'Application' })");
  });

  it('installs the app in the groups that callers are limited to, otherwise in teams to be named', () => {
    const model = limited(piecewise(oneEach()));
    const [first, second] = model.applications;
    if (first === undefined || second === undefined) throw new Error('two applications');

    expect(groupsOfCallers(model, first)).toEqual(groups);
    expect(groupsOfCallers(model, second)).toEqual([]);
    expect(stepNamed(model, teamStep).text).toContain(`$teams = @('${groups[0]}', '${groups[1]}')`);
    expect(stepNamed(model, teamStep).text).toContain("$teams = @('TEAM-ID')");
  });

  it('signs in to the tenant’s cloud', () => {
    const text = (names?: ConsentModel['cloud']['names']) => {
      const model = piecewise(both);
      const cloud = { ...model.cloud, ...(names && { names }) };
      return [teamStep, siteStep].map((title) => stepNamed({ ...model, cloud }, title).text).join('\n');
    };

    expect(text()).toMatch(/^Connect-MicrosoftTeams$/m);
    const elsewhere = text({ graphPowerShell: 'USGov', exchange: 'O365USGovGCCHigh', teams: 'TeamsGCCH' } as never);
    expect(elsewhere).toContain('Connect-MicrosoftTeams -TeamsEnvironmentName TeamsGCCH');
    expect(elsewhere.match(/ -Environment USGov -Scopes /g)).toHaveLength(2);
  });
});

describe('the verification', () => {
  const expected: ExpectedConsent = {
    displayName: 'Graphveil prod',
    clientId: 'c',
    permissions: [],
    perTeam: ['ChannelMessage.Read.Group'],
    teams: ['team-1', 'team-2'],
    inExchange: [],
    perSite: [],
    issuer: 'i',
    audience: 'a',
    subjects: [],
  };
  const judge = (changes: Partial<ExpectedConsent>, grants: readonly (readonly [string, readonly string[]])[] = []) =>
    judgeConsent(
      { ...expected, ...changes },
      {
        registered: true,
        servicePrincipal: 'enabled',
        grantedRoles: [],
        otherGrants: 0,
        passwords: 0,
        certificates: 0,
        delegatedGrants: [],
        assignedRoles: [],
        directoryRoles: [],
        owners: ['o'],
        trusts: [],
        teamGrants: new Map(grants),
      },
    ).findings;
  const says = (findings: ConsentVerdict['findings']) => findings.map(({ severity, says: text }) => [severity, text]);

  it('compares each team, and names who installs the app', () => {
    const right = ['ChannelMessage.Read.Group'];
    const found = judge({}, [
      ['team-1', right],
      ['team-2', ['TeamMember.Read.Group']],
    ]);

    expect(
      judge({}, [
        ['team-1', right],
        ['team-2', right],
      ]),
    ).toEqual([]);
    expect(says(found)).toEqual([
      ['error', 'team team-2 doesn’t grant ChannelMessage.Read.Group'],
      ['error', 'team team-2 grants though nothing needs it: TeamMember.Read.Group'],
    ]);
    expect(found[0]?.remedy).toContain('a Teams Administrator or an owner of the team');
    expect(judge({ perTeam: [] }, [['team-1', right]])).toEqual([]);
    expect(judge({ teams: ['team-3'] })).toMatchObject([{ severity: 'error' }]);
  });

  it('says what it can’t verify, without failing', () => {
    expect(says(judge({ teams: [], perSite: ['Sites.Selected'], inExchange: ['Calendars.Read'] }))).toEqual([
      ['warning', expect.stringContaining('because no caller is limited to a team')],
      ['warning', expect.stringContaining('Graph doesn’t show them')],
      ['warning', expect.stringContaining('Microsoft lists them only site by site')],
    ]);
  });
});
