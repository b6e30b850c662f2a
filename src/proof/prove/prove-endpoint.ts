import type { PlanNotes } from '../../rule-engine/compile/index.ts';
import type { ObjectNode, Plan, ResponseNode } from '../../rule-engine/plan/index.ts';
import type { GraphVersion } from '../../rule-engine/type-index/index.ts';
import { type Judged, judgeKeep, judgeTransform } from './judge.ts';
import {
  isObjectType,
  type Knowledge,
  type KnownProperty,
  propertiesAt,
  typeText,
  undeclaredProperty,
} from './knowledge.ts';
import type { ProofRow } from './proof.ts';

type Walk = {
  readonly plan: Plan;
  readonly notes: PlanNotes;
  readonly version: GraphVersion;
  readonly knowledge: Knowledge;
  /** Where an object of a node and a type was listed first. */
  readonly listed: Map<string, string>;
};

const deltaName = /@delta$/;

const classOf = (property: KnownProperty, walk: Walk): ProofRow['class'] => {
  if (property.privacy !== undefined) return property.privacy.class;
  if (isObjectType(property.type, walk.version, walk.knowledge)) return 'container';
  return 'not-judged';
};

/** The node that decides about the items, and the path with a `[]` for each list on the way to it. */
const itemOf = (
  index: number,
  path: string,
  { plan }: Walk,
): { readonly node: ResponseNode; readonly index: number; readonly path: string } => {
  const node = plan.nodes[index];
  if (node === undefined) throw new Error(`the plan refers to its node ${index}, which does not exist`);
  return node.node === 'array' ? itemOf(node.item, `${path}[]`, { plan } as Walk) : { node, index, path };
};

const dropped: Judged = { disposition: 'dropped', how: '', gaps: [] };

const undeclaredReason = (property: KnownProperty, type: string, { notes }: Walk): string | undefined =>
  property.undeclared
    ? (notes.undeclared.find((note) => note.property === property.name && note.type === type)?.reason ??
      notes.undeclared.find((note) => note.property === property.name)?.reason ??
      '')
    : undefined;

const rowOf = (
  property: KnownProperty,
  path: string,
  type: string,
  index: number | undefined,
  judged: Judged,
  walk: Walk,
): ProofRow => {
  const notes = index === undefined ? undefined : walk.notes.nodes[index];
  const undeclared = undeclaredReason(property, type, walk);
  return {
    path,
    type: typeText(property),
    declaredBy: property.declaredBy,
    class: classOf(property, walk),
    navigation: property.navigation,
    ...(undeclared !== undefined && { undeclared }),
    ...(notes?.reason !== undefined && { reason: notes.reason }),
    ...(notes !== undefined && { position: notes.position }),
    ...judged,
  };
};

const proveProperty = (
  property: KnownProperty,
  parent: { readonly path: string; readonly type: string },
  written: string,
  index: number | undefined,
  walk: Walk,
): readonly ProofRow[] => {
  const path = parent.path === '' ? written : `${parent.path}.${written}`;
  const row = (judged: Judged, at = path, of = index): ProofRow => rowOf(property, at, parent.type, of, judged, walk);
  if (index === undefined) return [row(dropped)];
  const item = itemOf(index, path, walk);
  const { node } = item;
  if (node.node === 'keep') {
    const reason = walk.notes.nodes[item.index]?.reason;
    const place = { path: item.path, type: property.type ?? '', class: classOf(property, walk) };
    return [row(judgeKeep(node, { ...place, ...(reason !== undefined && { reason }) }), item.path, item.index)];
  }
  if (node.node === 'transform')
    return [row(judgeTransform(node, { path: item.path, class: classOf(property, walk) }), item.path, item.index)];
  const key = `${item.index} ${property.type ?? ''}`;
  const before = walk.listed.get(key);
  if (before !== undefined) return [row({ disposition: 'as-before', how: `as ${before}`, gaps: [] }, item.path)];
  walk.listed.set(key, item.path);
  return [
    row({ disposition: 'nested', how: '', gaps: [] }, item.path),
    ...proveObject(item.index, node, property.type, item.path, walk),
  ];
};

const typeRow = (path: string, node: ObjectNode, index: number, walk: Walk): readonly ProofRow[] =>
  node.types === undefined
    ? []
    : [
        {
          path: path === '' ? '@odata.type' : `${path}.@odata.type`,
          type: 'string',
          declaredBy: '',
          class: 'metadata',
          disposition: 'kept',
          how: `one of ${node.types.length} names of Microsoft`,
          navigation: false,
          ...(walk.notes.nodes[index] !== undefined && { position: walk.notes.nodes[index].position }),
          gaps: [],
        },
      ];

/** Rows of everything that an object at a place may hold; `type` is undefined where nothing says what it is. */
const proveObject = (
  index: number,
  node: ResponseNode,
  type: string | undefined,
  path: string,
  walk: Walk,
): readonly ProofRow[] => {
  if (node.node === 'by-type')
    return Object.entries(node.types).flatMap(([name, at]) => {
      const chosen = itemOf(at, `${path}<${name.replace('#microsoft.graph.', '')}>`, walk);
      return proveObject(chosen.index, chosen.node, name.replace('#microsoft.graph.', ''), chosen.path, walk);
    });
  if (node.node !== 'object') return [];
  const declared =
    type === undefined ? new Map<string, KnownProperty>() : propertiesAt(type, walk.version, walk.knowledge);
  const parent = { path, type: type ?? '' };
  const find = (name: string): KnownProperty =>
    declared.get(name.replace(deltaName, '')) ??
    undeclaredProperty(type ?? '', name.replace(deltaName, ''), walk.version, walk.knowledge);
  const further = Object.keys(node.properties).filter((name) => !declared.has(name));
  return [
    ...typeRow(path, node, index, walk),
    ...[...declared.values()].flatMap((property) =>
      proveProperty(property, parent, property.name, node.properties[property.name], walk),
    ),
    ...further.flatMap((name) => proveProperty(find(name), parent, name, node.properties[name], walk)),
  ];
};

/** Rows of an endpoint's answer, in the order of Microsoft's type. */
export const proveAnswer = (
  root: number,
  entity: string | undefined,
  walk: Omit<Walk, 'listed'>,
): readonly ProofRow[] => {
  const listed = new Map<string, string>();
  const whole: Walk = { ...walk, listed };
  const item = itemOf(root, '', whole);
  listed.set(`${item.index} ${entity ?? ''}`, 'the item itself');
  return proveObject(item.index, item.node, entity, '', whole);
};
