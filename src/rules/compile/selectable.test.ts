import { compileAllowListText, said } from '../../rule-forms/testing/compile-text.ts';
import type { AllowListPlan } from '../plan/index.ts';

const endpoint = (entity: string, response: string) =>
  `endpoints:\n  - pathTemplate: /v1.0/x\n    entity: ${entity}\n    collection: true\n    response: ${response.replaceAll('\n', '\n    ')}\n`;

const planOf = (text: string): AllowListPlan => {
  const { plan, diagnostics } = compileAllowListText(text);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return plan as AllowListPlan;
};

describe('$select', () => {
  const select = (response: string, entity = 'user', rest = '') =>
    said(compileAllowListText(endpointWithSelect(response, entity, rest)));
  const endpointWithSelect = (response: string, entity: string, rest: string) =>
    endpoint(entity, response).replace(
      'collection: true',
      `queryParamSchemas: { $select: { properties: kept${rest} } }`,
    );
  const kept = (response: string, entity = 'user', rest = '') => {
    const request = planOf(endpointWithSelect(response, entity, rest)).endpoints[0]?.request;
    return request?.query;
  };

  it('is narrowed to kept structural properties of this version that Graph takes', () => {
    const response = '{ "@odata.type": keep, id: !<redact> {}, mail: !<redact> {}, manager: { id: !<redact> {} } }';
    expect(kept(response, 'user', ', notSelectable: [mail]')).toEqual([
      { name: '$select', required: false, type: 'select', kept: ['id'] },
    ]);
    expect(kept('{ id: !<redact> {}, uid: !<redact> {} }', 'event')).toMatchObject([{ kept: ['id'] }]);
    expect(kept('{ id: !<redact> {}, members@delta: [{ id: !<redact> {} }] }', 'group')).toMatchObject([
      { kept: ['id'] },
    ]);
  });

  it('accepts undeclared properties of the rules that only the other version declares', () => {
    const text = endpointWithSelect('{ id: !<redact> {}, uid: !<redact> {} }', 'event', '');
    const request = planOf(`${text}undeclared: { event: { uid: seen } }`).endpoints[0]?.request;
    expect(request).toMatchObject({ query: [{ kept: ['id', 'uid'] }] });
  });

  it('accepts properties that every type keeps, and those of untyped rules', () => {
    const byType = '{ $byType: { user: { id: !<redact> {}, mail: !<redact> {} }, group: { id: !<redact> {} } } }';
    expect(kept(byType, 'directoryObject')).toMatchObject([{ kept: ['id', 'mail'] }]);
    const untyped =
      'endpoints: [{ pathTemplate: /x, queryParamSchemas: { $select: { properties: kept } }, response: { a: !<redact> {} } }]';
    expect(planOf(untyped).endpoints[0]?.request).toMatchObject({ query: [{ kept: ['a'] }] });
  });

  it('leaves what changes the result set to callers who name it', () => {
    const response = '{ id: !<redact> {}, mail: !<redact> {}, manager: { id: !<redact> {} } }';
    expect(kept(response, 'user', ', onRequest: [mail, manager]')).toEqual([
      { name: '$select', required: false, type: 'select', kept: ['id'], onRequest: ['mail', 'manager'] },
    ]);
    expect(select('{ id: !<redact> {} }', 'user', ', onRequest: [mail]')).toEqual([
      "4:67 rules/select mail isn't kept, so it is never selected",
    ]);
  });

  it('rejects an empty list, and exclusions of properties that are not kept', () => {
    expect(select('{ manager: { id: !<redact> {} } }')).toEqual([
      '4:35 rules/select $select has no kept property to select',
    ]);
    expect(select('{ id: !<redact> {} }', 'user', ', notSelectable: [mail]')).toEqual([
      "4:71 rules/select mail isn't kept, so it is never selected",
    ]);
    expect(select('{ $ref: "#/definitions/none" }')).toEqual([expect.stringContaining('rules/ref')]);
  });

  it('is empty for items that are not objects', () => {
    const text = endpoint('user', 'keep').replace(
      'entity: user',
      'queryParamSchemas: { $select: { properties: kept } }',
    );
    expect(said(compileAllowListText(text)).join('\n')).toContain(
      'rules/select $select has no kept property to select',
    );
  });
});
