import type { Proof, ProofRow } from '../../proof/index.ts';
import { alikeEndpoints } from '../../proof/index.ts';
import { anyText, type DroppedClass, type ReportAnswer, type ReportRow, type TechniqueName } from './model.ts';

const byTransform: Readonly<Record<string, TechniqueName>> = {
  pseudonymize: 'pseudonymization',
  pseudonymizeEmailHeader: 'pseudonymization',
  pseudonymizeRegexMatches: 'pseudonymization',
  hashIp: 'pseudonymization',
  tokenize: 'deterministic-encryption',
  encryptIp: 'deterministic-encryption',
  truncateTime: 'rounding',
  bucket: 'rounding',
  textDigest: 'generalization',
  countOnly: 'generalization',
  keepHost: 'generalization',
};

/** Returns the technique of a property that leaves in some form. */
const techniqueOf = ({ disposition, how }: ProofRow): TechniqueName => {
  if (disposition === 'kept') return 'none';
  const [transform = '', ...options] = how.split(', ');
  if (options.includes('reversible')) return 'deterministic-encryption';
  return byTransform[transform] ?? 'local-suppression';
};

const formatWords: Readonly<Record<string, string>> = {
  'as it is': 'unchanged',
  'date-time': 'unchanged: a time',
  date: 'unchanged: a day',
  time: 'unchanged: a time of day',
  duration: 'unchanged: a duration',
  identifier: 'unchanged: a word of a list',
  prefix: 'its beginning: a word of a list',
  guid: 'unchanged: a GUID',
  language: 'unchanged: a language',
  'time-zone': 'unchanged: a time zone',
  'mime-type': 'unchanged: a kind of file',
  'file-extension': 'unchanged: a file extension',
  'any text': anyText,
};

const transformWords: Readonly<Record<string, string>> = {
  pseudonymize: 'pseudonym',
  pseudonymizeEmailHeader: 'pseudonyms',
  pseudonymizeRegexMatches: 'pseudonyms of its parts',
  tokenize: 'token that the tool can use in calls',
  textDigest: 'its length and word count',
  countOnly: 'its size',
  keepHost: 'its host name',
  redactExceptPhrases: 'its listed phrases',
  redactExceptSubstringsMatchingRegexes: 'the part that a listed expression matches',
  filterTokenByRegex: 'the words that a listed expression matches',
  bucket: 'a range',
};

/** Describes a treatment for people who don't know the rule language. */
const formOf = ({ disposition, how }: ProofRow): string => {
  if (disposition === 'kept')
    return (
      formatWords[how] ?? (how.startsWith('one of ') ? 'unchanged: the name of a type' : 'unchanged: matches a pattern')
    );
  const [transform = '', ...options] = how.split(', ');
  if (transform === 'truncateTime') return `its ${options[0] ?? 'day'}`;
  const words = transformWords[transform] ?? transform;
  const told = options.map((option) => (option === 'reversible' ? 'that the tool can use in calls' : option));
  return [words, ...told].join(told[0]?.startsWith('that') ? ' ' : ', ');
};

const leaves = ({ disposition }: ProofRow): boolean =>
  disposition === 'kept' || disposition === 'pseudonymized' || disposition === 'transformed';

const className = (row: ProofRow): string => row.class.replaceAll('-', ' ');

const rowOf = (row: ProofRow): ReportRow => ({
  path: row.path,
  type: row.type,
  class: className(row),
  form: formOf(row),
  technique: techniqueOf(row),
  ...(row.reason !== undefined && { reason: row.reason }),
});

/** Most revealing first. */
const order = [
  'direct identifier',
  'free text',
  'credential',
  'quasi identifier',
  'opaque id',
  'metadata',
  'not judged',
  'container',
];

const droppedClasses = (rows: readonly ProofRow[]): readonly DroppedClass[] =>
  order.flatMap((name) => {
    const paths = rows
      .filter((row) => row.disposition === 'dropped' && className(row) === name)
      .map(({ path }) => path);
    return paths.length === 0 ? [] : [{ class: name, paths: [...new Set(paths)] }];
  });

/** Lists the treatment of each property of each response type, for people. */
export const reportAnswers = ({ endpoints }: Proof): readonly ReportAnswer[] =>
  alikeEndpoints(endpoints.filter(({ entity }) => entity !== undefined)).map(({ first, all }) => ({
    entity: first.entity ?? '',
    endpoints: all.map(({ pathTemplate }) => pathTemplate),
    declared: first.rows.filter((row) => leaves(row) || row.disposition === 'dropped').length,
    rows: first.rows.filter(leaves).map(rowOf),
    dropped: droppedClasses(first.rows),
    alike: first.rows.flatMap(({ path, disposition, sameAs }) =>
      disposition === 'as-before' ? [{ path, like: sameAs ?? '' }] : [],
    ),
  }));
