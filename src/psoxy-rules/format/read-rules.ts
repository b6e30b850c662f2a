import { createReport, type Report } from '../../diagnostics/index.ts';
import { foldStrings, readYaml, type YamlNode } from '../../yaml/index.ts';

const warnOfFolds = (lines: readonly number[], file: string, report: Report): void => {
  for (const line of lines) report.warning('yaml/folded-string', { file, line, column: 1 });
};

/**
 * Reads a rule file, YAML or JSON. Accepts strings and brackets that continue on lines with too little indentation, as
 * their authors meant them, with a warning for each line.
 */
export const readRules = (text: string, file: string, report: Report): YamlNode | undefined => {
  const trial = createReport();
  readYaml(text, file, trial);
  const errors = trial.all().filter(({ severity }) => severity === 'error');
  const readable = errors.every(({ code }) => code !== 'yaml/too-much');
  const folded = errors.length > 0 && readable ? foldStrings(text) : undefined;
  if (folded !== undefined) warnOfFolds(folded.lines, file, report);
  return readYaml(folded?.text ?? text, file, report);
};
