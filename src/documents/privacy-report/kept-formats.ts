import { type Block, code, paragraph, subheading, type Text, table } from '../render/blocks.ts';
import { foldPaths } from './fold-paths.ts';
import type { ReportModel } from './model.ts';

const told: Readonly<Record<string, string>> = {
  'unchanged: a word of a list':
    'only words of Microsoft’s enumerations or of a list in the project; any other becomes “unknownFutureValue”',
  'unchanged: a time': 'only a date and time in ISO 8601',
  'unchanged: a day': 'only a date in ISO 8601',
  'unchanged: a time of day': 'only a time of day in ISO 8601',
  'unchanged: a duration': 'only a duration in ISO 8601',
  'unchanged: a GUID': 'only 32 hexadecimal digits in groups; identifies an object in the tenant',
  'unchanged: a language': 'only a language tag such as en-US',
  'unchanged: a time zone': 'only names of IANA’s and Windows’ lists of time zones',
  'unchanged: a kind of file': 'only a type and subtype of a published list',
  'unchanged: a file extension': 'only an extension of a published list',
  'unchanged: matches a pattern':
    'only texts that match an expression of the rules, such as two capital letters for a country',
  'unchanged: the name of a type': 'only names of Microsoft’s own types, written from a list',
};

const mostShown = 12;

const shortened = (paths: readonly string[]): Text => {
  const folded = foldPaths(paths);
  const rest = folded.length - mostShown;
  return [
    ...folded.slice(0, mostShown).flatMap((path, index) => [index === 0 ? '' : ', ', code(path)]),
    ...(rest > 0 ? [` and ${rest} more`] : []),
  ];
};

/** Formats of kept texts, and their places. */
export const keptFormats = ({ sources }: ReportModel): readonly Block[] => {
  const byForm = new Map<string, Set<string>>();
  for (const { answers } of sources)
    for (const { entity, rows } of answers)
      for (const { form, path, type } of rows) {
        if (told[form] === undefined || /^(?:number|boolean)/.test(type)) continue;
        byForm.set(form, (byForm.get(form) ?? new Set()).add(`${entity}.${path}`));
      }
  const rows = Object.entries(told).flatMap(([form, passes]): readonly (readonly Text[])[] => {
    const paths = [...(byForm.get(form) ?? [])];
    return paths.length === 0 ? [] : [[[form.replace('unchanged: ', '')], [passes], shortened(paths)]];
  });
  if (rows.length === 0) return [];
  return [
    subheading('Texts that are kept because they match a format'),
    paragraph('A text leaves unchanged only if it matches its format; any other text in the same property is dropped.'),
    table(['Format', 'Accepted texts', 'Properties'], rows),
  ];
};
