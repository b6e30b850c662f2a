import type { NeededPermission } from '../../connectors/index.ts';
import type { NarrowerPermission, SourceFacts } from '../model.ts';

/** Treatment of a line of an example: it leaves unchanged, in another form, or not at all. */
export type LineMark = 'kept' | 'changed' | 'gone';

/** A line of a document, with its replacement if it changes. */
export type MarkedLine = { readonly mark: LineMark; readonly text: string; readonly after?: string };

/** A property that leaves in some form. */
export type ReportRow = {
  readonly path: string;
  readonly type: string;
  /** `direct identifier`, `metadata` … */
  readonly class: string;
  /** `pseudonymize, reversible`, `keep: date-time`. */
  readonly form: string;
  readonly technique: TechniqueName;
  /** Why any text is kept, in the words of the rule. */
  readonly reason?: string;
};

/** Properties that leave in no form, by class. */
export type DroppedClass = { readonly class: string; readonly paths: readonly string[] };

/** The outcome of each property of one type of answer. */
export type ReportAnswer = {
  readonly entity: string;
  readonly endpoints: readonly string[];
  /** How many properties Microsoft declares for it, nested ones included. */
  readonly declared: number;
  readonly rows: readonly ReportRow[];
  readonly dropped: readonly DroppedClass[];
  /** Places that are treated like another one; `like` is empty for the item itself. */
  readonly alike: readonly { readonly path: string; readonly like: string }[];
};

/** How many of its declared properties leave in no form. A place of several types declares a path once for each. */
export const neverLeave = ({ declared, rows }: Pick<ReportAnswer, 'declared' | 'rows'>): number =>
  declared - rows.length;

/** One answer of Graph and the tool's reply. */
export type ReportExample = {
  readonly shows: string;
  readonly call: string;
  readonly lines: readonly MarkedLine[];
};

export type ReportSource = Pick<SourceFacts, 'title' | 'summary' | 'availability'> & {
  readonly name: string;
  readonly variants: readonly string[];
  readonly extras: readonly string[];
  /** Why rules that do not prove are used all the same. */
  readonly acceptUnproven?: string | undefined;
  /** The rules are a file of the organization's own. */
  readonly ownRules?: boolean;
  /** Hash of the rules, which every reply carries. */
  readonly rulesHash: string;
  readonly permissions: readonly NeededPermission[];
  readonly narrower: readonly NarrowerPermission[];
  readonly endpoints: number;
  readonly answers: readonly ReportAnswer[];
  readonly example?: ReportExample | undefined;
};

/** The deployment, if there is one. */
export type ReportDeployment = {
  readonly environment: string;
  readonly tenantId: string;
  readonly cloud: string;
  readonly account: string;
  readonly region: string;
  readonly keyring: string;
  readonly key: string;
  readonly keysRole: string;
  readonly callers: readonly string[];
  readonly logRetentionDays: number;
};

/** The data of the report. */
export type ReportModel = {
  readonly version: string;
  /** `2026-03-02` */
  readonly date: string;
  /** Packages of Microsoft's types that the rules were verified against. */
  readonly types: readonly string[];
  readonly deployment?: ReportDeployment | undefined;
  readonly sources: readonly ReportSource[];
};

/** Techniques, as ISO/IEC 20889 names them; `none` for data that leaves as it is. */
export type TechniqueName =
  | 'masking'
  | 'local-suppression'
  | 'pseudonymization'
  | 'deterministic-encryption'
  | 'rounding'
  | 'generalization'
  | 'none';
