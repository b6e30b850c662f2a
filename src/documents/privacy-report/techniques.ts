import { type Block, heading, paragraph, type Text, table } from '../render/blocks.ts';
import { claimsOf } from './claims.ts';
import type { ReportModel, TechniqueName } from './model.ts';

type Technique = { readonly title: string; readonly family: string; readonly here: string; readonly remains: string };

/** Names and families as in ISO/IEC 20889:2018, Privacy enhancing data de-identification terminology and classification. */
const techniques: Readonly<Record<TechniqueName, Technique>> = {
  masking: {
    title: 'Masking',
    family: 'Suppression',
    here: 'a property is removed with its name and everything below it; this applies to all data that no rule names',
    remains: 'nothing',
  },
  'local-suppression': {
    title: 'Local suppression',
    family: 'Suppression',
    here: 'only listed phrases or known words of a text stay; a value outside its list is removed or becomes “unknown”',
    remains: 'words that were published in advance',
  },
  pseudonymization: {
    title: 'Pseudonymization, pseudonyms derived from the identifier with cryptography',
    family: 'Pseudonymization',
    here: 'a keyed hash (HMAC-SHA-256) replaces a person; a person has the same pseudonym in every source',
    remains:
      'the fact that two records are about the same person; the domain of an email address, unless a variant drops it',
  },
  'deterministic-encryption': {
    title: 'Deterministic encryption',
    family: 'Cryptographic tools',
    here: 'a pseudonym also contains the identifier, encrypted and authenticated (AES-256-GCM), so that the tool can request the same object again',
    remains: 'the same; a holder of the keyring can open it',
  },
  rounding: {
    title: 'Rounding',
    family: 'Generalization',
    here: 'a time is truncated to a larger unit, a number becomes a range',
    remains: 'the unit or the range',
  },
  generalization: {
    title: 'Generalization',
    family: 'Generalization',
    here: 'a text becomes its length and word count, a list becomes its size, a web address becomes its host',
    remains: 'the size',
  },
  none: {
    title: 'None: kept',
    family: '',
    here: 'times, states, counts and words of Microsoft leave unchanged, and only if they match the format of their property',
    remains: 'the value',
  },
};

/** Returns the short name of a technique for a table cell. */
export const techniqueTitle = (name: TechniqueName): string =>
  ({ ...techniques[name], none: '' }).title.replace(/,.*$/, '').replace(/^None: /, '');

const used = ({ sources }: ReportModel): ReadonlySet<TechniqueName> =>
  new Set([
    'masking',
    ...sources.flatMap(({ answers }) => answers.flatMap(({ rows }) => rows.map(({ technique }) => technique))),
  ]);

/** Describes the treatment of the data in the terms of the standard. */
export const techniquesPart = (model: ReportModel): readonly Block[] => {
  const names = used(model);
  const { anyText } = claimsOf(model);
  const rows = (Object.entries(techniques) as readonly (readonly [TechniqueName, Technique])[])
    .filter(([name]) => names.has(name))
    .map(([name, { title, family, here, remains }]): readonly Text[] => [
      [family === '' || family === title ? title : `${title} (${family})`],
      [
        here,
        name === 'none' && anyText.length > 0
          ? '; any text leaves from the properties in the table below the sources'
          : '',
      ],
      [remains],
    ]);
  return [
    heading('Techniques'),
    paragraph('The names are those of ISO/IEC 20889, so that you can compare them with other assessments.'),
    table(['Technique', 'Treatment', 'Remaining information'], rows),
  ];
};
