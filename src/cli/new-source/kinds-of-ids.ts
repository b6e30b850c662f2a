import {
  findPrivacy,
  type GraphVersion,
  pathIndex,
  pathSegments,
  privacyTable,
  typeIndex,
} from '../../graph-types/index.ts';
import { isKindName, isValueKindName } from '../../plan/index.ts';

/** Kinds that the rules of a new source need. */
export type KindsOfIds = {
  /** The kind of the response items' ids. */
  readonly kind: string;
  /** By parameter of the path. */
  readonly parameterKinds: ReadonlyMap<string, string>;
  /** Those that no built-in kind describes, with what their values identify. */
  readonly declared: ReadonlyMap<string, string>;
};

/** `plannerTask` in words joined by hyphens. */
const hyphenated = (name: string): string =>
  name
    .replace(/^.*\./, '')
    .replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`)
    .toLowerCase();

/** Returns the kind of a type's ids in the privacy table; undefined if the type doesn't have a separate one. */
const knownKind = (type: string, version: GraphVersion): string | undefined => {
  const kind = findPrivacy(typeIndex[version], privacyTable, type, 'id')?.kind;
  return kind === undefined || kind === 'other-id' || !isValueKindName(kind) ? undefined : kind;
};

/** `userId` is a `user-id`, `chatMessageId` a `chat-message-id`. */
const namedKind = (parameter: string): string | undefined => {
  const words = hyphenated(parameter);
  return isKindName(words) && words !== 'other-id' ? words : undefined;
};

/** The type of the one item that a path names. */
const typeOfItem = (path: string, version: GraphVersion): string | undefined => {
  const found = pathIndex.resolve(version, pathSegments(path));
  return found === undefined || found.collection ? undefined : found.type;
};

/**
 * Returns the kinds of a response's ids and of a path's parameters: built-in ones if Microsoft's types and the privacy
 * table determine them, otherwise kinds for the source to declare, named after the type.
 */
export const kindsOfIds = (entity: string, pathTemplate: string, version: GraphVersion): KindsOfIds => {
  const declared = new Map<string, string>();
  const declare = (name: string, words: string): string => {
    const kind = name.endsWith('-id') ? name : `${name}-id`;
    declared.set(kind, words);
    return kind;
  };
  const ofType = (type: string): string =>
    knownKind(type, version) ?? declare(hyphenated(type), `an id of Microsoft's type ${type}`);
  const segments = pathTemplate.split('/');
  const parameters = segments.flatMap((segment, index): readonly (readonly [string, string])[] => {
    const [, name] = /^\{([A-Za-z]+)\}$/.exec(segment) ?? [];
    if (name === undefined) return [];
    const type = typeOfItem(segments.slice(0, index + 1).join('/'), version);
    const kind = namedKind(name) ?? (type === undefined ? undefined : ofType(type));
    return [[name, kind ?? declare(hyphenated(name), `the value of ${name} in the path`)]];
  });
  return { kind: ofType(entity), parameterKinds: new Map(parameters), declared };
};
