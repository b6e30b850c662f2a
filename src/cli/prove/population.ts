import type { CompiledRules, Rules } from '../../connectors/index.ts';
import type { Plan } from '../../plan/index.ts';
import { type BoundCounts, boundMeanings, countBounds, describeBound } from '../../proof/index.ts';
import { isProvable } from '../../rule-forms/index.ts';
import { counted } from '../shared/count.ts';
import { table } from '../shared/table.ts';
import { overlayText } from './show.ts';

const isCompiled = (rules: Rules): rules is CompiledRules => rules.plan !== undefined;

const pathWidth = 72;

const headOf = (rules: Rules): string => [rules.title, overlayText(rules)].filter((part) => part !== '').join(' ');

const refusalOf = ({ form }: Plan): string =>
  isProvable(form)
    ? 'none of its endpoints can be limited to a group'
    : "rules in Psoxy's form don't show whom a call concerns, so every call of a limited caller is refused";

const endpointLines = ({ endpoints }: Plan): readonly string[] =>
  table(
    endpoints.map(({ pathTemplate, bound }) => [pathTemplate, describeBound(bound)]),
    { columns: [{ width: pathWidth, overflow: 'break' }], indent: 2 },
  );

/** True if a caller that is limited to a group can use some endpoint of the rules. */
export const canBeLimited = (rules: Rules): boolean =>
  isCompiled(rules) && rules.plan.endpoints.some(({ bound }) => bound.by !== 'none');

const sectionOf = (rules: Rules): string => {
  if (!isCompiled(rules)) return `${headOf(rules)}: has errors`;
  const refused = canBeLimited(rules) ? [] : [`  ${refusalOf(rules.plan)}`];
  return [headOf(rules), ...endpointLines(rules.plan), ...refused].join('\n');
};

const endpointsOf = (all: readonly Rules[]) => all.filter(isCompiled).flatMap(({ plan }) => plan.endpoints);

const countsText = ({ path, group, items, owner, none }: BoundCounts, endpoints: number): string =>
  `${endpoints - none} of ${counted(endpoints, 'endpoint')} can be limited to a group: ${path} by a person in the path, ${group} by a group in the path,\n    ${items} by the items of the reply, ${owner} by the people of a drive, chat or call; ${none} are refused`;

/** Renders what limits each endpoint to a group, with the counts. */
export const populationText = (all: readonly Rules[]): string => {
  const endpoints = endpointsOf(all);
  return [...all.map(sectionOf), countsText(countBounds(endpoints), endpoints.length)].join('\n\n');
};

const escaped = (text: string): string => text.replaceAll('|', '\\|');

/** The same as Markdown tables. */
export const populationMarkdown = (all: readonly Rules[]): string => {
  const endpoints = endpointsOf(all);
  const counts = countBounds(endpoints);
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`;
  const meanings = Object.entries(boundMeanings).map(([by, meaning]) =>
    line([`\`${by}\``, meaning, String(counts[by as keyof BoundCounts])]),
  );
  return [
    line(['bound', 'meaning', 'endpoints']),
    line(['---', '---', '---:']),
    ...meanings,
    '',
    ...all
      .filter(isCompiled)
      .flatMap((rules) => [
        `## ${headOf(rules)}`,
        '',
        line(['endpoint', 'limited by']),
        line(['---', '---']),
        ...rules.plan.endpoints.map(({ pathTemplate, bound }) => line([`\`${pathTemplate}\``, describeBound(bound)])),
        '',
      ]),
  ].join('\n');
};

/** The same as plain data. */
export const populationData = (all: readonly Rules[]) => ({
  counts: countBounds(endpointsOf(all)),
  rules: all.filter(isCompiled).map(({ title, overlays, plan }) => ({
    title,
    ...overlays,
    form: plan.form,
    endpoints: plan.endpoints.map(({ pathTemplate, bound }) => ({ pathTemplate, bound })),
  })),
});
