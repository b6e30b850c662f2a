import fc from 'fast-check';
import { compileText } from './testing/compile-text.ts';

const psoxy = 'endpoints:\n  - pathTemplate: /x\n    transforms: []\n';

describe('compile', () => {
  it('recognizes the form by itself', () => {
    expect(compileText(psoxy).plan?.form).toBe('psoxy');
    expect(compileText('endpoints: [{ pathTemplate: /x, response: { a: !<redact> {} } }]').plan?.form).toBe(
      'allow-list',
    );
  });

  it('recognizes the allow-list form of built-in rules', () => {
    expect(compileText(psoxy, { builtIn: true }).diagnostics).toContainEqual(
      expect.objectContaining({ code: 'rules/unknown-key', message: 'endpoint has no key transforms' }),
    );
  });

  const whole = `endpoints:
  - pathTemplate: /v1.0/users/{userId}/f(a='{a}')
    entity: event
    collection: true
    pathParameterSchemas: { userId: { kind: user-id }, a: { type: date } }
    queryParamSchemas:
      $select: { properties: kept, notSelectable: [id] }
      $filter: { forms: ["start/dateTime ge '{from}'"], holes: { from: date-time } }
    preferences: [x]
    response: { $ref: "#/definitions/event", subject: !<redactExceptPhrases> { allowedPhrases: { $list: l } } }
definitions:
  event: &e
    id: !<tokenize> { of: event-id }
    start: keep-all
    attendees: [{ type: keep, address: !<keep> { reason: r } }]
  other: *e
lists: { l: [a] }
undeclared: { event: { x: y } }
`;
  const edit = fc.record({
    at: fc.nat(whole.length),
    removed: fc.nat(12),
    put: fc.constantFrom(
      '',
      ' ',
      '\n',
      ':',
      '-',
      '[',
      '{',
      '}',
      '$ref: ',
      '"',
      'keep',
      '!<x> ',
      '&e ',
      '*e',
      'a',
      '#',
      '/',
      '0',
    ),
  });

  it('never throws, whatever is wrong with the text', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), fc.boolean(), (edits, builtIn) => {
        const text = edits.reduce(
          (before, { at, removed, put }) => before.slice(0, at) + put + before.slice(at + removed),
          whole,
        );
        const { plan, diagnostics } = compileText(text, { builtIn });
        expect(plan === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
      }),
      { numRuns: 500 },
    );
  });
});
