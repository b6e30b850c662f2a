import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeTypes } from '../../graph-types/decode-types.ts';
import { encodeTypes } from '../../graph-types/encode-types.ts';
import { readTypeDeclarations } from '../../graph-types/types-package.ts';
import { compile } from '../../rule-forms/index.ts';
import { prove } from '../prove.ts';
import { compareTypes } from './compare-types.ts';
import { readTypesFolder } from './read-types-folder.ts';

const published = `
export type NullableOption<T> = T | null;
export type Mood = "calm" | "stormy";
export interface Entity { id?: string; }
export interface Thing extends Entity { title?: NullableOption<string>; mood?: Mood; part?: Part; notes?: Entity[]; }
export interface Part { size?: number; }
export interface Unreachable { a?: string; }
`;

const typesOf = (text: string) => decodeTypes(encodeTypes(readTypeDeclarations(text)).join('\n'), new Set());
const ours = { 'v1.0': typesOf(published), beta: typesOf('') };

const endpoints = (() => {
  const text = `endpoints:
  - { pathTemplate: /v1.0/things, entity: thing, collection: true, response: { id: !<tokenize> { of: other-id }, mood: keep } }
`;
  const input = { title: 'test', main: { path: 'rules.yaml', text }, shared: [], overlays: [] };
  const knowledge = { types: ours, privacy: {} };
  const { plan, notes } = compile({ ...input, ...knowledge, builtIn: false });
  if (plan === undefined || notes === undefined) throw new Error('the rules of the test have mistakes');
  return prove({ plan, notes }, knowledge, { everythingJudged: false }).endpoints;
})();

const differences = (theirs: string): readonly string[] =>
  compareTypes(endpoints, ours, { 'v1.0': { package: 'p@2', types: typesOf(theirs) } }).map(
    ({ what, type, name = '', detail }) => `${what} ${type} ${name} ${detail}`,
  );

describe('compareTypes', () => {
  it('finds nothing if nothing in reach differs', () => {
    expect(differences(published)).toEqual([]);
    expect(differences(published.replace('a?: string', 'a?: string; b?: string'))).toEqual([]);
    expect(compareTypes(endpoints, ours, {})).toEqual([]);
  });

  it('lists new properties, and what types hold that come with them', () => {
    const theirs = `${published.replace('part?: Part;', 'part?: Part; owner?: Owner;')}
export interface Owner { name?: string; part?: Part; self?: Owner }`;

    expect(differences(theirs)).toEqual([
      'property-added thing owner owner',
      'property-added owner name string',
      'property-added owner part part',
      'property-added owner self owner',
    ]);
  });

  it('lists properties of nested types, properties that went, and those of another type', () => {
    const theirs = published
      .replace('size?: number', 'size?: string; weight?: number')
      .replace('title?: NullableOption<string>; ', '');

    expect(differences(theirs)).toEqual([
      'property-removed thing title string',
      'property-changed part size number → string',
      'property-added part weight number',
    ]);
  });

  it('lists new enum members, and new types that can occur in several places', () => {
    const theirs = `${published.replace('"stormy"', '"stormy" | "foggy"')}\nexport interface SmallThing extends Thing { }`;

    expect(differences(theirs)).toEqual([
      'type-added thing  smallThing',
      'member-added mood foggy a word of this list',
    ]);
  });

  it('takes a property that moved to a base for the one it was', () => {
    const theirs = published
      .replace('interface Thing extends Entity { title?: NullableOption<string>;', 'interface Thing extends Titled {')
      .concat('export interface Titled extends Entity { title?: string; }');

    expect(differences(theirs)).toEqual([]);
  });

  it('names the endpoints in which a difference can show', () => {
    const [difference] = compareTypes(endpoints, ours, {
      'v1.0': { package: 'p@2', types: typesOf(published.replace('title', 'label')) },
    });

    expect(difference).toMatchObject({ version: 'v1.0', endpoints: ['/v1.0/things'] });
  });
});

describe('readTypesFolder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'types-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const publish = (place: string, name: string): void => {
    mkdirSync(join(folder, place), { recursive: true });
    writeFileSync(join(folder, place, 'package.json'), JSON.stringify({ name, version: '9.9.9' }));
    writeFileSync(join(folder, place, 'microsoft-graph.d.ts'), published);
  };

  it('reads a package, or a folder that holds both', async () => {
    publish('a', '@microsoft/microsoft-graph-types-beta');
    publish('node_modules/@microsoft/microsoft-graph-types', '@microsoft/microsoft-graph-types');
    publish('node_modules/@microsoft/microsoft-graph-types-beta', '@microsoft/microsoft-graph-types-beta');

    const one = await readTypesFolder(join(folder, 'a'));
    const both = await readTypesFolder(folder);

    expect(one['v1.0']).toBeUndefined();
    expect(one.beta?.package).toBe('@microsoft/microsoft-graph-types-beta@9.9.9');
    expect(both['v1.0']?.types['thing']?.kind).toBe('entity');
    expect(both.beta?.package).toContain('-beta@');
  });

  it('refuses a folder without a package', async () => {
    await expect(readTypesFolder(folder)).rejects.toThrow('no types package in');
  });
});
