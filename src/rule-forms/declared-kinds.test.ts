import { ephemeralKeyring } from '../adapters/memory/index.ts';
import { type DeclaredKinds, declaredKind, declaredKindsOf, type Plan } from '../plan/index.ts';
import { parseTarget } from '../proxy/read-call.ts';
import { isAllowListEndpoint } from '../rules/plan/index.ts';
import { prepareMatcher } from './prepared.ts';
import { compileText, said } from './testing/compile-text.ts';

const { pseudonyms } = ephemeralKeyring();
const kinds: DeclaredKinds = new Map([
  ['boat-id', { title: 'a boat', example: 'boat-0001', pattern: 'boat-[0-9]{4}' }],
  ['oar-id', { title: 'an oar', example: 'x9' }],
]);

const rules = (of: string, kind: string) => `endpoints:
  - pathTemplate: /v1.0/users/{boat}
    entity: user
    pathParameterSchemas:
      boat: { kind: ${kind}, format: reversible-pseudonym }
    response: { id: !<tokenize> { of: ${of} } }
`;

const planWith = (text: string): Plan => {
  const { plan, diagnostics } = compileText(text, { kinds });
  if (plan === undefined) throw new Error(JSON.stringify(diagnostics));
  return plan;
};

const ask = (plan: Plan, token: string): string => {
  const parsed = parseTarget(`/v1.0/users/${token}`);
  if (!parsed.ok) throw new Error(parsed.why);
  const match = prepareMatcher(plan).match(
    { method: 'GET', target: parsed.target, headers: {} },
    { plainValues: false },
  );
  if (!match.ok) return 'no match';
  const opened = match.open(pseudonyms.open);
  return opened.ok ? opened.request.target : opened.reason;
};

describe('a kind that the source declares', () => {
  const plan = planWith(rules('boat-id', 'boat-id'));
  const [endpoint] = plan.endpoints;
  const segments = endpoint !== undefined && isAllowListEndpoint(endpoint) ? endpoint.request.segments : [];

  it('is in the Plan with its place, its pattern and its printed texts', () => {
    expect(segments.at(-1)).toEqual({
      type: 'parameter',
      name: 'boat',
      value: {
        type: 'string',
        kind: 'rule-text/kind:boat-id',
        declared: { title: 'a boat', example: 'boat-0001' },
        pattern: '^(?:boat-[0-9]{4})$',
        token: 'required',
      },
    });
    expect(JSON.stringify(plan.nodes)).toContain('"of":"rule-text/kind:boat-id"');
    expect([...declaredKindsOf(plan)]).toEqual(['boat-id']);
  });

  it('opens its own tokens, and none of another kind or of a property', () => {
    const token = (kind: Parameters<typeof pseudonyms.tokenize>[1], value = 'boat-0042') =>
      pseudonyms.tokenize(value, kind);

    expect(ask(plan, token(declaredKind('boat-id')))).toBe('/v1.0/users/boat-0042');
    expect(ask(plan, token(declaredKind('oar-id')))).toBe('invalid');
    expect(ask(plan, token('rule-text/id'))).toBe('invalid');
    expect(ask(plan, token('user-id'))).toBe('invalid');
    expect(ask(plan, token(declaredKind('boat-id'), 'canoe'))).toBe('invalid');
    expect(ask(plan, 'boat-0042')).toBe('no match');
  });

  it('is closed to parameters of kind other-id, which open ids of properties', () => {
    const other = planWith(rules('oar-id', 'other-id'));

    expect(ask(other, pseudonyms.tokenize('x9', 'rule-text/id'))).toBe('/v1.0/users/x9');
    expect(ask(other, pseudonyms.tokenize('x9', declaredKind('oar-id')))).toBe('invalid');
  });

  it('opens any id if it has no pattern', () => {
    const oars = planWith(rules('oar-id', 'oar-id'));

    expect(ask(oars, pseudonyms.tokenize('any.id=', declaredKind('oar-id')))).toBe('/v1.0/users/any.id=');
  });

  it('yields to a pattern of the rule', () => {
    const text = rules('boat-id', 'boat-id').replace('kind: boat-id,', 'kind: boat-id, pattern: "boat-0.*",');
    const narrower = planWith(text);

    expect(ask(narrower, pseudonyms.tokenize('boat-0042', declaredKind('boat-id')))).toBe('/v1.0/users/boat-0042');
    expect(ask(narrower, pseudonyms.tokenize('boat-1042', declaredKind('boat-id')))).toBe('invalid');
  });

  it('is unknown without the declaration, and the message names those that there are', () => {
    expect(said(compileText(rules('boat-id', 'boat-id')))).toEqual([
      expect.stringContaining('rules/unknown-kind unknown kind boat-id'),
      expect.stringContaining('rules/unknown-kind unknown kind boat-id'),
    ]);
    const [hint] = compileText(rules('boat-idd', 'user-id'), { kinds }).diagnostics.map((found) => found.hint);
    expect(hint).toContain('boat-id');
    const asked = compileText(rules('user-id', 'boat-idd'), { kinds }).diagnostics.map((found) => found.hint);
    expect(asked[0]).toContain('boat-id');
  });

  it('has an expression that is as safe as any other', () => {
    const slow: DeclaredKinds = new Map([['boat-id', { title: 'a boat', example: 'a', pattern: '(a+)+b' }]]);

    expect(said(compileText(rules('boat-id', 'boat-id'), { kinds: slow }))).toEqual([
      expect.stringContaining('rules/pattern-slow'),
    ]);
  });

  it('comes from the privacy table if a rule does not set it', () => {
    const privacy = { user: { id: { class: 'opaque-id' as const, kind: 'oar-id' } } };
    const text = rules('oar-id', 'user-id').replace(' { of: oar-id }', ' {}');
    const { plan: made } = compileText(text, { kinds, privacy });

    expect(JSON.stringify(made?.nodes)).toContain('"of":"rule-text/kind:oar-id"');
  });
});
