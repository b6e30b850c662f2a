import { privacyTable as privacy, typeIndex as types } from '../graph-types/type-index.ts';
import { compile } from '../rule-forms/index.ts';
import { countProof, findingsOf, proven } from './count-proof.ts';
import type { Proof, ProofRow } from './proof.ts';
import { prove } from './prove.ts';

const proofOf = (text: string, everythingJudged = false): Proof => {
  const input = { title: 'test', main: { path: 'rules.yaml', text }, shared: [], overlays: [] };
  const { plan, notes, diagnostics } = compile({ ...input, types, privacy, builtIn: false });
  if (plan === undefined || notes === undefined) throw new Error(JSON.stringify(diagnostics));
  return prove({ plan, notes }, { types, privacy }, { everythingJudged });
};

const paths: Readonly<Record<string, string>> = {
  chatMessage: 'me/chats/getAllMessages',
  directoryObject: 'directoryObjects',
  event: 'me/events',
  group: 'groups',
  onlineMeeting: 'me/onlineMeetings',
  plannerTask: 'me/planner/tasks',
};

/** One endpoint that answers with a type, and what the rules say of it. */
const answering = (entity: string, response: string, rest = ''): string =>
  `endpoints:
  - pathTemplate: /v1.0/${paths[entity]}
    entity: ${entity}
    collection: true
    response:
${response.trimEnd().replaceAll(/^/gm, '      ')}
${rest}`;

const rowsOf = (text: string): ReadonlyMap<string, ProofRow> =>
  new Map(proofOf(text).endpoints.flatMap(({ rows }) => rows.map((row) => [row.path, row])));

const gapsOf = (text: string): readonly string[] =>
  findingsOf(proofOf(text)).map(({ position, code, property }) => `${position.line} ${code} ${property}`);

describe('prove', () => {
  it('reports the type, class, disposition and rule of each property', () => {
    const rows = rowsOf(answering('event', 'id: !<tokenize> {}\nisCancelled: keep\nstart: { dateTime: keep }'));

    expect(rows.get('id')).toMatchObject({ type: 'string', class: 'opaque-id', disposition: 'pseudonymized' });
    expect(rows.get('isCancelled')).toMatchObject({ disposition: 'kept', how: 'as it is', position: { line: 7 } });
    expect(rows.get('start')).toMatchObject({ type: 'dateTimeTimeZone', class: 'container', disposition: 'nested' });
    expect(rows.get('start.dateTime')).toMatchObject({ disposition: 'kept', how: 'date-time' });
    expect(rows.get('start.timeZone')).toMatchObject({ disposition: 'dropped' });
    expect(rows.get('subject')).toMatchObject({ class: 'free-text', disposition: 'dropped', declaredBy: ['event'] });
  });

  it('lists the properties of a dropped object, but not those that Graph sends only on request', () => {
    const rows = rowsOf(answering('event', 'isCancelled: keep'));

    expect(rows.get('body.content')).toMatchObject({ disposition: 'dropped', how: 'with body', within: true });
    expect(rows.get('attachments[]')).toMatchObject({ disposition: 'dropped', navigation: true });
    expect(rows.has('attachments[].name')).toBe(false);
  });

  it('lists the same treatment once, so that recursive types come to an end', () => {
    const rules = `${answering('chatMessage', '$ref: "#/definitions/message"')}
definitions:
  message:
    createdDateTime: keep
    replies: [ { $ref: "#/definitions/message" } ]
`;
    const proof = proofOf(rules);

    const replies = proof.endpoints[0]?.rows.find(({ path }) => path === 'replies[]');
    expect(replies).toMatchObject({ disposition: 'as-before', how: 'as the item itself' });
  });

  it('includes subtypes of the named type if the rules name their properties', () => {
    const rows = rowsOf(answering('directoryObject', 'deletedDateTime: keep\nuserType: keep'));

    expect(rows.get('userType')).toMatchObject({ declaredBy: ['user'], disposition: 'kept' });
    expect(rows.get('givenName')).toMatchObject({ disposition: 'dropped' });
    expect(rows.has('groupTypes')).toBe(false);
  });

  it('follows rules that choose by type', () => {
    const rows = rowsOf(
      answering('directoryObject', '$byType:\n  "#microsoft.graph.user": { userType: keep, "@odata.type": keep }'),
    );

    expect(rows.get('<user>.userType')).toMatchObject({ disposition: 'kept' });
    expect(rows.get('<user>.@odata.type')).toMatchObject({ disposition: 'kept', class: 'metadata' });
    expect(rows.get('<device>')).toMatchObject({ disposition: 'dropped', type: 'device' });
  });

  it('judges deltas of a list and properties that Microsoft does not declare', () => {
    const undeclared = 'undeclared: { group: { riskyThing: seen in answers } }\n';
    const text = answering('group', 'members@delta: [ { id: !<tokenize> {} } ]\nriskyThing: keep', undeclared);
    const rows = rowsOf(text.replace('/groups\n', '/groups/delta\n').replace('true', 'delta'));

    expect(rows.get('members@delta[]')).toMatchObject({ disposition: 'nested', type: 'directoryObject[]' });
    expect(rows.get('riskyThing')).toMatchObject({ undeclared: 'seen in answers', class: 'not-judged' });
  });

  it('takes a number as a kept one, and refuses filters beside it', () => {
    const number = 'endpoints:\n  - pathTemplate: /v1.0/users/$count\n    entity: user\n    collection: count\n';
    const filter =
      '    queryParamSchemas: { $filter: { comparisons: { accountEnabled: { operators: [eq], type: boolean } } } }\n';

    expect([...rowsOf(number).values()]).toMatchObject([{ path: '$count', class: 'metadata', disposition: 'kept' }]);
    expect(gapsOf(number)).toEqual([]);
    expect(gapsOf(`${number}${filter}`)).toEqual(['5 proof/filters-what-is-not-kept undefined']);
  });

  it('counts the checked properties', () => {
    const counts = countProof(proofOf(answering('event', 'isCancelled: keep\nsubject: !<textDigest> {}')).endpoints);

    expect(counts).toMatchObject({ kept: 1, transformed: 1, pseudonymized: 0, gaps: 0 });
    expect(counts.properties).toBe(counts.dropped + 2);
  });

  it.each([
    ['a name', 'organizer: { emailAddress: { name: keep } }', '6 proof/keeps-direct-identifier'],
    ['free text', 'bodyPreview: keep', '6 proof/keeps-free-text'],
    ['free text with a reason', 'bodyPreview: !<keep> { reason: we like it }', '6 proof/keeps-free-text'],
    ['free text that fits a pattern', 'subject: !<keep> { pattern: "[a-z]+" }', '6 proof/keeps-free-text'],
    ['text without a format', 'changeKey: keep', '6 proof/keeps-without-format'],
  ])('refuses rules that keep %s', (_what, response, expected) => {
    expect(gapsOf(answering('event', response))).toEqual([expect.stringContaining(expected)]);
  });

  it('refuses rules that keep a credential', () => {
    const response = 'joinMeetingIdSettings: { passcode: !<keep> { reason: to join } }';
    expect(gapsOf(answering('onlineMeeting', response))).toEqual([
      '6 proof/keeps-credential onlineMeeting: joinMeetingIdSettings.passcode',
    ]);
  });

  it.each([
    'subject: !<redactRegexMatches> { redactions: ["[0-9]+"] }',
    'subject: !<filterTokenByRegex> { filters: [".*"] }',
    'subject: !<redactExceptSubstringsMatchingRegexes> { exceptions: [".+"] }',
    'id: !<tokenize> { regex: "/u/([a-z]+)" }',
    'organizer: { emailAddress: { address: !<pseudonymizeRegexMatches> { regex: "@(.+)" } } }',
  ])('refuses a transform that lets people through: %s', (response) => {
    expect(gapsOf(answering('event', response))).toEqual([
      expect.stringMatching(/proof\/(?:lets-the-rest-through|open-expression)/),
    ]);
  });

  it('accepts transforms that leave only listed words', () => {
    const response = `subject: !<filterTokenByRegex> { filters: ["standup|review"], ignoreCase: true }
organizer: { emailAddress: { address: !<pseudonymize> { domain: hash } } }
attendees: !<countOnly> {}
body: !<redact> {}`;
    const proof = proofOf(answering('event', response));

    expect(findingsOf(proof)).toEqual([]);
    expect(proven(proof)).toBe(true);
  });

  it('takes a string that is kept for a reason, and prints it', () => {
    const rows = rowsOf(answering('group', 'displayName: !<keep> { reason: they name units }'));

    expect(rows.get('displayName')).toMatchObject({ how: 'any text', reason: 'they name units', gaps: [] });
  });

  it('refuses to let anything leave that nobody has judged', () => {
    expect(gapsOf(answering('plannerTask', 'percentComplete: keep'))).toEqual([
      '6 proof/not-judged plannerTask: percentComplete',
    ]);
  });

  it('requires a judgement of dropped properties if everything has to be judged', () => {
    const text = answering('plannerTask', 'id: !<tokenize> { of: other-id }');

    expect(findingsOf(proofOf(text))).toEqual([]);
    expect(findingsOf(proofOf(text, true)).map(({ property }) => property)).toContain('plannerTask: title');
  });

  it('rejects an endpoint without a type', () => {
    const text = 'endpoints:\n  - { pathTemplate: /v1.0/things, response: { id: !<tokenize> { of: other-id } } }\n';
    expect(findingsOf(proofOf(text)).map(({ code }) => code)).toEqual(['proof/no-entity', 'proof/unknown-path']);
  });

  it("refuses rules of Psoxy's form, once for all endpoints", () => {
    const proof = proofOf('endpoints:\n  - pathTemplate: /v1.0/users\n  - pathTemplate: /v1.0/groups\n');

    expect(proof.form).toBe('psoxy');
    expect(findingsOf(proof)).toMatchObject([
      { code: 'proof/form-cannot-be-proven', endpoints: ['/v1.0/users', '/v1.0/groups'] },
    ]);
  });

  it('reports one finding for endpoints that share the rule', () => {
    const text = `endpoints:
  - { pathTemplate: /v1.0/me/events, entity: event, collection: true, response: { $ref: "#/definitions/event" } }
  - { pathTemplate: /v1.0/me/calendarView, collection: true, response: { $ref: "#/definitions/event" } }
definitions: { event: { bodyPreview: keep } }
`;
    expect(findingsOf(proofOf(text))).toMatchObject([
      { endpoints: ['/v1.0/me/events', '/v1.0/me/calendarView'], class: 'free-text' },
    ]);
  });
});
