import type { Options, PatternPlan } from '../../plan/index.ts';

/** The sanitized shape of an allow-list endpoint's response. */
export type AllowListResponse = {
  readonly form: 'allow-list';
  /**
   * `collection` is `{value: [entity]}` with paging links; `delta` adds delta links and `@removed`. `count` is the number of
   * entities as text.
   */
  readonly shape: 'entity' | 'collection' | 'delta' | 'count';
  /** Index into `plan.nodes` of the entity's node; for `count`, of the number's. */
  readonly root: number;
  /** The sort order of a list's items. */
  readonly order?: TimeOrder;
  /** Drops an item, or a single entity, whose upstream properties equal all of these. Never empty. */
  readonly dropItems?: readonly DroppedValue[];
};

/**
 * Sorts items by a time that each of them keeps at full precision, and items with the same time by token. Absent: sorts
 * all by token, so that the upstream order, which can follow names, reveals nothing.
 */
export type TimeOrder = {
  /** Property names from the item to the time: `['start', 'dateTime']`. */
  readonly path: readonly string[];
  readonly descending: boolean;
};

/** A property of an upstream item, and a value that causes the item to be dropped. */
export type DroppedValue = { readonly property: string; readonly value: string | boolean };

/** The treatment of one value. Numbers are indexes into `plan.nodes`, so that definitions may refer to themselves. */
export type ResponseNode = ObjectNode | ArrayNode | ByTypeNode | KeepNode | TransformNode;

/**
 * An object: properties in `properties` are processed, all others are dropped. Written in the order of the upstream
 * document.
 */
export type ObjectNode = {
  readonly node: 'object';
  readonly properties: Readonly<Record<string, number>>;
  /**
   * Allowed values of `@odata.type` as they are written (`#microsoft.graph.user`), compared ignoring ASCII case, with
   * and without `#`. Absent: the annotation is dropped.
   */
  readonly types?: readonly string[];
  /** Names of array properties whose `<name>@odata.nextLink` is sealed. */
  readonly links: readonly string[];
  /**
   * A person or a group, named by its own id: a caller that is limited to a group gets it whole or not at all. Absent for an
   * object that only mentions people, such as an attendee.
   */
  readonly record?: true;
  /**
   * Something in the place of somebody else, whom `shared.owner` names. A caller that is limited to a group gets its ids if the
   * owner is in the group.
   */
  readonly foreign?: true;
};

/**
 * An array. `removed`: items may carry `@removed` (`members@delta`), whose reason is kept, and items with the same id
 * keep their sequence.
 */
export type ArrayNode = {
  readonly node: 'array';
  readonly item: number;
  readonly removed?: true;
  readonly order?: TimeOrder;
};

/**
 * Chooses a node by `@odata.type`. An unlisted or missing type drops the object. Keys have the form
 * `#microsoft.graph.user`.
 */
export type ByTypeNode = { readonly node: 'by-type'; readonly types: Readonly<Record<string, number>> };

/**
 * Keeps a string that matches the format and drops others. `only` is Microsoft's type, so that a number that identifies
 * somebody (a phone number) can't pass as a text or boolean. Without it, booleans and decimal numbers pass.
 */
export type KeepNode = {
  readonly node: 'keep';
  readonly format: FormatPlan;
  readonly only?: 'text' | 'boolean' | 'int32' | 'int64' | 'decimal';
  readonly reveals?: Revealed;
};

/**
 * How much a kept value can tell about people: it decides whether limited callers get the value. Absent: nothing.
 * `of`: it is an id or an address of this kind; `anySubject` if the kind isn't known. `name`: it names whoever the object around it
 * is about, so that somebody in there has to be in the group. `detail`: it goes only with somebody outside.
 */
export type Revealed = { readonly of: string } | 'name' | 'detail';

export type TransformNode = { readonly node: 'transform'; readonly transform: string; readonly options: Options };

/** The format of a kept string. */
export type FormatPlan =
  | {
      readonly format:
        | 'date-time'
        | 'date'
        | 'time'
        | 'duration'
        | 'guid'
        | 'language'
        | 'time-zone'
        | 'mime-type'
        | 'file-extension';
    }
  /** A member passes; any other word (letters, digits, `_`, at most 64) becomes `unknownFutureValue`. */
  | { readonly format: 'identifier'; readonly members: readonly string[] }
  /**
   * A string that is a member, or a member and a dot and more, becomes the longest such member; the rest is cut. Compared
   * ignoring ASCII case.
   */
  | { readonly format: 'prefix'; readonly members: readonly string[] }
  /** The whole string must match the pattern. */
  | { readonly format: 'pattern'; readonly pattern: PatternPlan }
  /** Any string. The rule gives a reason. */
  | { readonly format: 'any' }
  /** Only numbers and booleans, no strings. */
  | { readonly format: 'none' };
