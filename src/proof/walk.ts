import type { PlanNotes } from '../compile/index.ts';
import type { GraphVersion } from '../graph-types/index.ts';
import type { AllowListPlan, ResponseNode } from '../rules/plan/index.ts';
import { isObjectType, type Knowledge, type KnownProperty, propertiesAt, typeText } from './knowledge.ts';
import type { ProofRow } from './proof.ts';

/** The state of a walk over one endpoint's response. */
export type Walk = {
  readonly plan: AllowListPlan;
  readonly notes: PlanNotes;
  readonly version: GraphVersion;
  readonly knowledge: Knowledge;
  /** First path of each content, by the rule that decides about it, so that the same content is listed once. */
  readonly listed: Map<string, string>;
};

/** The path and type of the object that is walked. */
export type Around = { readonly path: string; readonly type: string };

/** Returns the node for the items, and the path with a `[]` for each list on the way to it. */
export const itemOf = (
  index: number,
  path: string,
  plan: AllowListPlan,
): { readonly node: ResponseNode; readonly index: number; readonly path: string } => {
  const node = plan.nodes[index];
  if (node === undefined) throw new Error(`the plan refers to its node ${index}, which does not exist`);
  return node.node === 'array' ? itemOf(node.item, `${path}[]`, plan) : { node, index, path };
};

/** Returns the class of a property. For a container, its own properties are judged instead. */
export const classOf = (property: KnownProperty, walk: Walk): ProofRow['class'] => {
  if (property.privacy !== undefined) return property.privacy.class;
  return isObjectType(property.type, walk.version, walk.knowledge) ? 'container' : 'not-judged';
};

/** The path of a property of an object. */
export const pathOf = ({ path }: Around, written: string): string => (path === '' ? written : `${path}.${written}`);

/** Returns the columns of a row that don't depend on the property's treatment. */
export const factsOf = (property: KnownProperty, path: string, walk: Walk) => ({
  path,
  type: typeText(property),
  declaredBy: property.declaredBy,
  class: classOf(property, walk),
  navigation: property.navigation,
});

/** Returns the earlier path of the same content. For new content, records it and returns undefined. */
export const listedBefore = (key: string, path: string, { listed }: Walk): string | undefined => {
  const before = listed.get(key);
  if (before === undefined) listed.set(key, path);
  return before;
};

const nothing: ReadonlySet<string> = new Set();

/** Adds the rows of a dropped property and of all properties inside it. */
const addDropped = (
  property: KnownProperty,
  around: Around,
  how: string,
  within: boolean,
  walk: Walk,
  rows: ProofRow[],
): void => {
  const path = `${pathOf(around, property.name)}${property.collection ? '[]' : ''}`;
  const facts = factsOf(property, path, walk);
  rows.push({ ...facts, disposition: 'dropped', how, gaps: [], ...(within && { within }) });
  addInside(property, path, how === '' ? `with ${path}` : how, walk, rows);
};

/** Skips navigation properties, which Graph sends only on request, and types that are already listed. */
const addInside = ({ type, navigation }: KnownProperty, path: string, how: string, walk: Walk, rows: ProofRow[]) => {
  if (type === undefined || navigation || !isObjectType(type, walk.version, walk.knowledge)) return;
  if (listedBefore(`dropped ${type}`, path, walk) !== undefined) return;
  for (const property of propertiesAt(type, nothing, walk.version, walk.knowledge))
    addDropped(property, { path, type }, how, true, walk, rows);
};

/** Returns the rows of a dropped property and of all properties inside it. */
export const droppedRows = (property: KnownProperty, around: Around, walk: Walk): readonly ProofRow[] => {
  const rows: ProofRow[] = [];
  addDropped(property, around, '', false, walk, rows);
  return rows;
};

/** Returns the rows inside a property that is dropped or replaced. */
export const insideDropped = (property: KnownProperty, path: string, how: string, walk: Walk): readonly ProofRow[] => {
  const rows: ProofRow[] = [];
  addInside(property, path, how, walk, rows);
  return rows;
};
