import type { CompileInput } from '../../compile/compile-input.ts';
import { compileAllowListText, said } from '../../rule-forms/testing/compile-text.ts';
import type { AllowListPlan, ResponseNode } from '../plan/index.ts';

const shared = {
  path: 'rules/shared/people.yaml',
  text: `endpoints:
  users:
    pathTemplate: /v1.0/users
    entity: user
    collection: true
    queryParamSchemas:
      $top: { type: integer, maximum: 9 }
    response: { $ref: "#/definitions/user" }
  again: { $ref: "shared/people.yaml#/endpoints/users" }
definitions:
  user: { id: !<pseudonymize> { of: user-id }, mail: !<redactExceptPhrases> { allowedPhrases: { $list: words } }, badge: !<redact> {} }
lists: { words: [shared] }
undeclared: { user: { badge: seen } }`,
};

const base = `endpoints:
  - $ref: "shared/people.yaml#/endpoints/users"
  - pathTemplate: /v1.0/events
    entity: event
    collection: true
    queryParamSchemas:
      $top: { type: integer, maximum: 9 }
      $skip: { type: integer }
    preferences: [outlook.timezone]
    response:
      $ref: "#/definitions/event"
      subject: !<redact> {}
definitions:
  event:
    id: !<tokenize> { of: event-id }
    start: { dateTime: keep }
    attendees: [{ type: keep, address: !<pseudonymize> { of: user-id } }]
lists: { words: [base] }
`;

const overlay = (text: string, path = 'variants/v.yaml') => ({ path, text });

const compileWith = (overlays: CompileInput['overlays'], text = base) =>
  compileAllowListText(text, { shared: [shared], overlays, builtIn: true });

const errorsOf = (...overlays: CompileInput['overlays']) =>
  said(compileWith(overlays)).filter((line) => !line.includes('rules/unused'));

/** Each leaf of an endpoint's answer, as `start.dateTime: keep`. */
const leavesOf = (plan: AllowListPlan | undefined, endpoint: number): readonly string[] => {
  const visit = (index: number, path: string): readonly string[] => {
    const node = plan?.nodes[index] as ResponseNode;
    if (node.node === 'object')
      return Object.entries(node.properties).flatMap(([name, next]) =>
        visit(next, path === '' ? name : `${path}.${name}`),
      );
    if (node.node === 'by-type')
      return Object.entries(node.types).flatMap(([name, next]) => visit(next, `${path}<${name.split('.').at(-1)}>`));
    if (node.node === 'array') return visit(node.item, `${path}[]`);
    return [`${path}: ${node.node === 'transform' ? node.transform : node.node}`];
  };
  const response = plan?.endpoints[endpoint]?.response;
  return visit(response?.root ?? -1, '');
};

describe('references', () => {
  it('lead to endpoints and definitions of shared files, each with the lists of its own file', () => {
    const { plan } = compileWith([]);
    expect(plan?.endpoints.map(({ pathTemplate }) => pathTemplate)).toEqual(['/v1.0/users', '/v1.0/events']);
    expect(leavesOf(plan, 0)).toEqual(['id: pseudonymize', 'mail: redactExceptPhrases', 'badge: redact']);
    expect(plan?.nodes).toContainEqual(expect.objectContaining({ options: { allowedPhrases: ['shared'] } }));
  });

  it('are overridden by keys next to them', () => {
    expect(leavesOf(compileWith([]).plan, 1)).toEqual([
      'id: tokenize',
      'start.dateTime: keep',
      'attendees[].type: keep',
      'attendees[].address: pseudonymize',
      'subject: redact',
    ]);
    const text = base.replace(
      'endpoints/users"',
      'endpoints/users"\n    pathTemplate: /beta/users\n    response: { id: !<redact> {} }',
    );
    const { plan } = compileWith([], text);
    expect(plan?.endpoints[0]?.pathTemplate).toBe('/beta/users');
    expect(leavesOf(plan, 0)).toContain('id: redact');
  });

  it('may lead in circles that pass a leaf', () => {
    const text =
      'endpoints: [{ pathTemplate: /x, response: { $ref: "#/definitions/a" } }]\ndefinitions: { a: { leaf: !<redact> {}, more: { $ref: "#/definitions/a", also: !<redact> {} } } }';
    const { plan } = compileAllowListText(text);
    expect(plan?.nodes.map(({ node }) => node)).toEqual(['object', 'transform', 'object', 'transform']);
  });

  const referring = (ref: string, definitions = '{}') =>
    said(
      compileAllowListText(`endpoints: [{ pathTemplate: /x, response: { a: ${ref} } }]\ndefinitions: ${definitions}`, {
        shared: [shared],
      }),
    );

  it.each([
    ['{ $ref: nonsense }', "1:56 rules/ref nonsense isn't a reference to one of the definitions"],
    ['{ $ref: "#/endpoints/users" }', "1:56 rules/ref #/endpoints/users isn't a reference to one of the definitions"],
    ['{ $ref: "#/definitions/none" }', '1:56 rules/ref unknown definition none'],
    [
      '{ $ref: "shared/people.yaml#/definitions/none" }',
      '1:56 rules/ref unknown definition none in shared/people.yaml',
    ],
    ['{ $ref: "shared/none.yaml#/definitions/user" }', '1:56 rules/ref unknown file shared/none.yaml'],
    ['{ $ref: 1 }', '1:56 rules/value value is wrong, expected text, got a number'],
  ])('refuses %s', (ref, message) => {
    expect(referring(ref)).toContain(message);
  });

  it('refuses references that lead back to themselves', () => {
    expect(
      referring('{ $ref: "#/definitions/a" }', '{ a: { $ref: "#/definitions/b" }, b: { $ref: "#/definitions/a" } }'),
    ).toEqual(['2:19 rules/ref-cycle reference leads back to itself']);
  });

  it('refuses definitions that lead into themselves and never to a leaf', () => {
    expect(referring('{ $ref: "#/definitions/a" }', '{ a: { b: [{ $ref: "#/definitions/a" }] } }')).toEqual([
      '2:16 rules/ref-cycle definition a refers to itself and never reaches a leaf',
    ]);
  });

  it('refuses a reference to an endpoint that is one itself, or is not there', () => {
    const text =
      'endpoints:\n  - $ref: "shared/people.yaml#/endpoints/again"\n  - $ref: "shared/people.yaml#/endpoints/none"\n  - { pathTemplate: /x, response: { id: keep } }';
    expect(
      said(compileAllowListText(text, { shared: [shared] })).filter((line) => !line.includes('keep-format')),
    ).toEqual([
      '2:11 rules/ref reference leads to an endpoint that is a reference itself',
      '3:11 rules/ref unknown endpoint none in shared/people.yaml',
    ]);
  });

  it('name the files that are there, or none', () => {
    const text = 'endpoints: [{ pathTemplate: /x, response: { $ref: "shared/a.yaml#/definitions/b" } }]';
    expect(compileAllowListText(text).diagnostics[0]?.hint).toBe('use one of none');
    expect(compileAllowListText(text, { shared: [shared] }).diagnostics[0]?.hint).toBe('use one of shared/people.yaml');
    expect(said(compileAllowListText('', { builtIn: true }))).toEqual(['1:1 yaml/empty file is empty']);
  });

  it('may lead to lists of shared files', () => {
    const text =
      'endpoints: [{ pathTemplate: /x, response: { a: !<keep> { values: { $list: "shared/people.yaml#/lists/words" } } } }]';
    expect(compileAllowListText(text, { shared: [shared] }).plan?.nodes).toContainEqual({
      node: 'keep',
      format: { format: 'identifier', members: ['shared'] },
    });
  });

  it('reports mistakes in the shared files that are used', () => {
    const broken = { path: 'shared/broken.yaml', text: 'definitions: { a: { b: kep } }' };
    const text = 'endpoints: [{ pathTemplate: /x, response: { $ref: "shared/broken.yaml#/definitions/a" } }]';
    expect(compileAllowListText(text, { shared: [shared, broken] }).diagnostics[0]).toMatchObject({
      position: { file: 'shared/broken.yaml', line: 1, column: 24 },
      code: 'rules/leaf',
    });
  });

  it('reports unused names, except those of shared files', () => {
    const text = `${base}`
      .replace('lists: {', 'lists: { more: [a],')
      .replace('  event:', '  other: { a: !<redact> {} }\n  event:');
    expect(said(compileWith([], text))).toEqual([
      "14:3 rules/unused definition other isn't used",
      "19:10 rules/unused list more isn't used",
      "19:21 rules/unused list words isn't used",
    ]);
    expect(
      said(
        compileAllowListText(
          shared.text
            .replace('  again: { $ref: "shared/people.yaml#/endpoints/users" }\n', '')
            .replace('{ words', '{ more: [a], words'),
        ),
      ),
    ).toEqual([]);
  });
});

describe('overlays', () => {
  it('replace leaves and parameters, and leave the rest', () => {
    const { plan, notes } = compileWith([
      overlay(`summary: other
endpoints:
  - pathTemplate: /v1.0/events
    queryParamSchemas: { $top: { type: integer, maximum: 5 } }
    response: { id: !<redact> {} }
definitions:
  event: { start: { dateTime: !<redact> {} }, attendees: [{ type: !<redact> {} }] }`),
    ]);
    expect(leavesOf(plan, 1)).toEqual([
      'id: redact',
      'start.dateTime: redact',
      'attendees[].type: redact',
      'attendees[].address: pseudonymize',
      'subject: redact',
    ]);
    expect(plan?.endpoints[1]).toMatchObject({
      position: { file: 'rules.yaml', line: 3 },
      request: { query: [{ value: { maximum: 5 } }, { name: '$skip' }], prefer: { allowed: ['outlook.timezone'] } },
    });
    expect(notes?.nodes.filter(({ position }) => position.file === 'variants/v.yaml').length).toBeGreaterThan(3);
  });

  it('apply to the target of a reference', () => {
    const text = base
      .replace('definitions:', 'definitions:\n  user: { $ref: "shared/people.yaml#/definitions/user" }')
      .replace('endpoints/users"', 'endpoints/users"\n    response: { $ref: "#/definitions/user" }');
    const { plan } = compileWith([overlay('definitions: { user: { id: !<redact> {} } }')], text);
    expect(leavesOf(plan, 0)).toEqual(['id: redact', 'mail: redactExceptPhrases', 'badge: redact']);
  });

  it('lie over each other in order', () => {
    const { plan } = compileWith([
      overlay('definitions: { event: { id: !<redact> {} } }'),
      overlay('definitions: { event: { id: !<pseudonymize> { of: user-id } } }', 'extras/e.yaml'),
    ]);
    expect(leavesOf(plan, 1)).toContain('id: pseudonymize');
  });

  it('replace rules of another shape, references and lists as a whole', () => {
    const { plan } = compileWith([
      overlay(
        'definitions: { event: { start: { $ref: "#/definitions/zone" }, attendees: !<countOnly> {} }, zone: { adds: true, timeZone: keep } }\nlists: { words: [other] }',
      ),
    ]);
    expect(leavesOf(plan, 1)).toEqual([
      'id: tokenize',
      'start.timeZone: keep',
      'attendees: countOnly',
      'subject: redact',
    ]);
    const shape = said(compileWith([overlay('definitions: { event: { attendees: { type: keep } } }')]));
    expect(shape).toContain('1:36 rules/shape event.attendees is a list');
  });

  it('keep the order of the base rule, unless they define another', () => {
    const ordered = base.replace(
      'attendees: [{ type: keep, address',
      'attendees: [{ $order: type, type: keep, address',
    );
    const orderOf = (over: string) => {
      const { plan } = compileWith([overlay(`definitions: { event: { attendees: [${over}] } }`)], ordered);
      const errors = said(compileWith([overlay(`definitions: { event: { attendees: [${over}] } }`)], ordered));
      return [...errors.filter((line) => !line.includes('rules/unused')), ...(plan === undefined ? [] : ['planned'])];
    };
    expect(orderOf('{ address: !<redact> {} }').join()).toContain('rules/order');
    expect(orderOf('{ $order: token, address: !<redact> {} }')).toEqual(['planned']);
  });

  it('lie over lists by type', () => {
    const text =
      'endpoints:\n  - pathTemplate: /v1.0/things\n    entity: directoryObject\n    collection: true\n    response: { $byType: { user: { id: !<tokenize> { of: event-id }, mail: !<tokenize> { of: event-id } } } }';
    const change = (types: string, more = '') =>
      compileAllowListText(text, {
        overlays: [overlay(`${more}endpoints: [{ pathTemplate: /v1.0/things, response: { $byType: ${types} } }]`)],
      });
    expect(leavesOf(change('{ user: { mail: !<redact> {} } }').plan, 0)).toEqual([
      '<user>.id: tokenize',
      '<user>.mail: redact',
    ]);
    expect(said(change('{ group: { id: !<tokenize> { of: event-id } } }'))).toEqual([
      '1:66 rules/adds base has no property group',
    ]);
    expect(leavesOf(change('{ group: { id: !<tokenize> { of: event-id } } }', 'adds: true\n').plan, 0)).toHaveLength(3);
  });

  it.each([
    [
      'endpoints: [{ pathTemplate: /v1.0/evnts, response: { id: !<tokenize> { of: event-id } } }]',
      '1:29 rules/adds base has no endpoint /v1.0/evnts',
    ],
    ['definitions: { evnt: { id: !<tokenize> { of: event-id } } }', '1:16 rules/adds base has no definition evnt'],
    ['definitions: { event: { count: keep } }', '1:25 rules/adds base has no property count'],
    ['definitions: { event: { attendees: [{ tpe: keep }] } }', '1:39 rules/adds base has no property tpe'],
    ['lists: { wrds: [a] }', '1:10 rules/adds base has no list wrds'],
    [
      'endpoints: [{ $ref: "shared/people.yaml#/endpoints/none" }]',
      '1:21 rules/ref unknown endpoint none in shared/people.yaml',
    ],
    ['definitions: { event: !<x> }', '1:23 rules/unknown-transform unknown transform x'],
    ['endpoints: !<x> [{ response: { id: keep } }]', '1:12 rules/value value is wrong, expected a list, got !<x>'],
    ['endpoints: 5', '1:12 rules/value value is wrong, expected a mapping, got a number'],
    ['endpoints: [{ response: { id: keep } }]', '1:13 rules/missing-key endpoint has no key pathTemplate'],
    ['nonsense', '1:1 rules/value value is wrong, expected a mapping, got text'],
  ])('refuses %s', (text, message) => {
    expect(errorsOf(overlay(text))).toContain(message);
  });

  it('remove endpoints, parameters, comparisons and all but some properties', () => {
    const text = `endpoints:
  - $ref: "shared/people.yaml#/endpoints/users"
    queryParamSchemas:
      $filter: { comparisons: { id: { operators: [eq], kind: user-id }, accountEnabled: { operators: [eq], type: boolean } } }
  - { pathTemplate: /v1.0/events, entity: event, collection: true, response: { $ref: "#/definitions/event" } }
definitions: { event: { id: !<tokenize> { of: event-id }, start: { dateTime: keep, timeZone: keep } } }
`;
    const over = `endpoints:
  - { pathTemplate: /v1.0/events, removed: true }
  - pathTemplate: /v1.0/users
    queryParamSchemas: { $top: removed, $filter: { comparisons: { accountEnabled: removed } } }
    response: { only: [id, badge] }
`;
    const compiled = compileWith([overlay(over)], text);
    const [users, ...others] = compiled.plan?.endpoints ?? [];

    expect(said(compiled)).toEqual([]);
    expect(others).toEqual([]);
    expect(users?.request.query).toMatchObject([{ name: '$filter', comparisons: [{ path: 'id' }] }]);
    expect(leavesOf(compiled.plan, 0)).toEqual(['id: pseudonymize', 'badge: redact']);
    expect(
      leavesOf(
        compileWith([overlay('definitions: { event: { only: [start], start: { only: [dateTime] } } }')], text).plan,
        1,
      ),
    ).toEqual(['start.dateTime: keep']);
  });

  it('can’t remove what the base lacks, and base rules remove nothing but from a reference', () => {
    const users = (keys: string) => `endpoints:
  - $ref: "shared/people.yaml#/endpoints/users"
    ${keys}
`;
    expect(
      errorsOf(
        overlay(`endpoints:
  - { pathTemplate: /v1.0/event, removed: true }
  - { pathTemplate: /v1.0/events, adds: true, queryParamSchemas: { $filter: removed }, response: { only: [id, nothing] } }
`),
      ),
    ).toEqual([
      '2:21 rules/adds base has no endpoint /v1.0/event',
      '3:68 rules/removed nothing to remove: base has no parameter $filter',
      '3:111 rules/adds base has no property nothing',
    ]);
    expect(said(compileWith([], users('removed: true')))[0]).toContain(
      'rules/removed nothing to remove: base has no endpoint',
    );
    expect(
      said(compileWith([], users('queryParamSchemas: { $filter: { comparisons: { id: removed } } }')))[0],
    ).toContain('rules/removed nothing to remove: base has no comparison id');
    expect(compileWith([], users('queryParamSchemas: { $top: removed }')).plan?.endpoints[0]?.request.query).toEqual(
      [],
    );
  });

  it('may add the names that they declare as added', () => {
    const added = `endpoints:
  - pathTemplate: /v1.0/groups
    entity: group
    collection: true
    response: { id: !<tokenize> { of: event-id } }
  - $ref: "shared/people.yaml#/endpoints/users"
    pathTemplate: /beta/users
lists: { more: [a] }
definitions: { event: { count: keep }, other: { id: keep } }
undeclared: { user: { sign: seen } }`;
    const declared = `${base}undeclared: { user: { mark: seen } }`;
    expect(compileWith([overlay(added)], declared).diagnostics.length).toBeGreaterThan(3);
    expect(
      compileWith([overlay(`adds: true\n${added}`)], declared).notes?.undeclared.map(({ property }) => property),
    ).toEqual(['mark', 'sign', 'badge']);
    const whole = compileWith([overlay(`adds: true\n${added}`)]);
    expect(whole.plan?.endpoints.map(({ pathTemplate }) => pathTemplate)).toEqual([
      '/v1.0/users',
      '/v1.0/events',
      '/v1.0/groups',
      '/beta/users',
    ]);
    expect(leavesOf(whole.plan, 1)).toContain('count: keep');
    expect(whole.notes?.undeclared.map(({ property }) => property)).toEqual(['sign', 'badge']);
    const single =
      'endpoints: [{ pathTemplate: /v1.0/groups, adds: true, entity: group, response: { id: !<tokenize> { of: event-id } } }]\ndefinitions: { event: { adds: true, count: keep } }';
    expect(errorsOf(overlay(single))).toEqual([]);
  });

  it('apply to broken rules without further mistakes', () => {
    const text = base
      .replace('  event:', '  broken: { $ref: "#/definitions/none", id: keep }\n  event:')
      .replace('endpoints:', 'endpoints:\n  - { entity: user }');
    expect(
      said(
        compileWith(
          [
            overlay(
              'definitions: { broken: { id: !<redact> {} } }\nendpoints: [{ pathTemplate: /v1.0/none, response: { id: keep } }]',
            ),
          ],
          text,
        ),
      ),
    ).toEqual(expect.arrayContaining([expect.stringContaining('unknown definition none')]));
  });

  it('count adds that is not true as a property', () => {
    expect(errorsOf(overlay('definitions: { event: { adds: keep } }')).join('\n')).toContain(
      'base has no property adds',
    );
  });
});

describe('the additions of an overlay', () => {
  /** What is said of the overlay itself. */
  const saidOf = (text: string) =>
    compileWith([overlay(text)]).diagnostics.filter(({ position }) => position.file === 'variants/v.yaml');
  const over = (lines: string, adds = ''): readonly string[] =>
    saidOf(`endpoints:
  - pathTemplate: /v1.0/events
${adds}    ${lines}
`).map(({ code }) => code);

  it.each([
    'queryParamSchemas: { $count: { type: boolean } }',
    'allowedRequestHeaders: [ConsistencyLevel]',
    'preferences: [outlook.timezone, odata.maxpagesize]',
  ])('rejects %s without adds', (lines) => {
    expect(over(lines)).toEqual(['rules/adds']);
    expect(over(lines, '    adds: true\n')).toEqual([]);
  });

  it('inherits the base’s keys', () => {
    expect(over('queryParamSchemas: { $top: { type: integer, maximum: 5 } }')).toEqual([]);
  });

  it('rejects a second rule for one endpoint', () => {
    const text = 'endpoints:\n  - { pathTemplate: /v1.0/events }\n  - { pathTemplate: /v1.0/events }\n';
    expect(saidOf(text).map(({ code }) => code)).toEqual(['rules/unreachable']);
  });

  it('warns of a definition that nothing uses', () => {
    const text = 'adds: true\ndefinitions: { itm: { subject: !<redact> {} } }\n';
    expect(saidOf(text)).toMatchObject([
      { severity: 'warning', code: 'rules/unused', position: { file: 'variants/v.yaml' } },
    ]);
  });
});

describe('the Plan', () => {
  it('is plain JSON, the same for the same rules, to the byte', () => {
    const [one, two] = [compileWith([]), compileWith([])];
    expect(JSON.stringify(one.plan)).toBe(JSON.stringify(two.plan));
    expect(JSON.parse(JSON.stringify(one.plan))).toEqual(one.plan);
  });

  it('has a hash that positions, comments and the title do not change', () => {
    const moved = compileAllowListText(`# moved\n${base}`, { shared: [shared], builtIn: true, title: 'other' });
    expect(moved.plan?.hash).toBe(compileWith([]).plan?.hash);
    expect(moved.plan?.hash).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it('has hashes of requests that answers do not change', () => {
    const before = compileWith([]).plan;
    const after = compileWith([overlay('definitions: { event: { id: !<redact> {} } }')]).plan;
    const wider = compileWith([overlay('endpoints: [{ pathTemplate: /v1.0/events, preferences: [] }]')]).plan;
    expect(after?.hash).not.toBe(before?.hash);
    expect(after?.endpoints[1]?.requestHash).toBe(before?.endpoints[1]?.requestHash);
    expect(wider?.endpoints[1]?.requestHash).not.toBe(before?.endpoints[1]?.requestHash);
    expect(wider?.endpoints[0]?.requestHash).toBe(before?.endpoints[0]?.requestHash);
  });
});
