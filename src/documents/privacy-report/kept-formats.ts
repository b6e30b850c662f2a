import { type Block, code, paragraph, subheading, type Text, table } from '../render/blocks.ts';
import { foldPaths } from './fold-paths.ts';
import type { ReportModel } from './model.ts';

const told: Readonly<Record<string, string>> = {
  'as it is: a word of a list':
    'only words of Microsoft’s enumerations, or of a list that the project wrote; any other becomes “unknownFutureValue”',
  'as it is: a time': 'only a date and time in ISO 8601',
  'as it is: a day': 'only a date in ISO 8601',
  'as it is: a time of day': 'only a time of day in ISO 8601',
  'as it is: a duration': 'only a duration in ISO 8601',
  'as it is: a GUID': 'only 32 hexadecimal digits in groups; identifies a thing in the tenant',
  'as it is: a language': 'only a language tag such as en-US',
  'as it is: a time zone': 'only names of IANA’s and Windows’ lists of time zones',
  'as it is: a kind of file': 'only a type and subtype of a published list',
  'as it is: a file extension': 'only an extension of a published list',
  'as it is: fits a pattern':
    'only what an expression of the rules describes, such as two capital letters for a country',
  'as it is: the name of a type': 'only names of Microsoft’s own types, written from a list',
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
    return paths.length === 0 ? [] : [[[form.replace('as it is: ', '')], [passes], shortened(paths)]];
  });
  if (rows.length === 0) return [];
  return [
    subheading('Texts that are kept because they fit a format'),
    paragraph('A text leaves as it is only where it fits its format; any other text at the same place is dropped.'),
    table(['Format', 'What passes', 'Where'], rows),
  ];
};
