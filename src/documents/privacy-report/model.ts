import type { NarrowerPermission, NeededPermission } from '../../connectors/index.ts';
import type { CallerPeople } from '../caller-people.ts';
import type { SourceFacts } from '../model.ts';
import type { RegisteredTools } from '../registered-tools.ts';

/** The form of a property of which any text leaves. */
export const anyText = 'unchanged: any text';

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
  /** The rule's reason for keeping any text. */
  readonly reason?: string;
};

/** Properties that leave in no form, by class. */
export type DroppedClass = { readonly class: string; readonly paths: readonly string[] };

/** The treatment of each property of one response type. */
export type ReportAnswer = {
  readonly entity: string;
  readonly endpoints: readonly string[];
  /** Number of properties that Microsoft declares for it, including nested ones. */
  readonly declared: number;
  readonly rows: readonly ReportRow[];
  readonly dropped: readonly DroppedClass[];
  /** Places with the same treatment as another one; `like` is empty for the item itself. */
  readonly alike: readonly { readonly path: string; readonly like: string }[];
};

/** Number of declared properties that leave in no form. A place with several types declares a path once for each. */
export const neverLeave = ({ declared, rows }: Pick<ReportAnswer, 'declared' | 'rows'>): number =>
  declared - rows.length;

/** One response of Graph and the tool's reply. */
export type ReportExample = {
  readonly shows: string;
  readonly call: string;
  readonly lines: readonly MarkedLine[];
};

/** An endpoint of a rule file of one's own, and what calls may ask of it. */
export type OwnRulesEndpoint = { readonly path: string; readonly asks: readonly string[] };

/** Everything that a rule file of one's own decides by. */
export type OwnRules = {
  readonly endpoints: readonly OwnRulesEndpoint[];
  readonly expressions: readonly string[];
  readonly lists: readonly string[];
  readonly reasons: readonly { readonly property: string; readonly reason: string }[];
};

/** The reason for a variant or an extra. `date`: `2026-03-02`. */
export type ReportChoice = { readonly name: string; readonly reason: string; readonly date: string };

export type ReportSource = Pick<SourceFacts, 'title' | 'summary' | 'availability'> & {
  readonly name: string;
  readonly variants: readonly string[];
  readonly extras: readonly string[];
  /** The reason for using rules that aren't proven. */
  readonly acceptUnproven?: string | undefined;
  /** The contents of a rule file of the organization's own, where one is in use. */
  readonly ownRules?: OwnRules | undefined;
  /** Why variants and extras were chosen, in the deployer's words. */
  readonly choices?: readonly ReportChoice[];
  /** Hash of the rules, which every reply includes. */
  readonly rulesHash: string;
  readonly permissions: readonly NeededPermission[];
  /** Narrower permissions in use. */
  readonly narrowed: readonly NarrowerPermission[];
  /** Narrower permissions that could be used too. */
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
  /** The oldest version of TLS in requests to Microsoft. */
  readonly minimumTls: '1.3' | '1.2';
  readonly account: string;
  readonly region: string;
  readonly keyring: string;
  readonly key: string;
  readonly keysRole: string;
  readonly callers: readonly CallerPeople[];
  /** Least number of people in a group that a caller is limited to. */
  readonly leastGroupSize: number;
  readonly logRetentionDays: number;
  /** Undefined if there are none. */
  readonly tools: RegisteredTools | undefined;
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

/** Technique names of ISO/IEC 20889; `none` for data that leaves unchanged. */
export type TechniqueName =
  | 'masking'
  | 'local-suppression'
  | 'pseudonymization'
  | 'deterministic-encryption'
  | 'rounding'
  | 'generalization'
  | 'none';
