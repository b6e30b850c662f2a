import type { Position } from '../../diagnostics/index.ts';
import type { YamlNode } from '../../yaml/index.ts';

/** A value with its position in the file. */
export type Located<T> = { readonly value: T; readonly position: Position };

/** A value with the position of its key. */
export type Entry<T> = { readonly keyPosition: Position; readonly value: T };

export type Entries<T> = ReadonlyMap<string, Entry<T>>;

/** A parsed rule file of the allow-list form. Parts that couldn't be parsed are reported and left out. */
export type RuleFile = {
  readonly position: Position;
  readonly summary?: Located<string>;
  readonly adds?: Located<boolean>;
  readonly endpoints: readonly EndpointRule[];
  /** Endpoints of shared files have names, by which `$ref` finds them. */
  readonly namedEndpoints: Entries<EndpointRule>;
  readonly definitions: Entries<ResponseRule>;
  readonly lists: Entries<readonly Located<string>[]>;
  /** By type and property: the reason why rules name a property that the type lacks. */
  readonly undeclared: Entries<Entries<Located<string>>>;
};

export type EndpointRule = {
  readonly position: Position;
  readonly $ref?: Located<string>;
  readonly adds?: Located<boolean>;
  /** In an overlay: the base's endpoint isn't served. */
  readonly removed?: Located<boolean>;
  readonly pathTemplate?: Located<string>;
  readonly entity?: Located<string>;
  readonly collection?: Located<boolean | 'delta' | 'count'>;
  readonly pathParameterSchemas?: Entries<ValueRule>;
  readonly queryParamSchemas?: Entries<QueryRule>;
  readonly allowedRequestHeaders?: Located<readonly Located<string>[]>;
  readonly preferences?: Located<readonly Located<string>[]>;
  readonly response?: ResponseRule;
  /** `start/dateTime`, `receivedDateTime desc`, or `token`, which is the order of a list that names none. */
  readonly order?: Located<string>;
  readonly dropItems?: Entries<Located<string | boolean>>;
  /** Keys whose values couldn't be read, which was reported. */
  readonly unread?: ReadonlySet<string>;
};

/** Conditions on a path parameter, a query value or a placeholder. */
export type ValueRule = {
  readonly position: Position;
  readonly type?: Located<string>;
  readonly kind?: Located<string>;
  readonly format?: Located<string>;
  readonly minimum?: Located<number>;
  readonly maximum?: Located<number>;
  readonly enum?: Located<readonly Located<string>[]>;
  readonly pattern?: Located<string>;
  readonly ignoreCase?: Located<boolean>;
  /** Alternatives: a word of a list, or a date. */
  readonly oneOf?: Located<readonly ValueRule[]>;
};

export type QueryRule = ValueRule & {
  /** In an overlay: the base's parameter is refused. */
  readonly removed?: true;
  readonly required?: Located<boolean>;
  /** `$select: { properties: kept }` */
  readonly properties?: Located<string>;
  readonly notSelectable?: Located<readonly Located<string>[]>;
  readonly onRequest?: Located<readonly Located<string>[]>;
  /** `$filter`: the allowed comparisons by property path. */
  readonly comparisons?: Entries<ComparisonRule>;
  readonly forms?: Located<readonly Located<string>[]>;
  readonly holes?: Entries<ValueRule>;
};

/** The comparisons of one property in `$filter`. */
export type ComparisonRule = ValueRule & {
  /** In an overlay: the base's comparison is refused. */
  readonly removed?: true;
  readonly operators?: Located<readonly Located<string>[]>;
  readonly quoted?: Located<boolean>;
};

/** The treatment of one value of a response. */
export type ResponseRule = WrittenRule | OverlaidRule;

export type WrittenRule = ObjectRule | ArrayRule | ByTypeRule | KeepRule | KeepAllRule | TransformRule;

export type ObjectRule = {
  readonly rule: 'object';
  readonly position: Position;
  /** `$ref`: the named rule, with `properties` merged over it. */
  readonly ref?: Located<string>;
  readonly adds?: Located<boolean>;
  /** `$order` of an item: the order of the list that it belongs to. */
  readonly order?: Located<string>;
  /** In an overlay: the properties that stay; all others are dropped. */
  readonly only?: Located<readonly Located<string>[]>;
  readonly properties: Entries<ResponseRule>;
};

export type ArrayRule = { readonly rule: 'array'; readonly position: Position; readonly item: ResponseRule };

export type ByTypeRule = {
  readonly rule: 'by-type';
  readonly position: Position;
  readonly types: Entries<ResponseRule>;
};

/** `keep` or `!<keep> { … }` */
export type KeepRule = {
  readonly rule: 'keep';
  readonly position: Position;
  readonly format?: Located<string>;
  readonly pattern?: Located<string>;
  readonly ignoreCase?: Located<boolean>;
  /** Words of the format `identifier`: texts, or `{ $list: name }`. */
  readonly values?: YamlNode;
  readonly reason?: Located<string>;
};

export type KeepAllRule = { readonly rule: 'keep-all'; readonly position: Position };

/** `!<name> { options }`; the options are parsed once the transform and the lists are known. */
export type TransformRule = {
  readonly rule: 'transform';
  readonly position: Position;
  readonly name: string;
  readonly options: Entries<YamlNode>;
  /** The reason for keeping words that name people or something sensitive. Printed in the proof and the report. */
  readonly reason?: Located<string>;
};

/** A rule with an overlay applied to it; the result of merging, never written in a file. */
export type OverlaidRule = {
  readonly rule: 'overlaid';
  readonly position: Position;
  readonly base: ResponseRule;
  readonly over: ResponseRule;
  /** Allows the overlay to add names that the base lacks. */
  readonly adds: boolean;
};
