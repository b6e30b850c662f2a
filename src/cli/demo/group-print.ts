import { type ProblemCode, problemCodes, problemExplanations } from '../../problems/index.ts';
import type { Source } from '../../sources/index.ts';
import { counted } from '../shared/count.ts';
import { paint } from '../shared/paint.ts';
import { type Column, table } from '../shared/table.ts';
import { excerpt } from './excerpt.ts';
import { aboutOutsider, type Comparison, type GroupFacts, type Look, type Moment } from './group-scenario.ts';
import { renderExcerpt } from './print.ts';

/** Describes the group and the demo. */
export const groupIntroduction = ({ group, people }: GroupFacts, everybody: number): string => {
  const owners = group.owners.length === 0 ? 'no owner' : counted(group.owners.length, 'owner');
  return `Graphveil demo: two callers of the same connectors, in an invented organization of ${everybody} people, on this machine only.

  not limited    a caller without groups in the settings
  limited        a caller with groups: [${group.id}]
                 ${group.displayName}: ${counted(people, 'person', 'people')}, ${owners}. ${group.description}`;
};

const refusal = ({ status, code = '' }: Look | Moment): string => `${status} ${code.replace('Graphveil.', '')}`.trim();

const answer = (look: Look): string => {
  if (look.status >= 400) return paint('yellow', refusal(look));
  return look.items === 1 ? '1 item' : `${look.items} items`;
};

const others = ({ status, mentions }: Look): string => {
  if (status >= 400) return '';
  return mentions.outside.size === 0 ? paint('green', '0') : paint('red', String(mentions.outside.size));
};

const whoseText = { member: ' (a member)', outsider: ' (an outsider)' } as const;

const titleOf = ({ title, whose }: Comparison): string => `${title}${whose === undefined ? '' : whoseText[whose]}`;

const right: Column = { align: 'right' };
const columns: readonly Column[] = [{ width: 50, overflow: 'cut' }, { width: 14 }, right, { width: 22 }, right];

/** Renders the calls of a source for both callers. `others`: pseudonyms of people and groups outside. */
export const renderComparisons = ({ title }: Source, comparisons: readonly Comparison[]): string => {
  const head = ['', 'not limited', 'others', 'limited', 'others'].map((text) => paint('dim', text));
  const rows = comparisons.map((each) => [
    titleOf(each),
    answer(each.unlimited),
    others(each.unlimited),
    answer(each.limited),
    others(each.limited),
  ]);
  return [`\n${paint('bold', `── ${title}`)}`, ...table([head, ...rows], { columns, indent: 2 })].join('\n');
};

type Item = Readonly<Record<string, unknown>>;

const itemsOf = ({ first }: Look): readonly Item[] => {
  const { value } = (first ?? {}) as { readonly value?: unknown };
  return Array.isArray(value) ? (value as readonly Item[]) : [];
};

/** Renders a record of a member that mentions others, as each caller gets it. Empty if no reply has one. */
export const renderMention = (comparisons: readonly Comparison[], width: number): string => {
  for (const comparison of comparisons.filter(({ whose }) => whose === 'member')) {
    const { unlimited, limited } = comparison;
    const same = new Map(itemsOf(limited).map((item) => [item['id'], item]));
    // Lists of others have another order for the limited caller, so that a place in them doesn't show who it is.
    const rows = itemsOf(unlimited)
      .map((item) => excerpt(item, same.get(item['id'])))
      .find((each) => each.some(({ fate }) => fate === 'gone') && each.every(({ fate }) => fate !== 'changed'));
    if (rows === undefined) continue;
    return [
      `\n${paint('bold', '── A member’s record that mentions others')} (${comparison.title}; not limited, and limited)`,
      ...renderExcerpt(rows, width),
    ].join('\n');
  }
  return '';
};

const unionSize = (sets: readonly ReadonlySet<string>[]): number => new Set(sets.flatMap((set) => [...set])).size;

/** Numbers of distinct pseudonyms in all replies to one caller. */
export const totalsOf = (comparisons: readonly Comparison[], caller: 'unlimited' | 'limited') => ({
  calls: comparisons.length,
  refused: comparisons.filter(({ [caller]: { status } }) => status >= 400).length,
  members: unionSize(comparisons.map(({ [caller]: { mentions } }) => mentions.inside)),
  outsiders: unionSize(comparisons.map(({ [caller]: { mentions } }) => mentions.outside)),
});

const listed = (comparisons: readonly Comparison[], path: string) =>
  comparisons.find(({ target }) => target.split('?')[0]?.endsWith(path) === true);

const bothOf = (comparison: Comparison | undefined, title: string) =>
  comparison === undefined ? [] : [[title, answer(comparison.unlimited), answer(comparison.limited)]];

/** Renders the figures of both callers. */
export const renderTotals = (comparisons: readonly Comparison[]): string => {
  const [before, after] = [totalsOf(comparisons, 'unlimited'), totalsOf(comparisons, 'limited')];
  const outsider = aboutOutsider(comparisons);
  const member = comparisons.find(({ whose, title }) => whose === 'member' && title === outsider?.title);
  const rows = [
    ['', 'not limited', 'limited'].map((text) => paint('dim', text)),
    ...bothOf(listed(comparisons, '/users'), 'people in the list'),
    ...bothOf(listed(comparisons, '/groups'), 'groups in the list'),
    ['pseudonyms of the group’s people', String(before.members), String(after.members)],
    ['pseudonyms of outsiders', paint('red', String(before.outsiders)), paint('green', String(after.outsiders))],
    ...bothOf(member, `${outsider?.title} (a member)`),
    ...bothOf(outsider, `${outsider?.title} (an outsider)`),
    ['refused calls', `${before.refused} of ${before.calls}`, `${after.refused} of ${after.calls}`],
  ];
  return [`\n${paint('bold', '── Before and after')}`, ...table(rows, { indent: 2 })].join('\n');
};

/** Renders when a call about somebody passes who joins the group and leaves it. */
export const renderMoments = (moments: readonly Moment[]): string => {
  if (moments.length === 0) return '';
  const rows = moments.map((each) => [each.text, refusal(each)]);
  return [
    `\n${paint('bold', '── An outsider joins and leaves')} (the demo moves the clock)`,
    ...table(rows, { indent: 2 }),
  ].join('\n');
};

/** The refusal of a group, with its cause and remedy. */
export const explainRefusal = ({ status, code }: Look) => {
  const known = code as ProblemCode;
  return { status, code: known, message: problemCodes[known].message, ...problemExplanations[known] };
};

/** Renders why a group can't limit a caller. */
export const renderRefusal = (look: Look): string => {
  const { status, code, message, cause, remedy } = explainRefusal(look);
  return `\nEvery call of the limited caller is refused:\n\n  ${paint('yellow', `${status} ${code}`)}  ${message}\n  cause:   ${cause}\n  remedy:  ${remedy}`;
};

/** The closing text with next steps. */
export const groupConclusion = (ms: number): string => `
${(ms / 1000).toFixed(1)} s.

Next:
  npx --no-install graphveil prove --population   what limits each endpoint
  docs/guides/limit-a-caller-to-a-group.md        how to limit a caller of your deployment`;
