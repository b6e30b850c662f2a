import { type Block, heading, paragraph, type Text, table } from '../render/blocks.ts';
import type { ReportModel, TechniqueName } from './model.ts';

type Technique = { readonly title: string; readonly family: string; readonly here: string; readonly remains: string };

/** Names and families as in ISO/IEC 20889:2018, Privacy enhancing data de-identification terminology and classification. */
const techniques: Readonly<Record<TechniqueName, Technique>> = {
  masking: {
    title: 'Masking',
    family: 'Suppression',
    here: 'a property is removed with its name and everything below it; this is what happens to whatever no rule names',
    remains: 'nothing',
  },
  'local-suppression': {
    title: 'Local suppression',
    family: 'Suppression',
    here: 'of a text only listed phrases or known words stay; a value outside its list is removed or becomes “unknown”',
    remains: 'words that were published beforehand',
  },
  pseudonymization: {
    title: 'Pseudonymization, pseudonyms derived from the identifier with cryptography',
    family: 'Pseudonymization',
    here: 'a keyed hash (HMAC-SHA-256) stands for a person; equal persons have equal pseudonyms in every source',
    remains: 'that two records are about the same person; of an e-mail address its domain, unless a variant drops it',
  },
  'deterministic-encryption': {
    title: 'Deterministic encryption',
    family: 'Cryptographic tools',
    here: 'a pseudonym that also holds the identifier, encrypted and authenticated (AES-256-GCM), so that the tool can ask about the same thing again',
    remains: 'the same; whoever holds the keyring can open it',
  },
  rounding: {
    title: 'Rounding',
    family: 'Generalization',
    here: 'a time is cut to a larger unit, a number to a range',
    remains: 'the unit or the range',
  },
  generalization: {
    title: 'Generalization',
    family: 'Generalization',
    here: 'a text becomes its length and number of words, a list its size, an address on the web its host',
    remains: 'the size',
  },
  none: {
    title: 'None: kept',
    family: '',
    here: 'times, states, counts and words of Microsoft leave as they are, each held to a format that nothing written by a person fits',
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
  const rows = (Object.entries(techniques) as readonly (readonly [TechniqueName, Technique])[])
    .filter(([name]) => names.has(name))
    .map(([, { title, family, here, remains }]): readonly Text[] => [
      [family === '' || family === title ? title : `${title} (${family})`],
      [here],
      [remains],
    ]);
  return [
    heading('Techniques'),
    paragraph('Named as in ISO/IEC 20889, so that they can be compared with other assessments.'),
    table(['Technique', 'What is done', 'What remains'], rows),
  ];
};
