import { toolsForPrivacyOfficers } from '../registered-tools.ts';
import { contents, type DocumentText } from '../render/blocks.ts';
import { checkPart, controllerPart, keptTexts, keysPart, risksPart } from './closing-parts.ts';
import { dataFlow, inShort } from './in-short.ts';
import { keptFormats } from './kept-formats.ts';
import type { ReportModel } from './model.ts';
import { readingGuide } from './reading-guide.ts';
import { retentionPart } from './retention.ts';
import { sourcePart, type ToldBefore } from './source-part.ts';
import { techniquesPart } from './techniques.ts';
import { whoseDataPart } from './whose-data.ts';

const enumerated = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/**
 * The data-flow and privacy report for a privacy officer: the data that leaves, in which form and for what purpose, and
 * the data that never leaves.
 */
export const reportDocument = (model: ReportModel): DocumentText => {
  const { sources, version, date, deployment } = model;
  const told: ToldBefore = new Map();
  const where =
    deployment === undefined ? '' : ` of environment ${deployment.environment}, tenant ${deployment.tenantId}`;
  return {
    title: 'Data that leaves Microsoft 365',
    subtitle: `Data-flow and privacy report${where}: ${enumerated(sources.map(({ title }) => title))}. ${date}`,
    blocks: [
      ...inShort(model),
      contents,
      ...dataFlow(model),
      ...whoseDataPart(model),
      ...toolsForPrivacyOfficers(deployment?.tools),
      ...readingGuide(),
      ...sources.flatMap((source) => sourcePart(source, told)),
      ...keptTexts(model),
      ...keptFormats(model),
      ...techniquesPart(model),
      ...keysPart(model),
      ...retentionPart(model),
      ...risksPart(model),
      ...controllerPart(),
      ...checkPart(model),
    ],
    footer: `Written by Graphveil ${version} on ${date} from the rules in use. All people in examples are invented.`,
  };
};
