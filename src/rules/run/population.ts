import { isObject, type JsonValue } from '../../json/index.ts';
import {
  isSubjectKind,
  noDrops,
  type PopulationView,
  type RunContext,
  tokenKindOf,
  type ValueKindName,
} from '../../plan/index.ts';
import type { Pseudonyms, ValueKind } from '../../pseudonyms/index.ts';
import { isBlank, transforms } from '../../transforms/index.ts';
import {
  anySubject,
  isSubjectLeaf,
  type KeepNode,
  kindOfLeaf,
  type ObjectNode,
  type ResponseNode,
  type TransformNode,
} from '../plan/index.ts';
import { anywhere, type Place, typeKey, typeOf, type Verdicts, type Walk } from './walk.ts';

/** Kinds of directory objects whose type Graph reports. All other ids have a common space of their own. */
export const directoryKinds: ReadonlyMap<string, ValueKind> = new Map([
  [typeKey('#microsoft.graph.user'), 'user-id'],
  [typeKey('#microsoft.graph.group'), 'group-id'],
]);

/** Types of directory objects that are neither people nor groups, so that every caller may see them. */
const directoryThings: ReadonlySet<string> = new Set(
  ['administrativeUnit', 'application', 'device', 'directoryRole', 'servicePrincipal'].map((name) =>
    typeKey(`microsoft.graph.${name}`),
  ),
);

/** True for an id that is treated by the `@odata.type` of the object around it. */
export const isOfDirectory = (node: ResponseNode | undefined): boolean => kindOfLeaf(node) === 'directory-object-id';

/** Transforms whose result doesn't identify anybody. */
const harmless: ReadonlySet<string> = new Set(['bucket', 'countOnly', 'redact', 'textDigest', 'truncateTime']);

/** True for a value that goes if the object around it is about somebody outside of the population. */
export const identifies = ({ transform }: TransformNode): boolean => !harmless.has(transform);

const note = (verdicts: Verdicts, inside: boolean): void => {
  verdicts[inside ? 'inside' : 'outside'] += 1;
};

/** Pseudonyms that count each value of a person or a group as inside or outside. */
const counting = (pseudonyms: Pseudonyms, { has }: PopulationView, verdicts: Verdicts): Pseudonyms => {
  const count = (value: string, kind: ValueKind): void => {
    if (isSubjectKind(kind)) note(verdicts, has(hashOf(pseudonyms, value, kind)));
  };
  return {
    ...pseudonyms,
    pseudonymize: (value, kind, how) => {
      count(value, kind);
      return pseudonyms.pseudonymize(value, kind, how);
    },
    tokenize: (value, kind) => {
      count(value, kind);
      return pseudonyms.tokenize(value, kind);
    },
  };
};

const hashOf = ({ pseudonymize }: Pseudonyms, value: string, kind: ValueKind): string =>
  pseudonymize(value, kind, { reversible: false, domain: 'drop' }).hash;

/** Begins a walk over a response, limited to the population of the context if there is one. */
export const beginWalk = (tools: RunContext): Walk => {
  const { population, pseudonyms } = tools;
  const counts = { counts: noDrops(), unfit: new Map<string, number>() };
  if (population === undefined) return { tools, ...counts };
  const verdicts: Verdicts = { inside: 0, outside: 0 };
  if (population.counterparts) return { tools, verdicts, ...counts };
  return { tools: { ...tools, pseudonyms: counting(pseudonyms, population, verdicts) }, verdicts, ...counts };
};

/** True if a caller's population limits the values that a record mentions. */
export const isLimited = ({ tools: { population } }: Walk): boolean => population?.counterparts === false;

const never = (): boolean => false;

/**
 * Watches the sanitizing of an item of a list. Returns a function that is true afterwards if the response is about many people,
 * and all people of the item are outside.
 */
export const watchItem = (walk: Walk): (() => boolean) => {
  const { verdicts, tools } = walk;
  if (tools.population?.shared !== true || verdicts === undefined || !isLimited(walk)) return never;
  const { inside, outside } = verdicts;
  return () => verdicts.inside === inside && verdicts.outside > outside;
};

/** `nobody`: there is no value, or it belongs to a thing. */
export type Verdict = 'inside' | 'outside' | 'nobody';

/** Judges the value of a leaf that can identify a person or a group. */
export type Judge = (
  value: JsonValue | undefined,
  type: string | undefined,
  tools: Pick<RunContext, 'pseudonyms' | 'population'>,
) => Verdict;

/** A leaf whose value can be a pseudonym or an id. */
type SubjectNode = TransformNode | KeepNode;

const anyKind: readonly ValueKind[] = ['user-id', 'mail-address', 'group-id'];

/** Returns the kinds that a value at a leaf can have; none for a thing of the directory. */
const kindsAt = (node: SubjectNode, type: string | undefined): readonly ValueKind[] => {
  const kind = kindOfLeaf(node);
  if (kind === anySubject) return anyKind;
  if (kind !== 'directory-object-id') return [tokenKindOf(kind as ValueKindName)];
  if (type !== undefined && directoryThings.has(type)) return [];
  return [(type === undefined ? undefined : directoryKinds.get(type)) ?? kind];
};

export const prepareJudge =
  (node: SubjectNode): Judge =>
  (value, type, { pseudonyms, population }) => {
    const kinds = kindsAt(node, type);
    if (kinds.length === 0 || value === undefined || value === null) return 'nobody';
    if (typeof value !== 'string' || kinds[0] === 'directory-object-id') return 'outside';
    if (isBlank(value)) return 'nobody';
    const isInside = kinds.some((kind) => population?.has(hashOf(pseudonyms, value, kind)) === true);
    return isInside ? 'inside' : 'outside';
  };

/** Prepares the check whether a kept value goes because of whom it tells about. */
export const prepareGoes = (node: KeepNode): ((value: JsonValue, walk: Walk, place: Place) => boolean) => {
  const { reveals } = node;
  if (reveals === undefined) return never;
  if (reveals === 'name') return (_, walk, { about }) => isLimited(walk) && about !== 'insider';
  if (reveals === 'detail') return (_, walk, { about }) => isLimited(walk) && about === 'outsider';
  const judge = prepareJudge(node);
  return (value, walk, { type, about }) =>
    isLimited(walk) && (about === 'outsider' || judge(value, type, walk.tools) === 'outside');
};

/** True if the pseudonym at a leaf would be that of a directory object which isn't known to be a thing. */
export const isUnknownObject = (node: TransformNode, type: string | undefined): boolean =>
  isOfDirectory(node) && kindsAt(node, type)[0] === 'directory-object-id';

/** Returns the properties of an object that can identify people or groups, each with its judge. */
const subjectsOf = (node: ObjectNode, nodes: readonly ResponseNode[]): readonly (readonly [string, Judge])[] =>
  Object.entries(node.properties).flatMap(([name, index]) => {
    const leaf = nodes[index];
    const isLeaf = leaf?.node === 'transform' || leaf?.node === 'keep';
    return isLeaf && isSubjectLeaf(leaf) ? [[name, prepareJudge(leaf)] as const] : [];
  });

/** Whom an object is about; `gone`: it is dropped. */
type Appearance = Place['about'] | 'gone';

type Appear = (
  object: ReadonlyMap<string, JsonValue>,
  type: string | undefined,
  walk: Walk,
  around: Place,
) => Appearance;

/** Decides how an object appears to a caller that is limited to a population. */
export const prepareAppearance = (node: ObjectNode, nodes: readonly ResponseNode[]): Appear => {
  const subjects = subjectsOf(node, nodes);
  if (node.record === true) {
    const judge = new Map(subjects).get('id');
    return (object, type, { tools, verdicts }) => {
      const known = thingOf(node, nodes, type) || judge?.(object.get('id'), type, tools) === 'inside';
      if (verdicts !== undefined && !known) verdicts.outside += 1;
      return known ? 'insider' : 'gone';
    };
  }
  if (node.foreign === true) return (object, _, { tools }) => (ownsInside(object, tools) ? 'insider' : 'outsider');
  return (object, type, { tools }, { about }) => {
    const verdicts = subjects.map(([name, judge]) => judge(object.get(name), type, tools));
    if (verdicts.includes('inside')) return 'insider';
    // A part of an object about somebody outside is about them too.
    return verdicts.includes('outside') || about === 'outsider' ? 'outsider' : undefined;
  };
};

const memberOf = (value: JsonValue | undefined, name: string): JsonValue | undefined =>
  value !== undefined && isObject(value) ? value.get(name) : undefined;

/** True for something that a person or a group of the population owns. */
const ownsInside = (object: JsonValue, { pseudonyms, population }: RunContext): boolean => {
  const owner = memberOf(memberOf(object, 'shared'), 'owner');
  const isInside = (name: string, kind: ValueKind): boolean => {
    const id = memberOf(memberOf(owner, name), 'id');
    return typeof id === 'string' && population?.has(hashOf(pseudonyms, id, kind)) === true;
  };
  return isInside('user', 'user-id') || isInside('group', 'group-id');
};

/** True for an object of the directory that is a thing, with an id of its own. */
const thingOf = ({ properties }: ObjectNode, nodes: readonly ResponseNode[], type: string | undefined): boolean => {
  const id = nodes[properties['id'] as number];
  return id !== undefined && isOfDirectory(id) && kindsAt(id as SubjectNode, type).length === 0;
};

/** True for an item of a list that a caller may see. Items that aren't people or groups belong to the list's owner. */
export type IsVisible = (item: JsonValue, walk: Walk) => boolean;

export const prepareVisible = (root: number, nodes: readonly ResponseNode[]): IsVisible => {
  const node = nodes[root];
  if (node?.node === 'by-type') {
    const types = new Map(
      Object.entries(node.types).map(([name, index]) => [typeKey(name), prepareVisible(index, nodes)]),
    );
    return (item, walk) => {
      const type = isObject(item) ? typeOf(item) : undefined;
      return type === undefined || types.get(type)?.(item, walk) !== false;
    };
  }
  if (node?.node !== 'object' || node.record !== true) return () => true;
  const appear = prepareAppearance(node, nodes);
  return (item, walk) =>
    walk.tools.population === undefined || (isObject(item) && appear(item, typeOf(item), walk, anywhere) === 'insider');
};

/** How the scanner limits a leaf. `goes`: a text goes with somebody outside, or unless somebody inside is around it. */
export type LeafLimit = {
  readonly judge: Judge | undefined;
  readonly goes: 'never' | 'with-outsider' | 'without-insider';
};

export const limitOfLeaf = (node: ResponseNode): LeafLimit => {
  const isLeaf = node.node === 'transform' || node.node === 'keep';
  const judge = isLeaf && isSubjectLeaf(node) ? prepareJudge(node) : undefined;
  if (node.node === 'keep') {
    const goes = node.reveals === undefined ? 'never' : node.reveals === 'name' ? 'without-insider' : 'with-outsider';
    return { judge, goes };
  }
  // A text of the wrong type is counted before it goes.
  const takesText = node.node === 'transform' && transforms.get(node.transform)?.accepts.includes('text') === true;
  return { judge, goes: takesText && identifies(node) ? 'with-outsider' : 'never' };
};

/** How the scanner limits an object. */
export type ObjectLimit<Property> = {
  /** The id of a person or a group, if the object is one. */
  readonly id: Property | undefined;
  /** True for a type that is neither. */
  readonly isThing: (type: string | undefined) => boolean;
  /** Properties that identify whom an object mentions. */
  readonly subjects: ReadonlySet<Property>;
  /** True if they decide about more than themselves. */
  readonly decides: boolean;
  /** True for something that others own. Such items are rare, so only the walk reads their owner. */
  readonly foreign: boolean;
};

/** True if a value can go because of whom the object around it is about. */
const canGo = (index: number, nodes: readonly ResponseNode[], seen = new Set<number>()): boolean => {
  const node = nodes[index];
  if (node === undefined || seen.has(index)) return false;
  seen.add(index);
  if (node.node === 'object')
    return node.record !== true && Object.values(node.properties).some((each) => canGo(each, nodes, seen));
  return node.node === 'array' ? canGo(node.item, nodes, seen) : limitOfLeaf(node).goes !== 'never';
};

export const limitOfObject = <Property extends { readonly name: string; readonly node: number }>(
  node: ObjectNode,
  properties: readonly Property[],
  nodes: readonly ResponseNode[],
): ObjectLimit<Property> => {
  const isSubject = (property: Property): boolean => {
    const leaf = nodes[property.node];
    return leaf !== undefined && isSubjectLeaf(leaf);
  };
  const subjects = new Set(node.record === true ? [] : properties.filter(isSubject));
  const others = properties.some((property) => !subjects.has(property) && canGo(property.node, nodes));
  return {
    id: node.record === true ? properties.find(({ name }) => name === 'id') : undefined,
    isThing: (type) => thingOf(node, nodes, type),
    subjects,
    foreign: node.foreign === true,
    decides: subjects.size > 1 || (subjects.size > 0 && others),
  };
};

/** True if pseudonyms are made of whole texts, so that a text decides about the person. */
const judgesWhole = ({ transform, options }: TransformNode): boolean =>
  transform === 'pseudonymize' || (transform === 'tokenize' && options['regex'] === undefined);

/** True if the scanner can limit a response with these nodes. */
export const canLimit = (nodes: Iterable<ResponseNode>): boolean =>
  [...nodes].every((node) => node.node !== 'transform' || !isSubjectLeaf(node) || judgesWhole(node));
