import { privacyTable as privacy, typeIndex as types } from '../graph-types/type-index.ts';
import { compile } from '../rule-forms/index.ts';
import { compareProofs } from './compare-proofs.ts';
import { prove } from './prove.ts';

const rules = `endpoints:
  - { pathTemplate: /v1.0/a, entity: event, collection: true, response: { $ref: "#/definitions/event" } }
definitions:
  actor: { emailAddress: { address: !<pseudonymize> {} } }
  event:
    id: !<tokenize> {}
    isCancelled: keep
    organizer: { $ref: "#/definitions/actor" }
    onlineMeeting: { joinUrl: !<tokenize> {} }
`;

const proofOf = (text: string, overlay?: string) => {
  const overlays = overlay === undefined ? [] : [{ path: 'variants/v.yaml', text: overlay }];
  const input = { title: 'test', main: { path: 'rules.yaml', text }, shared: [], overlays };
  const { plan, notes, diagnostics } = compile({ ...input, types, privacy, builtIn: false });
  if (plan === undefined || notes === undefined) throw new Error(JSON.stringify(diagnostics));
  return prove({ plan, notes }, { types, privacy }, { everythingJudged: false });
};

const proofWith = (overlay?: string) => proofOf(rules, overlay);

const changes = (overlay: string) => compareProofs(proofWith(), proofWith(overlay));

describe('compareProofs', () => {
  it('finds nothing if nothing changed', () => {
    expect(compareProofs(proofWith(), proofWith())).toEqual([]);
  });

  it('lists the properties that a variant treats differently', () => {
    const overlay = `definitions:
  actor: { emailAddress: { address: !<pseudonymize> { domain: drop } } }
  event: { isCancelled: !<redact> {} }
`;
    expect(changes(overlay)).toEqual([
      { entity: 'event', path: 'isCancelled', before: 'keep', after: 'dropped' },
      {
        entity: 'event',
        path: 'organizer.emailAddress.address',
        before: 'pseudonymize',
        after: 'pseudonymize, without domain',
      },
    ]);
  });

  it('lists the properties that a variant keeps, and the reasons', () => {
    const overlay = 'adds: true\ndefinitions: { event: { changeKey: !<keep> { reason: it is short } } }\n';
    expect(changes(overlay)).toEqual([
      { entity: 'event', path: 'changeKey', before: 'dropped', after: 'keep: any text', reason: 'it is short' },
    ]);
  });

  it('finds what changed in a place that was listed as another', () => {
    const text = `endpoints:
  - { pathTemplate: /v1.0/drives, entity: drive, collection: true, response: { $ref: "#/definitions/drive" } }
definitions:
  actor: { user: { id: !<tokenize> { of: user-id } } }
  drive: { createdBy: { $ref: "#/definitions/actor" }, lastModifiedBy: { $ref: "#/definitions/actor" } }
`;
    const overlay = 'definitions: { drive: { lastModifiedBy: { user: { id: !<redact> {} } } } }\n';

    expect(compareProofs(proofOf(text), proofOf(text, overlay))).toEqual([
      { entity: 'drive', path: 'lastModifiedBy.user.id', before: 'tokenize', after: 'dropped' },
    ]);
  });

  it('passes over endpoints that an extra adds', () => {
    const overlay = `adds: true
endpoints:
  - { pathTemplate: /v1.0/b, entity: event, collection: true, response: { isAllDay: keep } }
`;
    expect(changes(overlay)).toEqual([]);
  });
});
