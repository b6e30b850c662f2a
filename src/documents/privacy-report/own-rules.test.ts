import type { Plan } from '../../plan/index.ts';
import { compileText } from '../../rule-forms/testing/compile-text.ts';
import { ownRulesOf } from './own-rules.ts';

const planOf = (text: string): Plan => {
  const { plan, diagnostics } = compileText(text);
  if (plan === undefined) throw new Error(JSON.stringify(diagnostics));
  return plan;
};

const proofOf = (rows: readonly object[] = []) =>
  ({
    title: 'own',
    form: 'allow-list',
    endpoints: [{ entity: 'user', rows }],
  }) as unknown as Parameters<typeof ownRulesOf>[1];

describe('the contents of a custom rule file', () => {
  it('lists the requests that each endpoint accepts', () => {
    const plan = planOf(`endpoints:
  - pathTemplate: /v1.0/users/{userId}/events/{eventId}
    entity: event
    pathParameterSchemas:
      userId: { kind: user-id, format: reversible-pseudonym }
      eventId: { oneOf: [{ enum: [first, last] }, { type: date }] }
    queryParamSchemas:
      $select: { properties: kept }
      name: { pattern: "[a-z]{1,9}" }
      $top: { type: integer, minimum: 1, maximum: 50 }
      $expand: { enum: [calendar] }
    allowedRequestHeaders: [ConsistencyLevel]
    response: { id: !<pseudonymize> { of: event-id } }
  - pathTemplate: /v1.0/users
    entity: user
    collection: true
    queryParamSchemas:
      $filter: { comparisons: { accountEnabled: { operators: [eq, ne], type: boolean } } }
    response: { id: !<pseudonymize> { of: user-id }, accountEnabled: keep }
`);
    const { endpoints } = ownRulesOf(plan, proofOf());

    expect(endpoints).toEqual([
      {
        path: '/v1.0/users/{userId}/events/{eventId}',
        asks: [
          '{userId}: a pseudonym (user-id)',
          '{eventId}: one of first, last or date',
          '$select: properties that are kept',
          'name: a text that matches ^(?:[a-z]{1,9})$',
          '$top: integer from 1 to 50',
          '$expand: calendar',
          'header consistencylevel',
        ],
      },
      { path: '/v1.0/users', asks: ['$filter: accountEnabled eq, ne boolean'] },
    ]);
  });

  it('lists expressions, lists and reasons', () => {
    const plan = planOf(`endpoints:
  - pathTemplate: /v1.0/users/{userId}/events
    entity: event
    collection: true
    pathParameterSchemas: { userId: { kind: user-id } }
    response:
      subject: !<redactExceptPhrases> { allowedPhrases: [Standup, Retro] }
      id: !<redactRegexMatches> { redactions: ["[0-9]+"] }
`);
    const found = ownRulesOf(
      plan,
      proofOf([
        { path: 'subject', reason: 'listed' },
        { path: 'subject', reason: 'listed' },
        { path: 'extension', undeclared: 'an extension' },
      ]),
    );

    expect(found.expressions).toEqual(['/[0-9]+/u']);
    expect(found.lists).toEqual(['Standup, Retro']);
    expect(found.endpoints[0]?.asks[0]).toMatch(/^\{userId\}: user-id in plain/);
    expect(found.reasons).toEqual([
      { property: 'user.subject', reason: 'listed' },
      { property: 'user.extension', reason: 'an extension' },
    ]);
  });

  it("lists the paths and questions of Psoxy's form", () => {
    const plan = planOf(`endpoints:
- pathRegex: "^/v1.0/users/[a-z]+$"
  allowedQueryParams: [$top]
  allowedRequestHeaders: [ConsistencyLevel]
- pathTemplate: /v1.0/groups
  queryParamSchemas: { $top: { type: integer } }
`);
    const { endpoints, expressions } = ownRulesOf(plan, proofOf());

    expect(endpoints[0]).toEqual({
      path: '^/v1.0/users/[a-z]+$',
      asks: ['methods: GET', 'query: $top', 'header consistencylevel'],
    });
    expect(endpoints[1]?.asks).toContain('query: any parameter that has no schema');
    expect(expressions).toHaveLength(2);
    expect(expressions[1]).toContain('[Gg][Rr]');
  });

  it('says for each value in words what a call may send', () => {
    const plan = planOf(`endpoints:
  - pathTemplate: /v1.0/users/{userId}/events
    entity: event
    collection: true
    pathParameterSchemas: { userId: { kind: user-id, format: reversible-pseudonym } }
    queryParamSchemas:
      a: { type: integer }
      b: { type: integer, minimum: 5 }
      c: { type: integer, maximum: 9 }
      d: { type: boolean }
      e: { enum: [x, y] }
      f: { type: string }
      g: { oneOf: [{ enum: [x] }, { type: date }] }
      h: { forms: ["start {day}", all], holes: { day: { type: date } } }
      $filter: { comparisons: { attendees/any/address: { operators: [eq], type: string } } }
    response: { id: !<pseudonymize> { of: event-id } }
  - pathTemplate: /v1.0/users/getByPath(path={path},x={x})
    entity: user
    pathParameterSchemas: { path: { pattern: "[a-z]" }, x: { kind: user-id } }
    response: { id: !<pseudonymize> { of: user-id } }
`);
    const { endpoints, expressions, lists } = ownRulesOf(plan, proofOf());

    expect(endpoints.map(({ asks }) => asks)).toEqual([
      [
        '{userId}: a pseudonym (user-id)',
        'a: integer',
        'b: integer from 5',
        'c: integer to 9',
        'd: boolean',
        'e: x',
        'e: y',
        'f: any text',
        'g: one of x or date',
        'h: start {day}',
        'h: all',
        '$filter: attendees/address eq any text',
      ],
      ['path: a text that matches ^(?:[a-z])$', 'x: user-id in plain or as a pseudonym'],
    ]);
    expect(expressions).toEqual(['/^(?:[a-z])$/']);
    expect(lists).toEqual(['x']);
  });
});
