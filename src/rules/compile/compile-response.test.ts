import type { CompileInput } from '../../compile/compile-input.ts';
import { compileAllowListText, said, userEndpoint } from '../../rule-forms/testing/compile-text.ts';
import type { AllowListPlan, ResponseNode } from '../plan/index.ts';

const endpoint = (entity: string, response: string, version = 'v1.0') =>
  `endpoints:\n  - pathTemplate: /${version}/x\n    entity: ${entity}\n    collection: true\n    response: ${response.replaceAll('\n', '\n    ')}\n`;

const planOf = (text: string, rest: Partial<CompileInput> = {}): AllowListPlan => {
  const { plan, diagnostics } = compileAllowListText(text, rest);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return plan as AllowListPlan;
};

/** A Plan's node with the nodes below it in place of their numbers; a node met again is its number. */
const tree = (plan: AllowListPlan, index: number, above: readonly number[] = []): unknown => {
  if (above.includes(index)) return index;
  const node = plan.nodes[index] as ResponseNode;
  const below = (next: number) => tree(plan, next, [...above, index]);
  const each = (record: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(record).map(([name, next]) => [name, below(next)]));
  switch (node.node) {
    case 'object':
      return { ...(node.types && { '@odata.type': node.types }), ...each(node.properties) };
    case 'array':
      return [below(node.item), ...(node.removed ? ['removed'] : [])];
    case 'by-type':
      return { byType: each(node.types) };
    case 'keep':
      return node.format;
    case 'transform':
      return node.transform;
  }
};

const rootOf = (plan: AllowListPlan): unknown => {
  const response = plan.endpoints[0]?.response;
  return tree(plan, response?.root ?? -1);
};

const compiled = (entity: string, response: string, rest: Partial<CompileInput> = {}) =>
  rootOf(planOf(endpoint(entity, response), rest));

const saidOf = (entity: string, response: string, rest: Partial<CompileInput> = {}) =>
  said(compileAllowListText(endpoint(entity, response), rest));

const identifier = (...members: readonly string[]) => ({ format: 'identifier', members });
const dateTime = { format: 'date-time' };

describe('keep', () => {
  it('takes formats from the type and the privacy table', () => {
    expect(
      compiled(
        'event',
        '{ showAs: keep, start: { dateTime: keep, timeZone: keep }, count: keep, attendees: [{ type: keep }] }',
      ),
    ).toEqual({
      showAs: identifier('free', 'busy', 'unknownFutureValue'),
      start: { dateTime, timeZone: { format: 'time-zone' } },
      count: { format: 'none' },
      attendees: [{ type: identifier('required', 'optional') }],
    });
  });

  it('takes words and patterns of the privacy table', () => {
    const pattern = { source: '^(?:[A-Z]{2})$', flags: 'u' };
    expect(compiled('user', '{ usageLocation: keep }')).toEqual({ usageLocation: { format: 'pattern', pattern } });
    expect(compiled('group', '{ visibility: keep }')).toEqual({ visibility: identifier('Public', 'Private') });
  });

  it('prefers the rule’s format to the known one', () => {
    expect(
      compiled(
        'event',
        `{ showAs: !<keep> { values: [a] }, count: !<keep> { format: guid }, subject: !<keep> { pattern: "[ab]" },
  joinUrl: !<keep> { reason: because } }`,
      ),
    ).toEqual({
      showAs: identifier('a'),
      count: { format: 'guid' },
      subject: { format: 'pattern', pattern: { source: '^(?:[ab])$', flags: 'u' } },
      joinUrl: { format: 'any' },
    });
  });

  it('takes words from a list', () => {
    const text = `${endpoint('event', '{ subject: !<keep> { values: { $list: words } } }')}lists: { words: [x, y] }`;
    expect(rootOf(planOf(text))).toEqual({ subject: identifier('x', 'y') });
  });

  it('drops strings without a known format, with a warning', () => {
    expect(compiled('event', '{ subject: keep }')).toEqual({ subject: { format: 'none' } });
    expect(saidOf('event', '{ subject: keep, count: keep }')).toEqual([
      '5:26 rules/keep-format event.subject has no known format, so a string there is dropped',
    ]);
    expect(saidOf('user', '{ anything: !<keep> {} }')).toHaveLength(1);
    expect(saidOf('user', '{ anything: !<keep> }')).toHaveLength(1);
    expect(saidOf('group', '{ groupTypes: [keep] }')).toHaveLength(1);
  });

  it('notes the reason for a kept text', () => {
    const { notes, plan } = compileAllowListText(
      endpoint('event', '{ subject: !<keep> { pattern: a, reason: because } }'),
    );
    const index = plan?.nodes.findIndex(({ node }) => node === 'keep') ?? -1;
    expect(notes?.nodes[index]).toEqual({
      position: { file: 'rules.yaml', line: 5, column: 26 },
      types: ['string'],
      reason: 'because',
    });
  });

  it('requires a list of words for identifiers', () => {
    expect(compiled('event', '{ showAs: !<keep> { format: identifier } }')).toEqual({
      showAs: identifier('free', 'busy', 'unknownFutureValue'),
    });
    expect(saidOf('event', '{ subject: !<keep> { format: identifier } }')).toEqual([
      '5:26 rules/keep-format event.subject has no known words',
    ]);
  });

  it.each([
    ['{ attendees: keep }', 'rules/shape event.attendees is a list'],
    ['{ start: keep }', 'rules/shape dateTimeTimeZone'],
    [
      '{ subject: !<keep> { format: gui } }',
      'rules/value value is wrong, expected one of identifier, date-time, date, time, duration, guid, language, time-zone, mime-type, file-extension, got text',
    ],
    [
      '{ subject: !<keep> { pattern: a, values: [b] } }',
      'rules/options-clash keep has more than one of format, pattern and values',
    ],
    ['{ subject: !<keep> { values: 1 } }', "rules/value values aren't a list of texts"],
    ['{ subject: !<keep> { values: [] } }', "rules/value values aren't a list of texts"],
    ['{ subject: !<keep> { values: [{}] } }', 'rules/value item is wrong, expected a plain value, got a mapping'],
    [
      '{ subject: !<keep> { values: { a: b } } }',
      'rules/value value is wrong, expected a value, a list or { $list: name }, got a mapping',
    ],
    ['{ subject: !<keep> { values: { $list: none } } }', 'rules/ref unknown list none'],
    ['{ subject: !<keep> { pattern: "(" } }', 'rules/pattern-not-readable'],
    [
      '{ subject: !<keep> { values: { $list: 1 } } }',
      'rules/value value is wrong, expected a value, a list or { $list: name }, got a mapping',
    ],
    ['{ subject: !<keep> { format: [guid] } }', 'got a list'],
    ['{ subject: !<keep> { reson: x } }', 'rules/unknown-key keep has no key reson'],
    ['{ subject: !<keep> [] }', 'rules/value value is wrong, expected a mapping, got a list'],
  ])('refuses %s', (response, message) => {
    const texts = saidOf('event', response).map((line) => line.replace(/^\S+ /, ''));
    expect(texts).toContainEqual(
      expect.stringContaining(message.replace('dateTimeTimeZone', 'event.start is an object')),
    );
  });

  it('takes slow patterns outside of built-in rules only, on short texts', () => {
    const slow = '{ subject: !<keep> { pattern: "a*a*" } }';
    expect(compiled('event', slow)).toMatchObject({ subject: { pattern: { longest: 32_768 } } });
    expect(saidOf('event', slow, { builtIn: true })).toEqual([expect.stringContaining('rules/pattern-slow')]);
  });
});

describe('keep-all', () => {
  it("is written out into Microsoft's declared properties", () => {
    const text = endpoint('event', '{ recurrence: keep-all }').replace('recurrence', 'start');
    expect(rootOf(planOf(text))).toEqual({ start: { dateTime, timeZone: { format: 'time-zone' } } });
    const range = { startDate: { format: 'date' }, occurrences: { format: 'none' } };
    expect(compiled('event', '{ recurrence: { range: keep-all, days: keep-all } }')).toEqual({
      recurrence: {
        range: {
          ...range,
          nested: [{ endDate: { format: 'date' }, again: { ...range, nested: expect.any(Number) } }],
        },
        days: [identifier('monday', 'sunday')],
      },
    });
  });

  it('keeps a single value as keep does', () => {
    expect(compiled('event', '{ showAs: keep-all, attendees: [{ type: keep-all }] }')).toMatchObject({
      showAs: identifier('free', 'busy', 'unknownFutureValue'),
    });
  });

  it('notes expanded properties', () => {
    const { notes } = compileAllowListText(endpoint('event', '{ start: keep-all }'));
    expect(notes?.nodes.filter(({ expanded }) => expanded)).toHaveLength(3);
  });

  it.each([
    [
      'event',
      '{ recurrence: keep-all }',
      'keep-all would keep patternedRecurrence.extra, a string without a known format',
    ],
    ['event', '{ subject: keep-all }', 'keep-all would keep event.subject, a string without a known format'],
    ['event', '{ attendees: keep-all }', 'keep-all would keep attendee.address, a string without a known format'],
    ['message', '{ thing: keep-all }', "keep-all can't list the properties of openThing, which is an open type"],
    ['user', '{ anything: keep-all }', "keep-all requires Microsoft's type, which isn't known here"],
    [
      'user',
      '{ otherMails: [keep-all], id: keep }',
      'keep-all would keep user.otherMails, a string without a known format',
    ],
    ['user', '{ otherMails: keep-all }', 'keep-all would keep user.otherMails, a string without a known format'],
  ])('refuses %s %s', (entity, response, message) => {
    expect(saidOf(entity, response).join('\n')).toContain(`rules/keep-all ${message}`);
  });
});

describe('properties', () => {
  it('finds them on ancestors and descendants', () => {
    expect(
      compiled('directoryObject', '{ id: !<tokenize> { of: event-id }, accountEnabled: keep, visibility: keep }'),
    ).toEqual({
      id: 'tokenize',
      accountEnabled: { format: 'none' },
      visibility: identifier('Public', 'Private'),
    });
  });

  it('accepts undeclared properties that the rules list', () => {
    const undeclared = 'undeclared: { directoryObject: { sign: seen, badge: seen }, user: { badge: seen } }\n';
    const text = `${endpoint('user', '{ badge: [keep], sign: { a: !<redact> {} } }')}${undeclared}`;
    const { notes } = compileAllowListText(text);
    expect(rootOf(planOf(text))).toEqual({ badge: [identifier('gold')], sign: { a: 'redact' } });
    expect(notes?.undeclared).toContainEqual({
      type: 'directoryObject',
      property: 'sign',
      reason: 'seen',
      position: { file: 'rules.yaml', line: 6, column: 34 },
    });
  });

  it('reports entries of undeclared with an unknown type or a declared property', () => {
    const text = `${endpoint('user', '{ id: !<tokenize> { of: event-id } }')}undeclared: { usr: { a: b }, user: { mail: c, x: d } }`;
    expect(said(compileAllowListText(text))).toEqual([
      '6:15 rules/unknown-entity Microsoft Graph has no type usr',
      '6:38 rules/undeclared Microsoft declares user.mail now',
    ]);
  });

  it('takes properties of the other version of the API', () => {
    expect(compiled('event', '{ uid: !<tokenize> { of: event-id } }')).toEqual({ uid: 'tokenize' });
  });

  it('continues below an unknown place', () => {
    expect(compiled('user', '{ anything: { a: [{ b: !<redact> {} }] } }')).toEqual({
      anything: { a: [{ b: 'redact' }] },
    });
    expect(rootOf(planOf('endpoints: [{ pathTemplate: /x, response: { a: { b: !<redact> {} } } }]'))).toEqual({
      a: { b: 'redact' },
    });
  });

  it.each([
    ['{ displayNam: keep }', "5:17 rules/unknown-property Microsoft's type user has no property displayNam"],
    ['{ DisplayName: keep }', "5:17 rules/unknown-property Microsoft's type user has no property DisplayName"],
    ['{ otherMails: { a: keep } }', '5:29 rules/shape user.otherMails is a list'],
    ['{ mail: { a: keep } }', "5:23 rules/shape user.mail isn't an object"],
    ['{ mail: [keep] }', "5:23 rules/shape user.mail isn't a list"],
    [
      '{ otherMails: !<pseudonymize> { of: user-id } }',
      "5:29 rules/shape user.otherMails is a list, which pseudonymize doesn't accept",
    ],
    [
      '{ manager: !<pseudonymize> { of: user-id } }',
      "5:26 rules/shape user.manager is an object, which pseudonymize doesn't accept",
    ],
    [
      '{ accountEnabled: !<textDigest> {} }',
      "5:33 rules/shape user.accountEnabled is a boolean, which textDigest doesn't accept",
    ],
    ['{ mail: !<countOnly> {} }', "5:23 rules/shape user.mail is a text, which countOnly doesn't accept"],
    ['{ "@odata.context": keep }', "5:17 rules/shape @odata.context is an annotation, which rules don't name"],
    ['{ "mail@odata.type": keep }', "5:17 rules/shape mail@odata.type is an annotation, which rules don't name"],
  ])('refuses %s', (response, message) => {
    expect(saidOf('user', response)).toEqual([message]);
  });

  it('accepts transforms that suit the type', () => {
    expect(
      compiled(
        'user',
        '{ otherMails: !<countOnly> {}, manager: !<countOnly> {}, anything: !<countOnly> {}, mail: !<redact> {} }',
      ),
    ).toEqual({
      otherMails: 'countOnly',
      manager: 'countOnly',
      anything: 'countOnly',
      mail: 'redact',
    });
  });
});

describe('types', () => {
  it("keeps names of the entity's own types, written from a list", () => {
    expect(compiled('directoryObject', '{ "@odata.type": keep, id: !<tokenize> { of: event-id } }')).toMatchObject({
      '@odata.type': ['#microsoft.graph.directoryObject', '#microsoft.graph.user', '#microsoft.graph.group'],
    });
  });

  it.each([
    ['user', '{ "@odata.type": !<redact> {}, id: keep }', '@odata.type has a rule other than keep'],
    ['user', '{ anything: { "@odata.type": keep, a: !<redact> {} } }', '@odata.type has no known types here'],
  ])('refuses %s %s', (entity, response, message) => {
    expect(saidOf(entity, response).join('\n')).toContain(`rules/shape ${message}`);
  });

  it('chooses a list by type', () => {
    const byType = '{ $byType: { "#microsoft.graph.user": { mail: !<redact> {} }, group: { visibility: keep } } }';
    expect(compiled('directoryObject', byType)).toEqual({
      byType: {
        '#microsoft.graph.user': { mail: 'redact' },
        '#microsoft.graph.group': { visibility: identifier('Public', 'Private') },
      },
    });
    const unknown = planOf('endpoints: [{ pathTemplate: /x, response: { $byType: { a: { b: !<redact> {} } } } }]');
    expect(rootOf(unknown)).toEqual({ byType: { '#microsoft.graph.a': { b: 'redact' } } });
  });

  it.each([
    ['{ $byType: { usr: { id: !<redact> {} } } }', "5:28 rules/by-type type usr can't occur where directoryObject is"],
    [
      '{ $byType: { event: { id: !<redact> {} } } }',
      "5:28 rules/by-type type event can't occur where directoryObject is",
    ],
    [
      '{ $byType: { group: { mial: keep } } }',
      "5:37 rules/unknown-property Microsoft's type group has no property mial",
    ],
    [
      '{ $byType: { user: { $byType: { user: { id: !<redact> {} } } } } }',
      '5:28 rules/by-type $byType refers to another $byType',
    ],
    ['{ $byType: {} }', "5:26 rules/value $byType isn't a mapping of type names"],
    [
      '{ $byType: { user: { id: !<redact> {} } }, id: keep }',
      '5:58 rules/value property is beside $byType, expected within its types',
    ],
    [
      '{ $ref: "#/definitions/a", $byType: { user: { id: !<redact> {} } } }',
      '5:17 rules/value property is beside $byType, expected within its types',
    ],
    [
      '{ deletedDateTime: { $byType: { user: { id: keep } } } }',
      "5:36 rules/shape directoryObject.deletedDateTime isn't an object",
    ],
  ])('refuses %s', (response, message) => {
    expect(saidOf('directoryObject', response)).toContain(message);
  });

  it.each([
    [
      'evnt',
      '{ subjct: keep }',
      [
        '3:13 rules/unknown-entity Microsoft Graph has no type evnt',
        "5:17 rules/unknown-property Microsoft's type event has no property subjct",
      ],
    ],
    ['no such thing', '{ id: keep }', ['3:13 rules/unknown-entity Microsoft Graph has no type no such thing']],
  ])('rejects the unknown entity %s and continues with the most similar one', (entity, response, messages) => {
    expect(saidOf(entity, response)).toEqual(messages);
  });

  it('names the namespace that a type outside of Graph’s own has', () => {
    const [diagnostic] = compileAllowListText(endpoint('callrecord', '{ version: keep }')).diagnostics;
    expect(diagnostic?.hint).toBe('did you mean callRecords.callRecord?');
  });

  it('reports a mistake once, however many endpoints share it', () => {
    const twice = `${endpoint('user', '{ $ref: "#/definitions/a" }')}  - pathTemplate: /v1.0/y
    entity: user
    response: { $ref: "#/definitions/a" }
definitions: { a: { $byType: { event: { id: !<redact> {} } } }, b: { mail: [keep] } }`;
    expect(said(compileAllowListText(twice.replace('b: { mail: [keep] }', 'b: { mail: keep }')))).toEqual([
      "9:32 rules/by-type type event can't occur where user is",
      "9:65 rules/unused definition b isn't used",
    ]);
    expect(
      said(compileAllowListText(twice.replace('a: { $byType: { event: { id: !<redact> {} } } }', 'a: keep'))),
    ).toEqual(['9:19 rules/shape user is an object', "9:25 rules/unused definition b isn't used"]);
    expect(said(compileAllowListText(twice.replaceAll('definitions/a', 'definitions/b')))).toEqual([
      "9:16 rules/unused definition a isn't used",
      "9:76 rules/shape user.mail isn't a list",
    ]);
  });

  it('refuses an entity on a path without version', () => {
    expect(
      said(compileAllowListText('endpoints: [{ pathTemplate: /x, entity: user, response: { id: keep } }]')),
    ).toEqual(['1:41 rules/entity entity requires a path that begins with /v1.0 or /beta']);
  });
});

describe('lists that page by themselves', () => {
  const messages = (query: string, more = '') => `endpoints:
  - pathTemplate: /v1.0/messages
    entity: message
    collection: true
    queryParamSchemas: { ${query} }
    response: { $ref: "#/definitions/message" }
${more}
definitions:
  message: { receivedDateTime: keep, replies: [{ $ref: "#/definitions/message" }] }`;

  it('rejects an expandable one without an endpoint', () => {
    const message = 'rules/paging replies pages on its own, and no endpoint ends in /replies';
    expect(said(compileAllowListText(messages('$expand: { enum: [replies] }')))).toEqual([`9:38 ${message}`]);
    expect(said(compileAllowListText(messages('$expand: { forms: ["a,replies($top=1)"] }')))).toEqual([
      `9:38 ${message}`,
    ]);
    expect(compileAllowListText(messages('$expand: { enum: [replies] }')).plan).toBeUndefined();
  });

  it('doubts one that never comes', () => {
    const { diagnostics, plan } = compileAllowListText(messages('$expand: { enum: [attachments] }'));
    expect(diagnostics).toMatchObject([{ severity: 'warning', code: 'rules/paging' }]);
    expect(plan).toBeDefined();
  });

  it('is content with an endpoint of the same version', () => {
    const replies = (version: string) =>
      `  - pathTemplate: /${version}/messages/{id}/replies\n    pathParameterSchemas: { id: { kind: guid-x } }\n    entity: message\n    collection: true\n    response: { receivedDateTime: keep }`.replace(
        'guid-x',
        'chat-message-id',
      );
    expect(said(compileAllowListText(messages('$expand: { enum: [replies] }', replies('v1.0'))))).toEqual([]);
    expect(said(compileAllowListText(messages('$expand: { enum: [replies] }', replies('beta'))))).toHaveLength(1);
  });

  it('finds them below types and lists', () => {
    const text = endpoint('directoryObject', '{ $byType: { group: { members: [{ id: !<redact> {} }] } } }');
    expect(said(compileAllowListText(text))).toEqual([expect.stringContaining('rules/paging members')]);
  });

  it('seals links of named lists, and knows removals in lists of changes', () => {
    const text = endpoint(
      'group',
      '{ groupTypes: [!<redact> {}], members@delta: [{ id: !<redact> {} }], visibility: keep }',
    );
    const plan = planOf(text);
    expect(rootOf(plan)).toMatchObject({ 'members@delta': [{ id: 'redact' }, 'removed'] });
    expect(plan.nodes.find(({ node }) => node === 'object')).toMatchObject({ links: ['groupTypes', 'members@delta'] });
    expect(said(compileAllowListText(text))).toEqual([]);
  });
});

describe('the root', () => {
  it("refuses a single answer that isn't an object", () => {
    expect(said(compileAllowListText('endpoints: [{ pathTemplate: /x, response: [!<redact> {}] }]'))).toEqual([
      '1:43 rules/shape response is an object',
    ]);
  });

  it('may be any item of a collection', () => {
    expect(rootOf(planOf('endpoints: [{ pathTemplate: /x, collection: true, response: !<redact> {} }]'))).toBe(
      'redact',
    );
  });

  it('refuses rules without endpoints', () => {
    expect(said(compileAllowListText('summary: x\nlists: {}'))).toEqual(['1:1 rules/empty rules have no endpoint']);
    expect(said(compileAllowListText('- a', { builtIn: true }))).toEqual([
      '1:1 rules/value value is wrong, expected a mapping, got a list',
    ]);
  });
});

describe('a pseudonym without a kind in the rule', () => {
  const kindOf = (kind: string) => {
    const privacy = { event: { subject: { class: 'opaque-id' as const, kind } } };
    const { plan } = compileAllowListText(endpoint('event', '{ subject: !<tokenize> {} }'), { privacy });
    return plan?.nodes.flatMap((node) => (node.node === 'transform' ? [node.options['of']] : []));
  };

  it('is of the kind that the privacy table names', () => {
    expect(kindOf('event-id')).toEqual(['event-id']);
  });

  it('applies only to the property if the table names no kind', () => {
    expect(kindOf('other-id')).toEqual(['rule-text/event.subject']);
  });
});

describe('the reason of a transform', () => {
  it('is noted, and so is a missing one', () => {
    const { notes } = compileAllowListText(
      endpoint('event', '{ subject: !<tokenize> { of: event-id, reason: because }, id: !<tokenize> { of: event-id } }'),
    );
    expect(notes?.nodes.flatMap(({ reason }) => reason ?? [])).toEqual(['because']);
  });
});

describe('transforms', () => {
  it.each([
    ['!<pseudonymise> {}', '4:21 rules/unknown-transform unknown transform pseudonymise'],
    ['!<pseudonymize> {}', '4:21 rules/missing-kind pseudonym of subject has no kind'],
    ['!<tokenize> {}', '4:21 rules/missing-kind pseudonym of subject has no kind'],
    ['!<pseudonymize> { of: usr-id }', '4:43 rules/unknown-kind unknown kind usr-id'],
    [
      '!<pseudonymize> { includeReversble: true }',
      '4:39 rules/unknown-option pseudonymize has no option includeReversble',
    ],
    [
      '!<pseudonymize> { includeReversible: often }',
      '4:58 rules/option-type includeReversible has the wrong type, expected true or false',
    ],
    ['!<redactExceptPhrases> { allowedPhrases: { $list: none } }', '4:71 rules/ref unknown list none'],
    [
      '!<pseudonymize> { includeOriginal: true }',
      "4:39 rules/unknown-option pseudonymize has the option includeOriginal in Psoxy's form only",
    ],
    [
      '!<redactExceptPhrases> { allowedPhrases: [a, 1] }',
      '4:66 rules/option-type allowedPhrases has the wrong type, expected a list of texts',
    ],
    [
      '!<redactRegexMatches> { redactions: ["(a+)+$"] }',
      '4:58 rules/pattern-slow expression can take exponential time',
    ],
    ['!<redactRegexMatches> {}', '4:21 rules/option-missing redactRegexMatches requires redactions'],
    ['!<redact> [a]', "4:21 rules/value options of redact aren't a mapping"],
    ['!<redact> { a: [[]] }', '4:37 rules/value item is wrong, expected a plain value, got a list'],
  ])('refuses %s', (transform, message) => {
    const text = `endpoints:\n  - pathTemplate: /x\n    response:\n      subject:      ${transform}\n`.replace(
      'subject:      ',
      'subject:      ',
    );
    expect(said(compileAllowListText(text))).toContain(message);
  });

  it('reports every mistake in the options of a transform', () => {
    const options = '{ allowedPhrases: { $list: none }, phrases: 1 }';
    expect(
      said(
        compileAllowListText(`endpoints: [{ pathTemplate: /x, response: { a: !<redactExceptPhrases> ${options} } }]`),
      ),
    ).toEqual([
      '1:98 rules/ref unknown list none',
      '1:106 rules/unknown-option redactExceptPhrases has no option phrases',
    ]);
  });

  it('takes a bare tag for a transform without options', () => {
    expect(compiled('user', '{ mail: !<redact> }')).toEqual({ mail: 'redact' });
  });

  it('writes defaults and lists out into the plan', () => {
    const text = `${userEndpoint('{ mail: !<redactExceptPhrases> { allowedPhrases: { $list: l } } }')}lists: { l: [a, b] }`;
    expect(planOf(text).nodes.find(({ node }) => node === 'transform')).toEqual({
      node: 'transform',
      transform: 'redactExceptPhrases',
      options: { allowedPhrases: ['a', 'b'] },
    });
  });
});

describe('leaves', () => {
  it.each([
    ['kep', 'leaf is wrong, expected keep, keep-all or a transform, got kep'],
    ['~', 'leaf is wrong, expected keep, keep-all or a transform, got nothing'],
    ['true', 'leaf is wrong, expected keep, keep-all or a transform, got true'],
    ['redact', 'leaf is wrong, expected keep, keep-all or a transform, got redact'],
  ])('refuses %s', (leaf, message) => {
    expect(saidOf('user', `{ mail: ${leaf} }`)).toEqual([`5:23 rules/leaf ${message}`]);
  });

  it.each([
    ['[]', 'rules/value list has 0 rules, expected one for all items'],
    ['[keep, keep]', 'rules/value list has 2 rules, expected one for all items'],
    ['[kep]', 'rules/leaf leaf is wrong, expected keep, keep-all or a transform, got kep'],
    ['{}', 'rules/empty mapping names no property, so it keeps nothing'],
  ])('refuses %s', (rule, message) => {
    expect(saidOf('user', `{ otherMails: ${rule}, mail: !<redact> {} }`)).toEqual([expect.stringContaining(message)]);
  });
});
