import { decodeTypes } from './decode-types.ts';
import { encodeTypes } from './encode-types.ts';
import { descendants, findProperty, lineage } from './index.ts';
import { privacyTable, typeIndex, typesPackages } from './type-index.ts';
import { readTypeDeclarations } from './types-package.ts';

const declarations = `
export type NullableOption<T> = T | null;
export type Importance = "low" | "normal" | "high";
export type Phase = "only";
export interface Entity { id?: string }
export interface Event extends Entity {
  // a comment
  importance?: NullableOption<Importance>;
  start?: NullableOption<DateTimeTimeZone>;
  attendees?: NullableOption<Attendee[]>;
  tags?: string[];
  size?: number;
  open?: boolean;
  stream?: NullableOption<any>;
  instances?: NullableOption<Event[]>;
}
export interface DateTimeTimeZone { dateTime?: string }
export interface Attendee { type?: string }
export interface OnlineEvent extends Event { joinUrl?: string }
export namespace CallRecords {
  type CallType = "unknown" | "groupCall";
  interface Event extends microsoftgraph.Entity { type?: CallType; when?: microsoftgraph.DateTimeTimeZone; }
  interface Session extends Event { record?: NullableOption<Event>; }
}
export namespace Partner.Security { interface Alert extends microsoftgraph.Entity { title?: string } }
export namespace SecurityNamespace { interface Hunt { query?: string } }
`;

const decoded = () => decodeTypes(encodeTypes(readTypeDeclarations(declarations)).join('\n'), new Set(['event']));

describe('the type index', () => {
  it('names types as Graph does, namespaces included', () => {
    expect(Object.keys(decoded()).sort()).toEqual([
      'attendee',
      'callRecords.callType',
      'callRecords.event',
      'callRecords.session',
      'dateTimeTimeZone',
      'entity',
      'event',
      'importance',
      'onlineEvent',
      'partner.security.alert',
      'phase',
      'security.hunt',
    ]);
  });

  it('reads properties with their types; entities are navigation properties', () => {
    expect({ ...decoded()['event'], properties: { ...decoded()['event']?.properties } }).toEqual({
      kind: 'entity',
      base: 'entity',
      open: true,
      derived: ['onlineEvent'],
      properties: {
        importance: { type: 'importance', collection: false, navigation: false },
        start: { type: 'dateTimeTimeZone', collection: false, navigation: false },
        attendees: { type: 'attendee', collection: true, navigation: false },
        tags: { type: 'string', collection: true, navigation: false },
        size: { type: 'number', collection: false, navigation: false },
        open: { type: 'boolean', collection: false, navigation: false },
        stream: { type: 'any', collection: false, navigation: false },
        instances: { type: 'event', collection: true, navigation: true },
      },
    });
  });

  it('prefers a type of the same namespace, and finds those of the main one', () => {
    const types = decoded();

    expect(types['callRecords.session']).toMatchObject({ base: 'callRecords.event', kind: 'entity' });
    expect(types['callRecords.session']?.properties['record']?.type).toBe('callRecords.event');
    expect(types['callRecords.event']?.properties['when']?.type).toBe('dateTimeTimeZone');
  });

  it('lists the members of an enum', () => {
    expect(decoded()['importance']).toMatchObject({ kind: 'enum', members: ['low', 'normal', 'high'] });
    expect(decoded()['phase']?.members).toEqual(['only']);
  });

  it('has no type and no property of a name that objects have by themselves', () => {
    expect(decoded()['constructor']).toBeUndefined();
    expect(decoded()['event']?.properties['toString']).toBeUndefined();
  });

  it('walks up and down, and stops at cycles', () => {
    const types = decoded();
    const odd = decodeTypes('a b x:s\nb a y:s', new Set());

    expect(lineage(types, 'onlineEvent')).toEqual(['onlineEvent', 'event', 'entity']);
    expect(descendants(types, 'entity')).toContain('onlineEvent');
    expect(findProperty(types, 'event', 'joinUrl')?.declaredBy).toBe('onlineEvent');
    expect(lineage(odd, 'a')).toEqual(['a', 'b']);
    expect(odd['a']?.kind).toBe('complex');
  });

  it('contains Microsoft’s published types for both versions of the API', () => {
    expect(typesPackages['v1.0']).toMatch(/^@microsoft\/microsoft-graph-types@\d/);
    expect(Object.keys(typeIndex['v1.0']).length).toBeGreaterThan(2000);
    expect(Object.keys(typeIndex.beta).length).toBeGreaterThan(5000);
    expect(typeIndex['v1.0']['callRecords.callRecord']?.properties['sessions']).toEqual({
      type: 'callRecords.session',
      collection: true,
      navigation: true,
    });
  });
});

describe('the privacy table', () => {
  const all = Object.entries(privacyTable).flatMap(([type, entries]) =>
    Object.entries(entries).map(([property, entry]) => ({ type, property, entry })),
  );
  const declared = (type: string, property: string): boolean =>
    [typeIndex['v1.0'], typeIndex.beta].some((types) =>
      lineage(types, type).some((name) => types[name]?.properties[property] !== undefined),
    );

  it('judges only properties that Microsoft declares, or gives the type of undeclared ones', () => {
    const wrong = all.filter(
      ({ type, property, entry }) => declared(type, property) === (entry.undeclared !== undefined),
    );

    expect(wrong.map(({ type, property }) => `${type}.${property}`)).toEqual([]);
  });

  it('lets no pattern take a name, an address or a telephone number', () => {
    const people = [
      'Wren Thornquist',
      'Thornquist',
      'wren.thornquist@fennmoor.example',
      '+12025550143',
      'WREN',
      'wren',
    ];
    const taking = all.filter(
      ({ entry: { pattern } }) =>
        pattern !== undefined && people.some((text) => new RegExp(`^(?:${pattern})$`, 'u').test(text)),
    );

    expect(taking.map(({ type, property }) => `${type}.${property}`)).toEqual([]);
  });

  it('sets no format for properties that are never kept', () => {
    const never = ['direct-identifier', 'free-text', 'credential'];
    const wrong = all.filter(({ entry }) => never.includes(entry.class) && entry.format !== undefined);

    expect(wrong).toEqual([]);
  });

  it('has no entry for a name that objects have by themselves', () => {
    expect(privacyTable['user']?.['constructor']).toBeUndefined();
    expect(privacyTable['toString']).toBeUndefined();
  });
});
