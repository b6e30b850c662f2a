import type { PlanNotes } from '../../compile/index.ts';
import type { GraphVersion } from '../../graph-types/index.ts';
import type { AllowListPlan, ObjectNode, ResponseNode } from '../../rules/plan/index.ts';
import { everyProperty, type Holds, hasProperties, type Known, propertyElsewhere } from './every-property.ts';

/** A place in a document to be filled. */
export type Spot = {
  /** `attendees[].emailAddress.address` */
  readonly path: string;
  /** The rules' treatment of the place; undefined if no rule names it, or if a parent is dropped. */
  readonly node: ResponseNode | undefined;
  readonly property: Holds | undefined;
  /** True for a name that Microsoft doesn't declare, a name with other spelling, or an annotation. */
  readonly invented: boolean;
};

/** Returns the value of a place; undefined leaves it out. */
export type Choose = (spot: Spot) => unknown;

export type Planting = {
  readonly plan: AllowListPlan;
  readonly notes: PlanNotes;
  readonly knowledge: Known;
  readonly version: GraphVersion;
  readonly choose: Choose;
  /** Repeats the items under each kind of type annotation: the first name, the last name, and an unknown one. */
  readonly annotated: boolean;
  /** Maximum number of declared properties of an object that are filled although no rule names them. @default all */
  readonly mostUnnamed?: number | undefined;
  /** The next link of nested lists, if the rules seal such links. */
  readonly link?: string | undefined;
};

type Stack = readonly string[];

/** A type nested inside itself is expanded at most twice. */
const deepest = 2;

const annotations = [
  '@odata.context',
  '@odata.id',
  '@odata.etag',
  '@odata.editLink',
  '@odata.readLink',
  '@odata.mediaReadLink',
  '@microsoft.graph.downloadUrl',
  '@microsoft.graph.tips',
];

const inventedNames = [
  'zzUndeclared',
  'extension_4f1c0b7722d94a50_nickName',
  'ext9k2_heronCourses',
  'Display Name',
  '__proto__x',
];

const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const itemNode = (node: ResponseNode | undefined, plan: AllowListPlan): ResponseNode | undefined =>
  node?.node === 'array' ? itemNode(plan.nodes[node.item], plan) : node;

/** Number of properties that are filled in a navigation property, which Graph returns only on request. */
const mostOfNavigation = 4;

/** Fills an object that no rule names: its own plain properties, one level deep. */
const shallow = (property: Holds, path: string, planting: Planting): unknown => {
  const { type } = property;
  const members: [string, unknown][] = [];
  if (type !== undefined)
    for (const [name, inner] of everyProperty(type, planting.version, planting.knowledge))
      if (!hasProperties(inner.type, planting.version, planting.knowledge))
        members.push([
          name,
          planting.choose({ path: `${path}.${name}`, node: undefined, property: inner, invented: false }),
        ]);
  return Object.fromEntries(property.navigation ? members.slice(0, mostOfNavigation) : members);
};

const valueAt = (
  property: Holds,
  node: ResponseNode | undefined,
  path: string,
  stack: Stack,
  planting: Planting,
): unknown => {
  const { plan, knowledge, version, choose } = planting;
  const item = itemNode(node, plan);
  const list = property.collection || node?.node === 'array';
  const at = list ? `${path}[]` : path;
  const isObject =
    hasProperties(property.type, version, knowledge) || item?.node === 'object' || item?.node === 'by-type';
  const one = (): unknown => {
    if (!isObject || item?.node === 'transform' || item?.node === 'keep')
      return choose({ path: at, node: item, property, invented: false });
    return item === undefined ? shallow(property, at, planting) : objectAt(item, property.type, at, stack, planting);
  };
  const value = one();
  if (!list || value === undefined) return value;
  return [value];
};

const further = (
  names: readonly string[],
  path: string,
  { choose }: Planting,
): readonly (readonly [string, unknown])[] =>
  names.map((name) => [
    name,
    choose({ path: `${path}.${name}`, node: undefined, property: undefined, invented: true }),
  ]);

const plainObject = (
  node: ObjectNode,
  type: string | undefined,
  path: string,
  stack: Stack,
  planting: Planting,
): Record<string, unknown> => {
  const { plan, version, knowledge } = planting;
  const declared = type === undefined ? new Map<string, Holds>() : everyProperty(type, version, knowledge);
  const properties = new Map(declared);
  for (const name of Object.keys(node.properties))
    if (!properties.has(name)) {
      const base = name.replace(/@delta$/, '');
      properties.set(name, declared.get(base) ?? propertyElsewhere(type ?? '', base, version, knowledge));
    }
  const members: (readonly [string, unknown])[] = [];
  const named = (name: string): boolean => Object.hasOwn(node.properties, name);
  const unnamed = [...properties.keys()].filter((name) => !named(name)).slice(planting.mostUnnamed ?? properties.size);
  for (const name of unnamed) properties.delete(name);
  for (const [name, property] of properties) {
    const index = node.properties[name];
    const at = path === '' ? name : `${path}.${name}`;
    const value = valueAt(property, index === undefined ? undefined : plan.nodes[index], at, stack, planting);
    if (value !== undefined) members.push([name, value]);
  }
  const spellings = [...properties.keys()].map(pascal).filter((name) => !properties.has(name));
  const linked = [...properties.keys()].slice(0, 3).map((name) => `${name}@odata.associationLink`);
  if (planting.link !== undefined)
    for (const name of node.links) members.push([`${name}@odata.nextLink`, planting.link]);
  const reason = planting.choose({ path: `${path}.@removed`, node: undefined, property: undefined, invented: true });
  if (path === '' && reason !== undefined) members.push(['@removed', { reason }]);
  members.push(...further([...inventedNames, ...spellings, ...annotations, ...linked], path, planting));
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
};

const objectAt = (
  node: ResponseNode,
  type: string | undefined,
  path: string,
  stack: Stack,
  planting: Planting,
): unknown => {
  const key = `${planting.plan.nodes.indexOf(node)} ${type ?? ''}`;
  if (stack.filter((before) => before === key).length >= deepest) return undefined;
  const inside = [...stack, key];
  if (node.node === 'object') return plainObject(node, type, path, inside, planting);
  if (node.node !== 'by-type') return undefined;
  const [first] = typed(node.types, path, inside, planting);
  return first;
};

const typed = (
  types: Readonly<Record<string, number>>,
  path: string,
  stack: Stack,
  planting: Planting,
): readonly unknown[] =>
  Object.entries(types).flatMap(([name, index]) => {
    const chosen = planting.plan.nodes[index];
    const value =
      chosen === undefined ? undefined : objectAt(chosen, name.replace('#microsoft.graph.', ''), path, stack, planting);
    return typeof value === 'object' && value !== null ? [{ '@odata.type': name, ...value }] : [];
  });

/** Creates every kind of item that an endpoint can return, with all properties filled. */
export const plantItems = (root: number, entity: string | undefined, planting: Planting): readonly unknown[] => {
  const node = planting.plan.nodes[root];
  if (node?.node === 'by-type') return typed(node.types, '', [], planting);
  const item = node === undefined ? undefined : objectAt(node, entity, '', [], planting);
  if (typeof item !== 'object' || item === null) return [];
  if (!planting.annotated) return [item];
  const types = node?.node === 'object' ? (node.types ?? []) : [];
  const odd = planting.choose({ path: '@odata.type', node: undefined, property: undefined, invented: true });
  return [
    item,
    ...[types[0], types.at(-1), odd].flatMap((type) => (type === undefined ? [] : [{ '@odata.type': type, ...item }])),
  ];
};
