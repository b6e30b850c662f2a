import { onCommandLine, otherEndpoints } from '../../connectors/index.ts';
import { findSource } from '../../sources/index.ts';
import { askRules } from '../shared/ask.ts';
import { choosePseudonyms } from '../shared/choose-pseudonyms.ts';
import { chooseSources, loadRules } from '../shared/choose-rules.ts';
import { exitCodes } from '../shared/exit.ts';
import { checkRuleOptions, type RuleOptions } from '../shared/rule-options.ts';
import { printJson, printOut } from '../shared/terminal.ts';
import { explain, explanationText } from './explain.ts';

/** Returns the endpoints that sources other than the chosen one serve. */
const elsewhereOf = ({ source: name, extra: extras = [] }: RuleOptions): ReturnType<typeof otherEndpoints> => {
  const { sources } = chooseSources();
  const source = name === undefined ? undefined : findSource(sources, name);
  if (source === undefined) return [];
  return otherEndpoints(
    { name: source.id, source, extras, narrowed: [] },
    { connectors: [], sources, howToAdd: onCommandLine },
  );
};

export const run = async (options: RuleOptions): Promise<void> => {
  checkRuleOptions(options);
  const pseudonyms = await choosePseudonyms(options);
  const rules = loadRules(options);
  const { method, url, upstream } = options;
  const answer = askRules(rules.plan, { method, url, plainValues: upstream === true }, pseudonyms, () =>
    elsewhereOf(options),
  );
  const explanation = await explain(answer, url, rules);
  if (options.json === true) printJson(explanation);
  else printOut(explanationText(explanation));
  if (!explanation.allowed) process.exitCode = exitCodes.no;
};
