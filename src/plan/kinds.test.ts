import fc from 'fast-check';
import {
  declaredKind,
  declaredKindsOf,
  fitsKind,
  fitsPlainKind,
  isKindName,
  type Kind,
  kindNamed,
  kindOfLinkValue,
  kinds,
  takesKind,
  tokenKindOf,
} from './kinds.ts';

const entries: readonly (readonly [string, Kind])[] = Object.entries(kinds);
const guid = '0f8fad5b-d9cb-469f-a165-70867728950e';

describe('kinds', () => {
  it.each(entries)('%s fits its own example', (name, kind) => {
    expect(fitsKind(name, kind.example)).toBe(true);
    for (const wellKnown of kind.names ?? []) expect(fitsKind(name, wellKnown.toUpperCase())).toBe(true);
  });

  it.each(entries)('%s refuses dot segments, empty text and what only begins or ends well', (name, { example }) => {
    for (const value of ['', '.', '..', `${example}\n`, ` ${example}`, `${example}/..`, `../${example}`, `${example}'`])
      expect([value, fitsKind(name, value)]).toEqual([value, false]);
  });

  it.each(entries.filter(([, { place }]) => place === 'anywhere'))('%s refuses every path separator', (name, kind) => {
    const separator = fc.constantFrom('/', '\\', '?', '%2F', '%5c', '\0', '\n', ' ', '(', ')', '"');
    const splice = fc.tuple(separator, fc.nat(kind.example.length));
    fc.assert(
      fc.property(splice, ([text, at]) => !fitsKind(name, kind.example.slice(0, at) + text + kind.example.slice(at))),
    );
  });

  it('refuses values of another kind', () => {
    const others: readonly (readonly [string, string])[] = [
      ['user-id', 'AAMkADk0MGZlMzU2LTY0NGYtNGQyNS1hMWRl'],
      ['user-id', '$batch'],
      ['user-id', 'me'],
      ['outlook-id', guid],
      ['outlook-id', 'alice@contoso.example'],
      ['group-id', 'alice@contoso.example'],
      ['chat-id', '19:4a95f7d8db4c4e7fae857bcebe0623e6@thread.tacv2'],
      ['member-id', guid],
      ['meeting-id', 'MCM='],
      ['join-url', 'https://teams.contoso.example/l/team/19%3a'],
      ['join-url', 'http://teams.contoso.example/l/meetup-join/x'],
      ['folder-id', 'root'],
      ['drive-item-id', 'inbox'],
    ];
    for (const [name, value] of others) expect([name, fitsKind(name, value)]).toEqual([name, false]);
  });

  it('takes ids of mailboxes as short as documentation writes them', () => {
    for (const name of ['outlook-id', 'calendar-id', 'folder-id'])
      expect(fitsKind(name, 'AAMkAGI2TGuLAAA=')).toBe(true);
    expect(fitsKind('outlook-id', 'Archive')).toBe(false);
  });

  it('takes user principal names of guests', () => {
    expect(fitsKind('user-id', "o'brien_fabrikam.example#EXT#@contoso.example")).toBe(true);
  });

  it('rejects plain addresses, so that nobody can look up a person’s pseudonym', () => {
    for (const name of ['user-id', 'mail-address']) {
      expect(fitsKind(name, 'alice@contoso.example')).toBe(true);
      expect(fitsPlainKind(name, 'alice@contoso.example')).toBe(false);
    }
    expect(fitsPlainKind('user-id', guid)).toBe(true);
    expect(fitsPlainKind('group-id', guid)).toBe(true);
    expect(fitsPlainKind('group-id', 'x')).toBe(false);
    expect(fitsPlainKind('no-such-kind', 'x')).toBe(false);
  });

  it('rejects a plain folder id, since a response would reveal the owner’s pseudonym', () => {
    expect(fitsKind('folder-id', kinds['folder-id'].example)).toBe(true);
    expect(fitsPlainKind('folder-id', kinds['folder-id'].example)).toBe(false);
    expect(fitsPlainKind('folder-id', 'Inbox')).toBe(true);
  });

  it('refuses every value of a kind that is not on the list', () => {
    expect(isKindName('toString')).toBe(false);
    expect(fitsKind('toString', 'x')).toBe(false);
    expect(isKindName('user-id')).toBe(true);
  });
});

describe('the kind of a token', () => {
  it('is the group for a team, and the kind itself otherwise', () => {
    expect(tokenKindOf('team-id')).toBe('group-id');
    expect(tokenKindOf('user-id')).toBe('user-id');
    expect(tokenKindOf('other-id')).toBe('rule-text/other-id');
  });

  it('is one of its own for a value of a link that the rule gives no kind', () => {
    expect(kindOfLinkValue('team-id')).toBe('group-id');
    expect(kindOfLinkValue('no-such-kind')).toBe('rule-text/link');
    expect(kindOfLinkValue(undefined)).toBe('rule-text/link');
  });
});

describe('a declared kind', () => {
  const boat = declaredKind('boat-id');

  it('is text of a rule at a place that no property has', () => {
    expect(boat).toBe('rule-text/kind:boat-id');
    expect(kindOfLinkValue(boat)).toBe(boat);
  });

  it('is found by its name, like the project’s own kinds', () => {
    const declared = new Set(['boat-id']);
    expect(kindNamed('boat-id', declared)).toBe(boat);
    expect(kindNamed('team-id', declared)).toBe('group-id');
    expect(kindNamed('oar-id', declared)).toBeUndefined();
  });

  it('is found in the text of a Plan', () => {
    const plan = { nodes: [{ of: boat }, { of: 'rule-text/id' }, { of: 'user-id' }], endpoints: [{ kind: boat }] };
    expect([...declaredKindsOf(plan)]).toEqual(['boat-id']);
  });

  it('accepts only its own tokens', () => {
    expect(takesKind(boat, boat)).toBe(true);
    expect(takesKind(boat, declaredKind('oar-id'))).toBe(false);
    expect(takesKind(boat, 'rule-text/id')).toBe(false);
    expect(takesKind('other-id', boat)).toBe(false);
    expect(takesKind('other-id', 'rule-text/id')).toBe(true);
    expect(takesKind('other-id', 'user-id')).toBe(false);
  });

  it('accepts ids, but none that a caller writes in plain', () => {
    expect(fitsKind(boat, 'AAMk_x-1=')).toBe(true);
    expect(fitsKind(boat, 'a/b')).toBe(false);
    expect(fitsPlainKind(boat, 'AAMk_x-1=')).toBe(false);
  });
});
