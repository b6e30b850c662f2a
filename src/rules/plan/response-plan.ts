import type { Options, PatternPlan } from '../../plan/index.ts';

/** The sanitized shape of an allow-list endpoint's answer. */
export type AllowListResponse = {
  readonly form: 'allow-list';
  /** `collection` is `{value: [entity]}` with paging links; `delta` adds delta links and `@removed`. */
  readonly shape: 'entity' | 'collection' | 'delta';
  /** Index into `plan.nodes` of the entity's node. */
  readonly root: number;
  /** Of a list: how its items are written. */
  readonly order?: TimeOrder;
  /** An item, or a single entity, whose upstream properties equal all of these is dropped whole. Never empty. */
  readonly dropItems?: readonly DroppedValue[];
};

/**
 * Writes items by a time that each of them keeps at full precision, items of one time by token. Absent: all by token, so
 * that the upstream order, which can follow names, tells nothing.
 */
export type TimeOrder = {
  /** Property names from the item to the time: `['start', 'dateTime']`. */
  readonly path: readonly string[];
  readonly descending: boolean;
};

/** A property of an upstream item and the value that it drops the item with. */
export type DroppedValue = { readonly property: string; readonly value: string | boolean };

/** The treatment of one value; numbers are indexes into `plan.nodes`, so that definitions may refer to themselves. */
export type ResponseNode = ObjectNode | ArrayNode | ByTypeNode | KeepNode | TransformNode;

/** An object: what `properties` names goes on, everything else is dropped. Written in the upstream document's order. */
export type ObjectNode = {
  readonly node: 'object';
  readonly properties: Readonly<Record<string, number>>;
  /**
   * Names that `@odata.type` may carry, as they are written (`#microsoft.graph.user`); compared ignoring ASCII case,
   * with and without `#`. Absent: the annotation is dropped.
   */
  readonly types?: readonly string[];
  /** Named array properties of which `<name>@odata.nextLink` is sealed. */
  readonly links: readonly string[];
};

/**
 * An array. `removed`: items may carry `@removed` (`members@delta`), of which the reason is kept, and items of one id keep
 * their sequence.
 */
export type ArrayNode = {
  readonly node: 'array';
  readonly item: number;
  readonly removed?: true;
  readonly order?: TimeOrder;
};

/** Chooses by `@odata.type`; a type that is not listed, or none, drops the object. Keys as `#microsoft.graph.user`. */
export type ByTypeNode = { readonly node: 'by-type'; readonly types: Readonly<Record<string, number>> };

/**
 * A string passes if it fits the format; otherwise it is dropped. `only` is Microsoft's type, so that a number that
 * names somebody (a telephone's) can't pass in place of text or a boolean; without it, booleans and decimal numbers
 * pass.
 */
export type KeepNode = {
  readonly node: 'keep';
  readonly format: FormatPlan;
  readonly only?: 'text' | 'boolean' | 'int32' | 'int64' | 'decimal';
};

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
  /** A member passes; another word (letters, digits, `_`, 64 at most) is written as `unknownFutureValue`. */
  | { readonly format: 'identifier'; readonly members: readonly string[] }
  /** The whole string fits the pattern. */
  | { readonly format: 'pattern'; readonly pattern: PatternPlan }
  /** Any string: the rule gives a reason. */
  | { readonly format: 'any' }
  /** No string at all: numbers and booleans only. */
  | { readonly format: 'none' };
