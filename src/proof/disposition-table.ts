import type { Position } from '../diagnostics/index.ts';
import type { EndpointProof, Proof, ProofRow } from './proof.ts';

/** Describes the treatment of a property briefly: `keep: date-time`, `pseudonymize, reversible`, `dropped`. */
export const dispositionText = ({ disposition, how }: ProofRow): string => {
  switch (disposition) {
    case 'kept':
      return how === 'as it is' ? 'keep' : `keep: ${how}`;
    case 'pseudonymized':
    case 'transformed':
      return how;
    case 'dropped':
      return how === '' || how === 'redact' ? 'dropped' : `dropped ${how}`;
    case 'nested':
      return 'see below';
    case 'as-before':
      return how;
  }
};

/** Returns a property's path, with its declaring types if they differ from the type at its place. */
const told = ({ path, declaredBy }: ProofRow): string =>
  declaredBy.length > 1 ? `${code(path)} (of ${declaredBy.join(', ')})` : code(path);

const code = (text: string): string => (text === '' ? '' : `\`${text.replaceAll('|', '\\|')}\``);

const classText = ({ class: judged }: ProofRow): string => judged.replaceAll('-', ' ');

const whatBecomes = (row: ProofRow, inside: number): string => {
  const text = dispositionText(row);
  const parts = [
    row.disposition === 'kept' || row.disposition === 'pseudonymized' || row.disposition === 'transformed'
      ? `**${text.replaceAll('|', '\\|').replaceAll('*', '\\*')}**`
      : text,
    inside > 0 ? `, with all ${inside} properties in it` : '',
    row.reason === undefined ? '' : ` because: ${row.reason}`,
    row.undeclared === undefined ? '' : ` (Microsoft's type lacks it: ${row.undeclared})`,
    ...row.gaps.map(({ message }) => ` GAP: ${message}`),
  ];
  return parts.join('').replaceAll('\n', ' ');
};

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/**
 * Renders the treatment of each property of an endpoint's response as a Markdown table. Properties inside a dropped one
 * are counted in its row. `refer` renders the position of a rule as text or as a link.
 */
export const dispositionTable = (
  { rows }: Pick<EndpointProof, 'rows'>,
  refer: (position: Position) => string,
): string => {
  const inside = new Map<string, number>();
  let outer = '';
  for (const row of rows)
    if (row.within === undefined) outer = row.path;
    else inside.set(outer, (inside.get(outer) ?? 0) + 1);
  const body = rows
    .filter(({ within }) => within === undefined)
    .map((row) =>
      line([
        told(row),
        code(row.type),
        classText(row),
        whatBecomes(row, inside.get(row.path) ?? 0),
        row.position === undefined ? '' : refer(row.position),
      ]),
    );
  const head = ['Property', "Microsoft's type", 'Class', 'Treatment', 'Rule'];
  return `${[line(head), line(head.map(() => '---')), ...body].join('\n')}\n`;
};

/** Endpoints with the same treatment of their responses, grouped under the first one. */
export type AlikeEndpoints = { readonly first: EndpointProof; readonly all: readonly EndpointProof[] };

/** Groups endpoints with the same treatment of their responses, in the order of the rules. */
export const alikeEndpoints = (endpoints: readonly EndpointProof[]): readonly AlikeEndpoints[] => {
  const groups = new Map<string, AlikeEndpoints>();
  for (const endpoint of endpoints) {
    const group = groups.get(endpoint.answer);
    groups.set(endpoint.answer, { first: group?.first ?? endpoint, all: [...(group?.all ?? []), endpoint] });
  }
  return [...groups.values()];
};

const shapes = { entity: '', collection: 'list of ', delta: 'changes of ', count: 'number of ', any: '' } as const;

const sectionOf = ({ first, all }: AlikeEndpoints, refer: (position: Position) => string): string => {
  const what = `${shapes[first.shape]}${code(first.entity ?? 'no known type')}${first.version === 'beta' ? ' (beta)' : ''}`;
  const paths = all.map(({ pathTemplate }) => `- ${code(pathTemplate)}`).join('\n');
  const gaps = first.gaps.map(({ message }) => `GAP: ${message}\n\n`).join('');
  return `### ${what.replace(/^./, (letter) => letter.toUpperCase())}\n\n${paths}\n\n${gaps}${dispositionTable(first, refer)}`;
};

/** Renders the tables of all endpoints. Endpoints with the same treatment share one. */
export const dispositionSections = ({ endpoints }: Proof, refer: (position: Position) => string): string =>
  alikeEndpoints(endpoints)
    .map((group) => sectionOf(group, refer))
    .join('\n');
