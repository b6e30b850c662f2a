export type GraphVersion = 'v1.0' | 'beta';

/** A property in Microsoft's declaration. */
export type GraphProperty = {
  /**
   * A Graph name (`dateTimeTimeZone`), or `string`, `number`, `boolean`, `any`. For a `collection`, the type of its
   * items.
   */
  readonly type: string;
  readonly collection: boolean;
  /** Available only with `$expand` or from a separate path, and can't be selected. */
  readonly navigation: boolean;
};

export type GraphType = {
  readonly kind: 'entity' | 'complex' | 'enum';
  readonly base?: string;
  /** Instances may have undeclared properties. */
  readonly open?: boolean;
  /** Own properties, without inherited ones. Null-prototype. */
  readonly properties: Readonly<Record<string, GraphProperty>>;
  /** Members of an enum. */
  readonly members?: readonly string[];
  /** Direct subtypes. */
  readonly derived: readonly string[];
};

/**
 * Types by Graph name without `microsoft.graph.` (`event`, `callRecords.session`), for each version of the API. The
 * records have no prototype, so that any text is safe to look up.
 */
export type TypeIndex = Readonly<Record<GraphVersion, Readonly<Record<string, GraphType>>>>;

/** Classes of properties by the information that they can reveal about people. */
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

/** Formats that a rule may require of a kept string. `identifier` needs an enum or `values`. */
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

/** Formats that a judgement may require of a kept string. `pattern` needs a `pattern`, `prefix` needs `values`. */
export const privacyFormats = [...keepFormats, 'pattern', 'prefix'] as const;

export type PrivacyFormat = (typeof privacyFormats)[number];

/**
 * Ranges of numbers: integers of 32 or 64 bits, or decimals with at most 15 digits before and 17 after the decimal
 * point.
 */
export const numberRanges = ['int32', 'int64', 'decimal'] as const;

export type NumberRange = (typeof numberRanges)[number];

/** The project's decision about one property. */
export type PrivacyEntry = {
  readonly class: PrivacyClass;
  /** The format of strings that may be kept. A plain `keep` drops a string without a format. */
  readonly format?: PrivacyFormat;
  /** The allowed words for format `identifier` if Microsoft has no enum, or the allowed beginnings for format `prefix`. */
  readonly values?: readonly string[];
  /** A JavaScript regular expression that the whole string must match, for format `pattern`. */
  readonly pattern?: string;
  /** The range of numbers that the property can hold. @default decimal */
  readonly number?: NumberRange;
  /** The kind of the property's pseudonym if a rule doesn't set one; see docs/reference/kinds.md. */
  readonly kind?: string;
  /**
   * The property's type (`string`, `string[]`, `identity`) if the service returns the property although Microsoft's
   * type lacks it.
   */
  readonly undeclared?: string;
  readonly note?: string;
};

/** Entries by declaring type, then property. The records have no prototype. */
export type PrivacyTable = Readonly<Record<string, Readonly<Record<string, PrivacyEntry>>>>;
