import { anyText, type ReportModel, type ReportRow } from './model.ts';

/** The data that leaves according to the rows of the running rules. It decides which sentences a report may print. */
export type Claims = {
  /** Names, addresses, texts and secrets that leave unchanged, or as any text. `user.department` */
  readonly clear: readonly string[];
  /** Properties that leave as any text, with the reasons of their rules. */
  readonly anyText: readonly { readonly path: string; readonly reason: string | undefined }[];
  /** Quasi-identifiers that people wrote: names of units, titles, places. */
  readonly units: readonly string[];
  /** Plain ids, which anyone with access to the directory can look up. */
  readonly plainIds: readonly string[];
  /** Parts of texts that an expression of the rules selects. */
  readonly byExpression: readonly string[];
  /** Titles of connectors whose rules aren't proven. */
  readonly unproven: readonly string[];
  /** True if a connector has a custom rule file of the organization. */
  readonly ownRules: boolean;
};

const clearClasses = ['direct identifier', 'free text', 'credential'];

const unique = (paths: readonly string[]): readonly string[] => [...new Set(paths)];

/** True for a property that leaves as any text. */
export const isAnyText = ({ form, technique }: ReportRow): boolean => technique === 'none' && form === anyText;

/** True for a name, an address, a text or a secret that leaves unchanged. */
export const isClear = (row: ReportRow): boolean =>
  (row.technique === 'none' && clearClasses.includes(row.class)) || isAnyText(row);

/** Collects the data that leaves according to the rows of all sources. */
export const claimsOf = ({ sources }: Pick<ReportModel, 'sources'>): Claims => {
  const all = sources.flatMap(({ answers }) =>
    answers.flatMap(({ entity, rows }) => rows.map((row) => ({ row, path: `${entity}.${row.path}` }))),
  );
  const where = (test: (row: ReportRow) => boolean): readonly string[] =>
    unique(all.filter(({ row }) => test(row)).map(({ path }) => path));
  return {
    clear: where(isClear),
    anyText: all.filter(({ row }) => isAnyText(row)).map(({ row, path }) => ({ path, reason: row.reason })),
    units: where((row) => row.class === 'quasi identifier' && isAnyText(row)),
    plainIds: where(({ form, class: name }) => form === 'unchanged: a GUID' && name !== 'metadata'),
    byExpression: where(({ form }) => form.includes('listed expression')),
    unproven: sources.flatMap(({ title, acceptUnproven }) => (acceptUnproven === undefined ? [] : [title])),
    ownRules: sources.some(({ ownRules }) => ownRules !== undefined),
  };
};
