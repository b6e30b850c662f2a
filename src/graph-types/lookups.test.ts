import type { GraphType } from './graph-type.ts';
import { descendants, findPrivacy, findProperty, lineage, propertiesOf } from './index.ts';

const property = { type: 'Edm.String' } as const;
const types = {
  entity: { properties: { id: property }, derived: ['directoryObject'] },
  directoryObject: { base: 'entity', properties: { deletedDateTime: property }, derived: ['user', 'gone'] },
  user: { base: 'directoryObject', properties: { mail: property } },
  lost: { base: 'vanished', properties: { name: property } },
} as unknown as Readonly<Record<string, GraphType>>;

it('returns the lineage from the type to its topmost base, and only the name for an unknown type', () => {
  expect(lineage(types, 'user')).toEqual(['user', 'directoryObject', 'entity']);
  expect(lineage(types, 'nowhere')).toEqual(['nowhere']);
});

it('lists descendants nearest first, including those missing from the index', () => {
  expect(descendants(types, 'entity')).toEqual(['directoryObject', 'user', 'gone']);
  expect(descendants(types, 'nowhere')).toEqual([]);
});

it('lists own and inherited properties, of a base that the index lacks none', () => {
  expect(propertiesOf(types, 'user').map(({ name }) => name)).toEqual(['id', 'deletedDateTime', 'mail']);
  expect(propertiesOf(types, 'lost').map(({ declaredBy, name }) => `${declaredBy}.${name}`)).toEqual(['lost.name']);
});

it('finds a property and its judgement on the type, its bases and its descendants', () => {
  const privacy = { user: { mail: { class: 'direct' } } } as unknown as Parameters<typeof findPrivacy>[1];
  expect(findProperty(types, 'entity', 'mail')?.declaredBy).toBe('user');
  expect(findProperty(types, 'user', 'id')?.declaredBy).toBe('entity');
  expect(findProperty(types, 'user', 'nothing')).toBeUndefined();
  expect(findPrivacy(types, privacy, 'directoryObject', 'mail')).toEqual({ class: 'direct' });
  expect(findPrivacy(types, privacy, 'user', 'id')).toBeUndefined();
});
