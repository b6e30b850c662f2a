import type { PlanNotes } from '../../compile/index.ts';
import type { Position } from '../../diagnostics/index.ts';
import type { Plan, PsoxyResponse, ResponseNode } from '../../plan/index.ts';

/** What becomes of one thing in the answer, and the rule that says so. */
export type Row = { readonly what: string; readonly disposition: string; readonly position?: Position };

type Walk = { readonly plan: Plan; readonly notes: PlanNotes; readonly open: readonly number[]; readonly rows: Row[] };

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

const placed = (position: Position | undefined): { readonly position?: Position } =>
  position === undefined ? {} : { position };

const walkNode = (index: number, what: string, walk: Walk): void => {
  const node = walk.plan.nodes[index];
  if (node === undefined) return;
  const children = childrenOf(node);
  const place = placed(walk.notes.nodes[index]?.position);
  if (walk.open.includes(index)) walk.rows.push({ what, disposition: 'as above', ...place });
  else if (children.length === 0) walk.rows.push({ what, disposition: dispositionOf(node), ...place });
  else
    for (const [suffix, child] of children)
      walkNode(child, `${what}${suffix}`.replace(/^\./, ''), { ...walk, open: [...walk.open, index] });
};

/** A row without its place, and how many steps of the endpoint stand before the one that it belongs to. */
type Step = Omit<Row, 'position'> & { readonly step: number };

const rowsOfPaths = ({ augments, filter, transforms }: PsoxyResponse): readonly Step[] => {
  const filters = filter === undefined ? 0 : 1;
  return [
    ...augments.flatMap(({ paths }, step) =>
      paths.map(({ text }) => ({ what: text, disposition: 'textDigest, beside it', step })),
    ),
    ...Array.from({ length: filters }, () => ({
      what: 'the whole answer',
      disposition: 'only what responseSchema lists',
      step: augments.length,
    })),
    ...transforms.flatMap(({ transform, paths, onlyWhen }, place) =>
      paths.map(({ text }) => ({
        what: text,
        disposition: onlyWhen === undefined ? transform : `${transform}, only where ${onlyWhen.text} finds anything`,
        step: augments.length + filters + place,
      })),
    ),
  ];
};

/** What the rules of an endpoint do to its answer: each kept property in place, or each path in the order of the rules. */
export const explainAnswer = (plan: Plan, notes: PlanNotes, index: number): readonly Row[] => {
  const response = plan.endpoints[index]?.response;
  if (response === undefined) return [];
  if (response.form === 'psoxy') {
    const positions = notes.endpoints[index]?.steps ?? [];
    return rowsOfPaths(response).map(({ step, ...row }) => ({ ...row, ...placed(positions[step]) }));
  }
  const rows: Row[] = [];
  walkNode(response.root, response.shape === 'entity' ? '' : 'value[]', { plan, notes, open: [], rows });
  return rows;
};
