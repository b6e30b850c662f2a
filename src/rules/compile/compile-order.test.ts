import { privacyTable, typeIndex } from '../../graph-types/index.ts';
import { compileText as compileSmall, said } from '../../rule-forms/testing/compile-text.ts';
import type { AllowListPlan } from '../plan/index.ts';

const compileText = (text: string) => compileSmall(text, { types: typeIndex, privacy: privacyTable });

const messages = (more: string, response: string): string => `endpoints:
  - pathTemplate: /v1.0/users/{userId}/messages
    entity: message
    collection: true
    pathParameterSchemas: { userId: { kind: user-id, format: reversible-pseudonym } }
    queryParamSchemas: { $select: { properties: kept } }
${more}
    response: ${response}
`;

const kept = '{ id: !<tokenize> {}, receivedDateTime: keep, sentDateTime: !<truncateTime> { unit: month } }';

const endpointOf = (text: string) => {
  const { plan, diagnostics } = compileText(text);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return (plan as AllowListPlan | undefined)?.endpoints[0];
};

describe('order', () => {
  it.each([
    ['receivedDateTime', { path: ['receivedDateTime'], descending: false }],
    ['receivedDateTime asc', { path: ['receivedDateTime'], descending: false }],
    ['receivedDateTime desc', { path: ['receivedDateTime'], descending: true }],
    ['token', undefined],
  ])('by %s is that of a kept time, or of tokens', (order, expected) => {
    expect(endpointOf(messages(`    order: ${order}`, kept))?.response.order).toEqual(expected);
  });

  it('uses the text of a time that has its zone next to it', () => {
    const text = messages(
      '    order: flag/startDateTime',
      '{ id: !<tokenize> {}, flag: { startDateTime: { dateTime: keep } } }',
    );
    expect(endpointOf(text)?.response.order?.path).toEqual(['flag', 'startDateTime', 'dateTime']);
  });

  it.each([
    [
      'sentDateTime',
      'rules/order order by sentDateTime shows more than the reply, expected a time that is kept as it is',
    ],
    ['createdDateTime', 'rules/order items keep no createdDateTime'],
    ['createdDateTime/of/nothing', 'rules/order items keep no createdDateTime'],
    ['receivedDateTime/of', 'rules/order items keep no receivedDateTime/of'],
    ['id', 'rules/order order by id shows more than the reply, expected a time that is kept as it is'],
    ['"receivedDateTime, id"', 'rules/order order is invalid, expected a property, got receivedDateTime, id'],
  ])('rejects %s, which the items do not show as a time', (order, expected) => {
    expect(said(compileText(messages(`    order: ${order}`, kept))).join('\n')).toContain(expected);
  });

  it('is not judged if the response has a mistake itself', () => {
    const wrong = messages('    order: receivedDateTime', '{ id: !<tokenize> {}, received: keep }').replace(
      '{ id: !<tokenize> {}, received: keep }',
      '!<nothing-such> {}',
    );
    const errors = said(compileText(wrong));
    expect(errors.join('\n')).toContain('rules/unknown-transform');
    expect(errors.join('\n')).not.toContain('rules/order');
  });

  it('rejects an order of a single entity, and one outside of an item', () => {
    const single = messages('    order: receivedDateTime', kept).replace('    collection: true\n', '');
    expect(said(compileText(single)).join('\n')).toContain('rules/order order requires a list');
    const misplaced = messages('', '{ id: !<tokenize> {}, flag: { $order: flagStatus, flagStatus: keep } }');
    expect(said(compileText(misplaced)).join('\n')).toContain('rules/order $order is outside of an item of a list');
  });

  it('of an inner list is written at its item', () => {
    const text = `endpoints:
  - pathTemplate: /v1.0/attendanceRecords
    entity: attendanceRecord
    response:
      id: !<pseudonymize> {}
      attendanceIntervals:
        - $order: joinDateTime
          joinDateTime: keep
`;
    const { plan } = compileText(text);
    const arrays = (plan as AllowListPlan | undefined)?.nodes.flatMap((node) => (node.node === 'array' ? [node] : []));
    expect(arrays).toMatchObject([{ order: { path: ['joinDateTime'], descending: false } }]);
  });
});

describe('dropItems', () => {
  it('are in the Plan, and their properties are selected though nothing keeps them', () => {
    const endpoint = endpointOf(messages('    dropItems: { isDraft: true, importance: low }', kept));
    expect(endpoint?.response.dropItems).toEqual([
      { property: 'isDraft', value: true },
      { property: 'importance', value: 'low' },
    ]);
    expect(endpoint?.request.query).toMatchObject([{ name: '$select', always: ['isDraft', 'importance'] }]);
  });

  it.each([
    ['{ isDrafft: true }', "rules/drop-items Microsoft's type message has no property isDrafft to drop items by"],
    ['{ isDraft: yes-please }', 'rules/drop-items isDraft has the wrong value, expected true or false, got yes-please'],
    ['{ subject: true }', 'rules/drop-items subject has the wrong value, expected a text, got true'],
    ['{ toRecipients: x }', 'rules/drop-items toRecipients holds no single text, true or false'],
    ['{ from: x }', 'rules/drop-items from holds no single text, true or false'],
    ['{ importance: hihg }', 'rules/drop-items importance never is hihg'],
  ])('reject %s', (dropItems, expected) => {
    expect(said(compileText(messages(`    dropItems: ${dropItems}`, kept))).join('\n')).toContain(expected);
  });

  it('are accepted unchanged if the type is unknown', () => {
    const { plan } = compileText(`endpoints:
  - pathTemplate: /v1.0/nobody/knows
    collection: true
    dropItems: { isDraft: true, colour: red }
    response: { id: !<tokenize> { of: other-id } }
`);
    expect((plan as AllowListPlan | undefined)?.endpoints[0]?.response.dropItems).toEqual([
      { property: 'isDraft', value: true },
      { property: 'colour', value: 'red' },
    ]);
  });

  it('reject a written $select that leaves their property out', () => {
    const text = messages('    dropItems: { isDraft: true }', kept).replace('properties: kept', 'enum: [id]');
    expect(said(compileText(text)).join('\n')).toContain('rules/drop-items $select leaves out isDraft');
  });
});

describe('the least page', () => {
  const list = (path: string, entity: string): string => `endpoints:
  - pathTemplate: ${path}
    entity: ${entity}
    collection: true
    queryParamSchemas: { $top: { type: integer, minimum: 1, maximum: 9 } }
    response: { id: !<tokenize> {} }
`;

  it.each(['user', 'group', 'directoryObject', 'team', 'site', 'conversationMember'])(
    'of a list of %s is 100',
    (entity) => {
      expect(endpointOf(list('/v1.0/things', entity))?.request.leastPage).toBe(100);
    },
  );

  it.each(['event', 'message', 'drive', 'chat'])('does not exist for a list of %s', (entity) => {
    expect(endpointOf(list('/v1.0/things', entity))?.request.leastPage).toBeUndefined();
  });
});
