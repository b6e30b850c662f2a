import { cast, people, rules } from '../../proof/testing/fixture.ts';
import type { ResponseNode } from '../../rules/plan/index.ts';
import { allCanaries, oneOfEachShape, shownIn } from './canary-values.ts';
import { checkCanary } from './check-canary.ts';
import { checkInterference } from './check-interference.ts';

const paths = async (user: string) => (await checkCanary(people(user), cast)).findings.map(({ path }) => path);

describe('checkCanary', () => {
  it('finds nothing if people become pseudonyms and the rest is dropped', async () => {
    const result = await checkCanary(
      people(
        '{ id: !<tokenize> {}, mail: !<pseudonymize> {}, accountEnabled: keep, createdDateTime: keep, userType: keep }',
      ),
      cast,
    );

    expect(result).toMatchObject({ endpoints: 1, findings: [], exceptions: [], unreached: [] });
    expect(result.asked).toBeGreaterThan(50);
  });

  it('finds a value that a rule keeps as any text, without printing it', async () => {
    const { findings } = await checkCanary(
      people('{ id: !<tokenize> {}, displayName: !<keep> { pattern: ".*" } }'),
      cast,
    );

    expect(findings).toMatchObject([{ endpoint: '/v1.0/users', out: 'reply', path: 'displayName' }]);
    expect(JSON.stringify(findings)).not.toMatch(/thornquist|bellfoundry|1202555/i);
  });

  it('finds a GUID that is kept without a reason, and takes a reason for an exception', async () => {
    expect(await paths('{ id: !<keep> { format: guid } }')).toEqual(['id']);

    const { findings, exceptions } = await checkCanary(
      people('{ id: !<keep> { format: guid, reason: agreed upon } }'),
      cast,
    );
    expect(findings).toEqual([]);
    expect(exceptions).toEqual([{ endpoint: '/v1.0/users', path: 'id', reason: 'agreed upon' }]);
  });

  it('finds a value that a transform lets through', async () => {
    const user = '{ id: !<tokenize> {}, displayName: !<redactRegexMatches> { redactions: ["[0-9]+"] } }';

    expect(await paths(user)).toEqual(['displayName']);
  });

  it('finds a phone number that is a JSON number in a text property', async () => {
    const checked = people('{ id: !<tokenize> {}, userType: keep, accountEnabled: keep }');
    const lenient = (checked.plan.nodes as readonly ResponseNode[]).map((node) =>
      node.node === 'keep' ? { node: node.node, format: node.format } : node,
    );
    const { findings } = await checkCanary({ ...checked, plan: { ...checked.plan, nodes: lenient } }, cast);

    expect(findings.map(({ path }) => path)).toContain('userType');
    expect((await checkCanary(checked, cast)).findings).toEqual([]);
  });

  it('finds values deep inside, in lists and in rules that choose by type', async () => {
    const { findings } = await checkCanary(
      rules(`endpoints:
  - pathTemplate: /v1.0/groups/{groupId}/members
    entity: directoryObject
    collection: true
    pathParameterSchemas: { groupId: { kind: group-id, format: reversible-pseudonym } }
    response:
      $byType:
        "#microsoft.graph.user":
          id: !<tokenize> {}
          identities: [{ issuerAssignedId: !<keep> { pattern: ".*" } }]
        "#microsoft.graph.group": { id: !<tokenize> {} }
`),
      cast,
    );

    expect(findings.map(({ path }) => path)).toEqual(['identities[].issuerAssignedId']);
  });

  it('looks at rules of Psoxy’s form with a type that is known elsewhere, or with common names', async () => {
    const psoxy = (template: string) =>
      rules(`endpoints:
  - pathTemplate: ${template}
    transforms:
      - !<redact> { jsonPaths: ["$..displayName", "$..givenName"] }
      - !<pseudonymize> { jsonPaths: ["$..mail"] }
`);
    const guess = () => ({ version: 'v1.0' as const, entity: 'user' });

    const known = await checkCanary(psoxy('/v1.0/users'), cast, { guess });
    const unknown = await checkCanary(psoxy('/v1.0/things/{id}'), cast);

    const shown = known.findings.map(({ path }) => path);
    expect(shown).toContain('value[].mobilePhone');
    expect(shown.filter((path) => /displayName|givenName|\bmail$/.test(path))).toEqual([]);
    expect(unknown.findings.map(({ path }) => path)).toContain('value[].subject');
    expect([...known.unreached, ...unknown.unreached]).toEqual([]);
  });

  it('names the endpoints that no call reaches', async () => {
    const checked = rules(`endpoints:
  - pathRegex: ^/v1.0/[a-z]{3}/never$
`);

    expect((await checkCanary(checked, cast)).unreached).toHaveLength(1);
  });

  it('plants fewer texts in repeated types, and still finds them', async () => {
    const seen = new Set<string>();
    const user = '{ id: !<keep> { format: guid } }';
    const first = await checkCanary(people(user), cast, { seen });
    const second = await checkCanary(people(user), cast, { seen });

    expect(second.asked).toBeLessThan(first.asked);
    expect(second.findings).toEqual(first.findings);
  });
});

describe('canaries', () => {
  it('take the local part of an address, and leave out texts that could occur by chance', () => {
    const canaries = allCanaries({ ...cast, canaries: { codes: ['904417', '77'] } });

    expect(canaries.find(({ name }) => name === 'wren.mail')?.needle).toBe('wren.thornquist');
    expect(canaries.map(({ value }) => value)).not.toContain('77');
  });

  it('are one of each kind, a GUID and a name first', () => {
    const names = oneOfEachShape(allCanaries(cast)).map(({ name }) => name);

    expect(names.slice(0, 2)).toEqual(['wren.id', 'wren.displayName']);
    expect(new Set(names).size).toBe(names.length);
  });

  it('are found in any letter case', () => {
    expect(shownIn('x WREN THORNQUIST', allCanaries(cast)).map(({ name }) => name)).toEqual(['wren.displayName']);
  });
});

describe('checkInterference', () => {
  it('finds equal replies if only dropped values differ', async () => {
    const user = '{ id: !<tokenize> {}, createdDateTime: keep, preferredLanguage: keep, aboutMe: !<redact> {} }';

    expect(await checkInterference(people(user))).toEqual({ endpoints: 1, found: [] });
  });

  it('skips repeated comparisons, and rules of Psoxy’s form', async () => {
    const seen = new Set<string>();
    await checkInterference(people('{ id: !<tokenize> {} }'), seen);

    expect((await checkInterference(people('{ id: !<tokenize> {} }'), seen)).endpoints).toBe(0);
    expect((await checkInterference(rules('endpoints:\n  - pathTemplate: /v1.0/users\n'))).endpoints).toBe(0);
  });
});
