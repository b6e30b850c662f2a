import { privacyTable, typeIndex } from '../../graph-types/index.ts';
import type { Bound } from '../../plan/index.ts';
import { compileAllowList } from './index.ts';

const planOf = (text: string) => {
  const main = { path: 'rules.yaml', text };
  const input = {
    title: 'test',
    main,
    shared: [],
    overlays: [],
    types: typeIndex,
    privacy: privacyTable,
    builtIn: false,
  };
  const { plan, diagnostics } = compileAllowList(input);
  if (plan === undefined) throw new Error(JSON.stringify(diagnostics));
  return plan;
};

const boundOf = (endpoint: string): Bound | undefined => planOf(`endpoints:\n  - ${endpoint}\n`).endpoints[0]?.bound;

const user = 'response: { id: !<pseudonymize> { includeReversible: true }, mail: !<pseudonymize> {} }';
const event = 'response: { id: !<tokenize> {}, isAllDay: keep }';
const parameter = (name: string, kind: string): string => `${name}: { kind: ${kind}, format: reversible-pseudonym }`;
const path = (template: string, ...parameters: readonly string[]): string =>
  `{ pathTemplate: "${template}", pathParameterSchemas: { ${parameters.join(', ')} }, `;

const filtered = (template: string, entity: string, property: string, comparison?: string): string =>
  `{ pathTemplate: ${template}, entity: ${entity}, collection: true, queryParamSchemas: { $filter: { comparisons: { ${property}: ${comparison ?? '{ operators: [eq], kind: user-id, format: reversible-pseudonym }'} } } }, response: { id: !<tokenize> {} } }`;
const calls = (comparison: string): string =>
  filtered('/v1.0/communications/callRecords', 'callRecords.callRecord', 'participants_v2/any/id', comparison);

/** A list of calls with a filter by the organizer, and more parameters. */
const asked = (more: string): string =>
  `{ pathTemplate: /v1.0/communications/callRecords, entity: callRecords.callRecord, collection: true, queryParamSchemas: { $filter: { comparisons: { organizer/id: { operators: [eq], kind: user-id, format: reversible-pseudonym } } }, ${more} }, response: { id: !<tokenize> {} } }`;

describe('what limits the calls of an endpoint', () => {
  it.each<[string, string, Bound]>([
    [
      'a person in the path',
      `${path('/v1.0/users/{userId}/events', parameter('userId', 'user-id'))} entity: event, collection: true, ${event} }`,
      { by: 'path', parameter: 'userId' },
    ],
    [
      'a person in the path, and people in the reply',
      `${path('/v1.0/users/{userId}', parameter('userId', 'user-id'))} entity: user, ${user} }`,
      { by: 'path', parameter: 'userId', items: true },
    ],
    [
      'a person beside a group',
      `${path('/v1.0/groups/{groupId}/x/{userId}', parameter('groupId', 'group-id'), parameter('userId', 'user-id'))} entity: event, ${event} }`,
      { by: 'path', parameter: 'userId' },
    ],
    [
      'a team in the path',
      `${path('/v1.0/teams/{teamId}/channels', parameter('teamId', 'team-id'))} entity: channel, collection: true, response: { createdDateTime: keep } }`,
      { by: 'group', parameter: 'teamId' },
    ],
    [
      'a person in the argument of a function',
      `${path('/v1.0/reports/getX(user={userId})', parameter('userId', 'user-id'))} entity: event, ${event} }`,
      { by: 'path', parameter: 'userId' },
    ],
    [
      'a number of people in a group, which counts people outside too',
      `${path('/v1.0/groups/{groupId}/members/$count', parameter('groupId', 'group-id'))} entity: directoryObject, collection: count }`,
      { by: 'none' },
    ],
    [
      'a drive in the path',
      `${path('/v1.0/drives/{driveId}/root/delta', parameter('driveId', 'drive-id'))} entity: driveItem, collection: delta, response: { id: !<tokenize> {} } }`,
      { by: 'owner', parameter: 'driveId', of: 'drive-id' },
    ],
    [
      'a site in the path',
      `${path('/v1.0/sites/{siteId}/lists', parameter('siteId', 'site-id'))} entity: list, collection: true, response: { id: !<tokenize> {} } }`,
      { by: 'owner', parameter: 'siteId', of: 'site-id' },
    ],
    [
      'a site in the path, but sites in the reply, which can belong to others',
      `${path('/v1.0/sites/{siteId}/sites', parameter('siteId', 'site-id'))} entity: site, collection: true, response: { id: !<tokenize> {} } }`,
      { by: 'none' },
    ],
    [
      'a filter of calls by a participant',
      calls('{ operators: [eq], kind: user-id, format: reversible-pseudonym }'),
      { by: 'filter', parameter: 'participants_v2/any/id' },
    ],
    [
      'a filter of calls by the participant itself, beside other parameters',
      asked(
        '$expand: { forms: ["sessions", "sessions($top={count})"], holes: { count: { type: integer, minimum: 1, maximum: 9 } } }, $top: { type: integer, minimum: 1, maximum: 9 }, $orderby: { enum: [startDateTime] }',
      ),
      { by: 'filter', parameter: 'organizer/id' },
    ],
    [
      'a drive in the path, and things of several types in the reply',
      `${path('/v1.0/drives/{driveId}/things', parameter('driveId', 'drive-id'))} entity: directoryObject, collection: true, response: { $byType: { "#microsoft.graph.group": { mailEnabled: keep } } } }`,
      { by: 'owner', parameter: 'driveId', of: 'drive-id' },
    ],
    [
      'a filter of calls that also finds those without the participant',
      calls('{ operators: [eq, ne], kind: user-id, format: reversible-pseudonym }'),
      { by: 'none' },
    ],
    [
      'a filter of things by a person, who needn’t be their owner',
      filtered('/v1.0/sites', 'site', 'createdByUser/id'),
      { by: 'none' },
    ],
    [
      'people in the reply',
      `{ pathTemplate: /v1.0/users, entity: user, collection: true, ${user} }`,
      { by: 'items', items: true },
    ],
    [
      'people in the reply, by their type',
      `{ pathTemplate: /v1.0/users, entity: directoryObject, collection: true, response: { $byType: { "#microsoft.graph.user": { id: !<pseudonymize> {} }, "#microsoft.graph.group": { id: !<pseudonymize> {} } } } }`,
      { by: 'items', items: true },
    ],
    [
      'people in the reply, whose ids are kept',
      '{ pathTemplate: /v1.0/users, entity: user, collection: true, response: { id: !<keep> { reason: agreed } } }',
      { by: 'items', items: true },
    ],
    [
      'a person in the path, by the id',
      `{ pathTemplate: "/v1.0/users/{userId}/events", pathParameterSchemas: { userId: { kind: directory-object-id } }, entity: event, collection: true, ${event} }`,
      { by: 'path', parameter: 'userId' },
    ],
  ])('is %s', (_, endpoint, bound) => {
    expect(boundOf(endpoint)).toEqual(bound);
  });

  it.each([
    [
      'the reply has no ids',
      '{ pathTemplate: /v1.0/users, entity: user, collection: true, response: { mail: !<pseudonymize> {} } }',
    ],
    [
      'one type has no ids',
      '{ pathTemplate: /v1.0/users, entity: directoryObject, collection: true, response: { $byType: { "#microsoft.graph.user": { id: !<pseudonymize> {} }, "#microsoft.graph.group": { mailEnabled: keep } } } }',
    ],
    [
      'the parameter has no kind',
      `{ pathTemplate: "/v1.0/users/{userId}/events", entity: event, collection: true, ${event} }`,
    ],
    [
      'the reply lists things',
      `{ pathTemplate: /v1.0/sites, entity: site, collection: true, response: { id: !<tokenize> {} } }`,
    ],
    [
      'a filter names people, but another parameter does too',
      asked('who: { kind: user-id, format: reversible-pseudonym }'),
    ],
    [
      'a filter names people, but an expansion does too',
      asked(
        `$expand: { forms: ["sessions($filter=caller eq '{who}')"], holes: { who: { kind: user-id, format: reversible-pseudonym } } }`,
      ),
    ],
    [
      'the filter compares only times',
      filtered(
        '/v1.0/communications/callRecords',
        'callRecords.callRecord',
        'startDateTime',
        '{ operators: [ge], type: date-time }',
      ),
    ],
    [
      'the path names a drive, and the reply lists drives',
      `${path('/v1.0/drives/{driveId}/drives', parameter('driveId', 'drive-id'))} entity: drive, collection: true, response: { id: !<tokenize> {} } }`,
    ],
  ])('is nothing if %s', (_, endpoint) => {
    expect(boundOf(endpoint)).toEqual({ by: 'none' });
  });
});

describe('an object of the reply', () => {
  it('is a person or a group if it is an entity with such an id, and mentions one otherwise', () => {
    const { nodes } = planOf(`endpoints:
  - pathTemplate: /v1.0/chats
    entity: chat
    collection: true
    response:
      id: !<tokenize> {}
      members:
        - userId: !<pseudonymize> {}
      lastMessagePreview: { from: { user: { id: !<pseudonymize> { of: user-id } } } }
  - pathTemplate: /v1.0/users
    entity: user
    collection: true
    response:
      id: !<pseudonymize> {}
      manager: { id: !<pseudonymize> {} }
`);
    const records = nodes.flatMap((node) =>
      node.node === 'object' ? [[Object.keys(node.properties), node.record]] : [],
    );
    expect(records).toEqual(
      expect.arrayContaining([
        [['id', 'members', 'lastMessagePreview'], undefined],
        [['userId'], undefined],
        [['user'], undefined],
        [['id', 'manager'], true],
      ]),
    );
    expect(records.filter(([names]) => String(names) === 'id')).toEqual(
      expect.arrayContaining([
        [['id'], undefined],
        [['id'], true],
      ]),
    );
  });
});

describe('a kept value', () => {
  const because = '!<keep> { reason: agreed }';
  const revealed = (entity: string, response: string) => {
    const { nodes } = planOf(
      `endpoints:\n  - { pathTemplate: /v1.0/x, entity: ${entity}, collection: true, response: ${response} }\n`,
    );
    return nodes.flatMap((node) => (node.node === 'keep' ? [node.reveals] : []));
  };

  it.each([
    ['the id of a person', 'user', `{ id: ${because} }`, { of: 'user-id' }],
    ['an address', 'user', `{ mail: ${because} }`, { of: 'mail-address' }],
    ['the id of anything in the directory', 'directoryObject', `{ id: ${because} }`, { of: 'directory-object-id' }],
    ['an id of whoever it is', 'chatMessage', `{ from: { user: { id: ${because} } } }`, { of: 'any-subject' }],
    ['a name', 'user', `{ displayName: ${because} }`, 'name'],
    ['a detail', 'user', `{ department: ${because} }`, 'detail'],
    ['a text', 'event', `{ subject: ${because} }`, 'detail'],
    ['the id of a thing', 'aadUserConversationMember', `{ tenantId: keep }`, 'detail'],
    ['nothing', 'user', '{ userType: keep }', undefined],
    ['nothing, as a number of a price list', 'licenseDetails', `{ skuId: ${because} }`, undefined],
  ])('can reveal %s', (_, entity, response, reveals) => {
    expect(revealed(entity, response)).toEqual([reveals]);
  });

  it('can reveal anything where nobody has judged it, unless its format leaves no room for it', () => {
    const text = `{ onPremisesExtensionAttributes: { extensionAttribute1: ${because} } }`;
    expect(revealed('user', text)).toEqual(['detail']);
    const { nodes } = planOf(`endpoints:
  - pathTemplate: /v1.0/x
    collection: true
    response: { a: ${because}, b: !<keep> { format: date-time } }
`);
    expect(nodes.flatMap((node) => (node.node === 'keep' ? [node.reveals] : []))).toEqual([
      { of: 'any-subject' },
      undefined,
    ]);
  });
});
