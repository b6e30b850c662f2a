import type { Caller, Settings } from '../../config/index.ts';
import { startTwin, type Twin } from '../../twin/index.ts';
import { httpsFetch } from '../../twin/testing/index.ts';
import type { Finding } from '../shared/finding.ts';
import { operatorGraph } from '../shared/graph.ts';
import { checkGroups } from './check-groups.ts';

let twin: Twin;
beforeAll(async () => {
  twin = await startTwin();
});
afterAll(() => twin.stop());

const idOf = (name: string): string =>
  twin.organization.groups.find(({ mailNickname }) => mailNickname === name)?.id ?? name;

const caller = (name: string, groups: readonly string[], principal = name): Caller => ({
  name,
  awsPrincipals: [`arn:aws:iam::111122223333:role/${principal}`],
  externalId: 'x',
  googleServiceAccounts: [],
  googleAudience: undefined,
  connectors: ['first', 'second'],
  groups: groups.map(idOf),
  counterparts: false,
});

const look = async (
  callers: readonly Caller[],
  { scopes = ['Directory.Read.All', 'Member.Read.Hidden'], sees = 'first' } = {},
): Promise<readonly Finding[]> => {
  const graph = operatorGraph({
    graph: twin.graph,
    token: await twin.controls.operatorToken(scopes),
    send: (input, init) => httpsFetch(new URL(String(input)), { headers: init?.headers }, twin.caCertificate),
  });
  const settings = { callers, leastGroupSize: 5 } as unknown as Settings;
  return checkGroups(settings, graph, (connector) => connector === sees);
};

describe('a group that a caller is limited to', () => {
  it.each<[string, string | undefined, string]>([
    ['volunteers', undefined, 'people: 11, owners: 2'],
    ['field-staff', undefined, 'people: 37, owners: 2'],
    ['apprentices', undefined, 'people: 10, owners: 2'],
    ['5f9d8a30-0000-4000-8000-000000000000', 'Graphveil.GroupNotFound', 'correct callers.<name>.groups'],
    ['founders', 'Graphveil.GroupTooSmall', 'an owner of the group'],
    ['alumni', 'Graphveil.GroupTooLarge', 'choose another group'],
    ['confidants', 'Graphveil.GroupHidden', 'second lack Member.Read.Hidden'],
    ['announcements', 'Group.KindWithoutOwners', 'made in Entra ID'],
    ['yard', 'Group.KindWithoutOwners', 'the administrator of the deployment'],
    ['orphans', 'Group.WithoutOwner', 'a Groups Administrator'],
  ])('is checked: %s, %s', async (name, code, text) => {
    const findings = await look([caller('analytics', [name])]);

    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      check: `group ${idOf(name)} (caller analytics)`,
      state: code === undefined ? 'ok' : 'wrong',
      ...(code !== undefined && { code, who: expect.any(String), command: expect.any(String) }),
    });
    expect(JSON.stringify(findings)).toContain(text);
  });

  it('is not counted if its people are hidden from the operator, nor checked without the right to read it', async () => {
    const hidden = await look([caller('analytics', ['confidants'])], { scopes: ['Directory.Read.All'] });
    const refused = await look([caller('analytics', ['volunteers'])], { scopes: ['Application.Read.All'] });

    expect(hidden).toMatchObject([{ code: 'Graphveil.GroupHidden' }]);
    expect(refused).toMatchObject([{ state: 'not-checked', says: expect.stringContaining('Directory Readers') }]);
  });
});

describe('two groups that differ by too few people', () => {
  const overlapping = (found: readonly Finding[]): number =>
    found.filter(({ code }) => code === 'Graphveil.GroupsOverlap').length;

  it.each<[string, number, readonly (readonly [string, readonly string[], string])[]]>([
    ['of one caller', 1, [['a', ['volunteers', 'stewards'], 'p']]],
    [
      'of callers with a common principal',
      1,
      [
        ['a', ['volunteers'], 'p'],
        ['b', ['stewards'], 'p'],
      ],
    ],
    [
      'of callers with nothing in common',
      0,
      [
        ['a', ['volunteers'], 'p'],
        ['b', ['stewards'], 'q'],
      ],
    ],
    ['but enough', 0, [['a', ['early-shift', 'field-staff'], 'p']]],
  ])('%s', async (_, expected, callers) => {
    const found = await look(callers.map(([name, groups, principal]) => caller(name, groups, principal)));

    expect(overlapping(found)).toBe(expected);
  });
});
