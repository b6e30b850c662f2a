import type { CompiledRules, Rules } from '../../connectors/index.ts';
import type { EndpointPlan, Plan } from '../../plan/index.ts';
import { boundMeanings, countBounds, describeBound, whyUnbounded } from '../../proof/index.ts';
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

/** What limits an endpoint, or why nothing does. */
const limitOf = (endpoint: EndpointPlan, { nodes }: Plan): string => {
  const reason = whyUnbounded(endpoint, nodes);
  return `${describeBound(endpoint.bound)}${reason === undefined ? '' : `: ${reason}`}`;
};

const endpointLines = (plan: Plan): readonly string[] =>
  table(
    plan.endpoints.map((endpoint) => [endpoint.pathTemplate, limitOf(endpoint, plan)]),
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

type Row = readonly [bound: string, meaning: string, endpoints: number];

const meaningsOf = (endpoints: readonly EndpointPlan[]): readonly Row[] => {
  const counts = countBounds(endpoints);
  return Object.entries(boundMeanings).map(([by, meaning]) => [by, meaning, counts[by as keyof typeof counts]]);
};

const summaryOf = (endpoints: readonly EndpointPlan[]): string => {
  const refused = countBounds(endpoints).none;
  return `${endpoints.length - refused} of ${counted(endpoints.length, 'endpoint')} can be limited to the people of a group, ${refused} are refused to a limited caller`;
};

/** Renders what limits each endpoint to a group, the counts first. */
export const populationText = (all: readonly Rules[]): string => {
  const endpoints = endpointsOf(all);
  const meanings = table(
    meaningsOf(endpoints).map(([by, meaning, count]) => [by, String(count), meaning]),
    { columns: [{}, { align: 'right' }], indent: 2 },
  );
  return [[summaryOf(endpoints), ...meanings].join('\n'), ...all.map(sectionOf)].join('\n\n');
};

const escaped = (text: string): string => text.replaceAll('|', '\\|');

/** The same as Markdown tables. */
export const populationMarkdown = (all: readonly Rules[]): string => {
  const endpoints = endpointsOf(all);
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`;
  const meanings = meaningsOf(endpoints).map(([by, meaning, count]) => line([`\`${by}\``, meaning, String(count)]));
  return [
    `${summaryOf(endpoints)}.`,
    '',
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
        ...rules.plan.endpoints.map((endpoint) =>
          line([`\`${endpoint.pathTemplate}\``, limitOf(endpoint, rules.plan)]),
        ),
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
    endpoints: plan.endpoints.map((endpoint) => ({
      pathTemplate: endpoint.pathTemplate,
      bound: endpoint.bound,
      ...(endpoint.bound.by === 'none' && { reason: whyUnbounded(endpoint, plan.nodes) }),
    })),
  })),
});
