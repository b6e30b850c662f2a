import { isArray, isObject, type JsonValue } from '../../json/index.ts';
import { type Accepts, type Transform, transforms, type ValueFunction } from '../../transforms/index.ts';
import {
  type ArrayNode,
  type ByTypeNode,
  isSubjectLeaf,
  type KeepNode,
  type ObjectNode,
  type ResponseNode,
  type TransformNode,
} from '../plan/index.ts';
import { fitFormat, fitScalar, losesMeaning } from './formats/fit-format.ts';
import {
  directoryKinds,
  identifies,
  isLimited,
  isOfDirectory,
  isUnknownObject,
  prepareAppearance,
  prepareGoes,
  watchItem,
} from './population.ts';
import { type Arrange, byTime, byToken, byTokenInSequence, type KeyOf } from './token-order.ts';
import {
  annotationKey,
  anywhere,
  dropUnknown,
  keepRemoved,
  type Member,
  type Place,
  type Step,
  sealLink,
  typeKey,
  typeOf,
  type Walk,
  wrongType,
} from './walk.ts';

/** Returns the step of a node. Resolved during the walk, because nodes may refer to themselves. */
export type StepAt = (node: number) => Step;

/** Dependencies for linking a node to others. */
export type Linking = {
  readonly at: StepAt;
  readonly keyAt: (node: number) => KeyOf;
  readonly nodes: readonly ResponseNode[];
};

type Annotated = (value: JsonValue, walk: Walk, place: Place) => Member | undefined;

const keepType = (names: readonly string[]): Annotated => {
  const spelling = new Map(names.map((name) => [typeKey(name), name]));
  return (value, walk) => {
    const type = typeof value === 'string' ? spelling.get(typeKey(value)) : undefined;
    if (type === undefined) walk.counts.unfitFormats += 1;
    return type === undefined ? undefined : { name: '@odata.type', value: type };
  };
};

/** The treatment of an object's annotations, by property and lower-case term. */
const prepareAnnotations = (node: ObjectNode): ReadonlyMap<string, Annotated> => {
  const annotations = new Map<string, Annotated>();
  if (node.types !== undefined) annotations.set('@type', keepType(node.types));
  for (const property of node.links) {
    const name = `${property}@odata.nextLink`;
    annotations.set(`${property}@nextlink`, (value, walk) => sealLink(name, value, 'page', walk));
  }
  return annotations;
};

/** Returns the place of an object's properties. */
const placeInside = (type: string | undefined, about: Place['about']): Place => {
  if (type === undefined && about === undefined) return anywhere;
  return { removed: false, ...(type !== undefined && { type }), ...(about !== undefined && { about }) };
};

const prepareObject = (node: ObjectNode, at: StepAt, nodes: readonly ResponseNode[]): Step => {
  const readsType = Object.values(node.properties).some((index) => isOfDirectory(nodes[index]));
  const properties = new Map(Object.entries(node.properties));
  const annotations = prepareAnnotations(node);

  const annotated: (name: string, ...rest: Parameters<Annotated>) => Member | undefined = (
    name,
    value,
    walk,
    place,
  ) => {
    const key = annotationKey(name);
    if (key === '@removed' && place.removed) return keepRemoved(value);
    const found = key === undefined ? undefined : annotations.get(key);
    return found === undefined ? dropUnknown(name, walk) : found(value, walk, place);
  };

  const appear = prepareAppearance(node, nodes);
  return (value, walk, place) => {
    if (value === null) return null;
    if (!isObject(value)) return wrongType(walk);
    const kept = new Map<string, JsonValue>();
    const type = readsType ? typeOf(value) : undefined;
    const about = isLimited(walk) ? appear(value, type, walk, place) : undefined;
    if (about === 'gone') return undefined;
    const inside = placeInside(type, about);
    for (const [name, member] of value) {
      const property = properties.get(name);
      const found =
        property === undefined
          ? annotated(name, member, walk, place)
          : { name, value: at(property)(member, walk, inside) };
      if (found?.value !== undefined) kept.set(found.name, found.value);
    }
    return kept;
  };
};

/** Chooses the order of an array's items: by a time that they keep, otherwise by token. */
const arrangementOf = ({ item, removed, order }: ArrayNode, keyAt: Linking['keyAt']): Arrange => {
  const ties = removed === true ? byTokenInSequence(keyAt(item)) : byToken(keyAt(item));
  return order === undefined ? ties : byTime(order, ties);
};

const prepareArray = (node: ArrayNode, { at, keyAt }: Linking): Step => {
  const place: Place = { removed: node.removed === true };
  const arrange = arrangementOf(node, keyAt);
  return (value, walk, { ordered, about }) => {
    if (value === null) return null;
    if (!isArray(value)) return wrongType(walk);
    const inside = about === undefined ? place : { ...place, about };
    const items = value.flatMap((item) => {
      const concernsOthers = watchItem(walk);
      const sanitized = at(node.item)(item, walk, inside);
      return sanitized === undefined || concernsOthers() ? [] : [sanitized];
    });
    return ordered === true ? items : arrange(items);
  };
};

const prepareByType = (node: ByTypeNode, at: StepAt): Step => {
  const types = new Map(Object.entries(node.types).map(([name, index]) => [typeKey(name), index]));
  return (value, walk, place) => {
    if (value === null) return null;
    const type = isObject(value) ? typeOf(value) : undefined;
    const chosen = type === undefined ? undefined : types.get(type);
    return chosen === undefined ? wrongType(walk) : at(chosen)(value, walk, place);
  };
};

const prepareKeep = (node: KeepNode, path: string): Step => {
  const fitted = fitFormat(node.format);
  const lost = losesMeaning(node.format);
  const name = `${path} (${node.format.format})`;
  const fits = fitScalar(node.only);
  const goes = prepareGoes(node);
  return (value, walk, place) => {
    if (isObject(value) || isArray(value)) return wrongType(walk);
    if (value !== null && goes(value, walk, place)) return undefined;
    if (typeof value !== 'string') return value === null || fits(value) ? value : wrongType(walk);
    const kept = fitted(value);
    if (kept === undefined) walk.counts.unfitFormats += 1;
    if (kept !== value && lost(kept)) walk.unfit.set(name, (walk.unfit.get(name) ?? 0) + 1);
    return kept;
  };
};

const kindOf = (value: Exclude<JsonValue, null>): Accepts => {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'boolean';
  if (isArray(value)) return 'array';
  return isObject(value) ? 'object' : 'number';
};

type ChooseRun = (type: string | undefined) => ValueFunction;

const always =
  (run: ValueFunction): ChooseRun =>
  () =>
    run;

/** A directory id counts as that of a person or a group only if the object's type shows it. */
const byType = ({ options }: TransformNode, transform: Transform): ChooseRun => {
  const otherwise = transform.compile({ ...options, includeReversible: false });
  const runs = new Map([...directoryKinds].map(([type, of]) => [type, transform.compile({ ...options, of })]));
  return (type) => (type === undefined ? undefined : runs.get(type)) ?? otherwise;
};

const prepareTransform = (node: TransformNode): Step => {
  const transform = transforms.get(node.transform);
  if (transform === undefined) throw new Error(`the plan names the transform ${node.transform}, which does not exist`);
  const accepts = new Set(transform.accepts);
  const run = isOfDirectory(node) ? byType(node, transform) : always(transform.compile(node.options));
  // Omits a redacted property even if it is null, so that its absence doesn't show either.
  const ofNull = node.transform === 'redact' ? undefined : null;
  const goes = identifies(node);
  const isSubject = isSubjectLeaf(node);
  return (value, walk, { type, about }) => {
    if (value === null) return ofNull;
    if (!accepts.has(kindOf(value))) return wrongType(walk);
    if (!isLimited(walk)) return run(type)(value, walk.tools);
    if ((about === 'outsider' && goes) || isUnknownObject(node, type)) return undefined;
    // Nobody can be told by anything but a text.
    if (isSubject && typeof value !== 'string') return undefined;
    const { verdicts } = walk;
    const before = verdicts?.outside;
    const sanitized = run(type)(value, walk.tools);
    return verdicts?.outside === before ? sanitized : undefined;
  };
};

/** Returns the indexes of the nodes that a node refers to. */
export const referencesOf = (node: ResponseNode): readonly number[] => {
  switch (node.node) {
    case 'object':
      return Object.values(node.properties);
    case 'array':
      return [node.item];
    case 'by-type':
      return Object.values(node.types);
    default:
      return [];
  }
};

/**
 * Prepares one node, whose step then runs once per value. `path`: of its property, for the log. Throws on a Plan that `compile`
 * didn't create.
 */
export const prepareNode = (node: ResponseNode, linking: Linking, path = ''): Step => {
  const { at, nodes } = linking;
  switch (node.node) {
    case 'object':
      return prepareObject(node, at, nodes);
    case 'array':
      return prepareArray(node, linking);
    case 'by-type':
      return prepareByType(node, at);
    case 'keep':
      return prepareKeep(node, path);
    case 'transform':
      return prepareTransform(node);
  }
};
