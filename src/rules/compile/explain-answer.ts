import type { AnswerRow, PlanNotes } from '../../compile/index.ts';
import type { AllowListPlan, ResponseNode } from '../plan/index.ts';

type Walk = {
  readonly plan: AllowListPlan;
  readonly notes: PlanNotes;
  readonly open: readonly number[];
  readonly rows: AnswerRow[];
};

const dispositionOf = (node: ResponseNode): string => {
  if (node.node === 'transform') return node.transform;
  if (node.node !== 'keep') return node.node;
  const { format } = node.format;
  if (format === 'none') return 'keep';
  return format === 'any' ? 'keep (any text)' : `keep (${format})`;
};

const childrenOf = (node: ResponseNode): readonly (readonly [suffix: string, index: number])[] => {
  if (node.node === 'object') return Object.entries(node.properties).map(([name, index]) => [`.${name}`, index]);
  if (node.node === 'array') return [['[]', node.item]];
  return node.node === 'by-type' ? Object.entries(node.types).map(([name, index]) => [` (${name})`, index]) : [];
};

const walkNode = (index: number, what: string, walk: Walk): void => {
  const node = walk.plan.nodes[index];
  if (node === undefined) return;
  const children = childrenOf(node);
  const note = walk.notes.nodes[index];
  const place = note && { position: note.position };
  if (walk.open.includes(index)) walk.rows.push({ what, disposition: 'as above', ...place });
  else if (children.length === 0) walk.rows.push({ what, disposition: dispositionOf(node), ...place });
  else
    for (const [suffix, child] of children)
      walkNode(child, `${what}${suffix}`.replace(/^\./, ''), { ...walk, open: [...walk.open, index] });
};

const roots = { entity: '', collection: 'value[]', delta: 'value[]', count: 'the number' } as const;

/** Lists each kept property of an endpoint's response with its treatment. */
export const explainAnswer = (plan: AllowListPlan, notes: PlanNotes, endpoint: number): readonly AnswerRow[] => {
  const response = plan.endpoints[endpoint]?.response;
  if (response === undefined) return [];
  const rows: AnswerRow[] = [];
  walkNode(response.root, roots[response.shape], { plan, notes, open: [], rows });
  return rows;
};
