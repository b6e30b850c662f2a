export type GraphVersion = 'v1.0' | 'beta';

/** A property as Microsoft declares it. */
export type GraphProperty = {
  /** A Graph name (`dateTimeTimeZone`), or `string`, `number`, `boolean`, `any`. Of the item, where `collection`. */
  readonly type: string;
  readonly collection: boolean;
  /** Comes only with `$expand` or from a path of its own, and can't be selected. */
  readonly navigation: boolean;
};

export type GraphType = {
  readonly kind: 'entity' | 'complex' | 'enum';
  readonly base?: string;
  /** Instances may carry properties that the type does not declare. */
  readonly open?: boolean;
  /** Own properties, not those of the base. Null-prototype. */
  readonly properties: Readonly<Record<string, GraphProperty>>;
  /** Members of an enum. */
  readonly members?: readonly string[];
  /** Types whose base this is; only the direct ones. */
  readonly derived: readonly string[];
};

/**
 * By Graph name without `microsoft.graph.` (`event`, `callRecords.session`), for each version of the API. The records
 * have no prototype, so that any text may be looked up.
 */
export type TypeIndex = Readonly<Record<GraphVersion, Readonly<Record<string, GraphType>>>>;

/** What a property can tell about people. */
export const privacyClasses = [
  'direct-identifier',
  'quasi-identifier',
  'free-text',
  'opaque-id',
  'metadata',
  'credential',
  'container',
] as const;

export type PrivacyClass = (typeof privacyClasses)[number];

/** Formats that a rule may ask of a kept string; `identifier` stands with an enum or `values`. */
export const keepFormats = [
  'identifier',
  'date-time',
  'date',
  'time',
  'duration',
  'guid',
  'language',
  'time-zone',
  'mime-type',
  'file-extension',
] as const;

/** Formats that a judgement may hold a kept string to; `pattern` stands with a `pattern`. */
export const privacyFormats = [...keepFormats, 'pattern'] as const;

export type PrivacyFormat = (typeof privacyFormats)[number];

/** Numbers that a property can hold: integers of 32 or 64 bits, or at most 15 digits before and 17 behind the point. */
export const numberRanges = ['int32', 'int64', 'decimal'] as const;

export type NumberRange = (typeof numberRanges)[number];

/** What the project decided about one property. */
export type PrivacyEntry = {
  readonly class: PrivacyClass;
  /** For strings that may be kept. A string without a format is dropped by a plain `keep`. */
  readonly format?: PrivacyFormat;
  /** The words that a string of format `identifier` may be, where Microsoft has no enum. */
  readonly values?: readonly string[];
  /** A JavaScript regular expression that the whole string must fit, where the format is `pattern`. */
  readonly pattern?: string;
  /** The numbers that can stand there. @default decimal */
  readonly number?: NumberRange;
  /** What a pseudonym of the property is of, where a rule doesn't say: a kind of docs/reference/kinds.md. */
  readonly kind?: string;
  /** What the property holds (`string`, `string[]`, `identity`), where the service returns it though the type lacks it. */
  readonly undeclared?: string;
  readonly note?: string;
};

/** By declaring type, then property. The records have no prototype. */
export type PrivacyTable = Readonly<Record<string, Readonly<Record<string, PrivacyEntry>>>>;
