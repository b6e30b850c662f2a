import { privacyTable as privacy, typeIndex as types } from '../graph-types/type-index.ts';
import { compile } from '../rule-forms/index.ts';
import { alikeEndpoints, dispositionSections, dispositionTable } from './disposition-table.ts';
import { prove } from './prove.ts';

const rules = `endpoints:
  - { pathTemplate: "/v1.0/users/{userId}/events", entity: event, collection: true, response: { $ref: "#/definitions/event" } }
  - { pathTemplate: "/v1.0/users/{userId}/events/{eventId}", entity: event, response: { $ref: "#/definitions/event" } }
  - { pathTemplate: /v1.0/groups/delta, entity: group, collection: delta, response: { displayName: !<keep> { reason: they name units }, description: keep } }
definitions:
  event:
    id: !<tokenize> {}
    isCancelled: keep
    start: { dateTime: keep }
    subject: !<keep> { pattern: "a|b" }
`;

const proof = (() => {
  const input = { title: 'test', main: { path: 'rules.yaml', text: rules }, shared: [], overlays: [] };
  const { plan, notes } = compile({ ...input, types, privacy, builtIn: false });
  if (plan === undefined || notes === undefined) throw new Error('the rules of the test have mistakes');
  return prove({ plan, notes }, { types, privacy }, { everythingJudged: false });
})();

const refer = ({ line }: { readonly line: number }): string => `line ${line}`;
const [events, , groups] = proof.endpoints;

describe('dispositionTable', () => {
  const lines = events === undefined ? [] : dispositionTable(events, refer).split('\n');

  it('shows the type, class, treatment and rule of each property', () => {
    expect(lines).toContain('| `id` | `string` | opaque id | **tokenize** | line 7 |');
    expect(lines).toContain('| `isCancelled` | `boolean` | metadata | **keep** | line 8 |');
    expect(lines).toContain('| `start` | `dateTimeTimeZone` | container | see below | line 9 |');
    expect(lines).toContain('| `start.dateTime` | `string` | metadata | **keep: date-time** | line 9 |');
    expect(lines).toContain('| `hideAttendees` | `boolean` | metadata | dropped |  |');
  });

  it('counts the properties of a dropped object instead of listing them', () => {
    expect(lines).toContain('| `body` | `itemBody` | container | dropped, with all 2 properties in it |  |');
    expect(lines.some((line) => line.includes('body.content'))).toBe(false);
  });

  it('escapes bars and names gaps', () => {
    const subject = lines.find((line) => line.includes('`subject`')) ?? '';

    expect(subject).toContain('a\\|b');
    expect(subject).toContain('GAP: subject is free text and is kept');
  });

  it('prints why a string is kept', () => {
    expect(groups === undefined ? '' : dispositionTable(groups, refer)).toContain('because: they name units');
  });
});

describe('dispositionSections', () => {
  it('has one table for endpoints that answer alike', () => {
    expect(alikeEndpoints(proof.endpoints).map(({ all }) => all.length)).toEqual([2, 1]);
    expect(dispositionSections(proof, refer).match(/^### .*/gm)).toEqual([
      '### List of `event`',
      '### Changes of `group`',
    ]);
  });
});
