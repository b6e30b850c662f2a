import type { Rules } from '../../connectors/index.ts';
import type { Position } from '../../diagnostics/index.ts';
import {
  countProof,
  dispositionText,
  type EndpointProof,
  type Finding,
  findingsOf,
  type Proof,
  type ProofRow,
} from '../../proof/index.ts';
import { isProvable } from '../../rule-forms/index.ts';
import { counted, grouping } from '../shared/count.ts';
import { table } from '../shared/table.ts';
import { isBase, isProven } from './proofs.ts';

const nameWidth = 56;
const numbers = [5, 9, 6, 6, 4].map((width) => ({ width, align: 'right' as const }));
const summaryColumns = [{ width: nameWidth, overflow: 'break' as const }, ...numbers];

const endpointCells = (endpoint: EndpointProof): readonly string[] => {
  const { kept, pseudonymized, transformed, dropped, gaps } = countProof([endpoint]);
  return [`  ${endpoint.pathTemplate}`, ...[kept, pseudonymized, transformed, dropped, gaps].map(String)];
};

const shapes = {
  entity: '',
  collection: 'list of ',
  delta: 'changes of ',
  count: 'number of ',
  any: 'list of ',
} as const;

const entityText = ({ entity = 'of unknown type', shape, version }: EndpointProof): string =>
  `${shapes[shape]}${entity}${version === 'beta' ? ' (beta)' : ''}`;

/** Names the overlays of rules: `with variant plain-ids`; empty if there are none. */
export const overlayText = ({ overlays: { variants, extras, narrow = [] } }: Pick<Rules, 'overlays'>): string =>
  [
    ...(variants.length === 0 ? [] : [`with variant ${variants.join(', ')}`]),
    ...(extras.length === 0 ? [] : [`with extra ${extras.join(', ')}`]),
    ...(narrow.length === 0 ? [] : [`with narrower permission ${narrow.join(', ')}`]),
  ].join(' ');

const headOf = (rules: Rules): string => [rules.title, overlayText(rules)].filter((part) => part !== '').join(' ');

/** Summarizes each endpoint of a set of rules by the number of properties per treatment. */
export const summaryText = (rules: Rules): string => {
  const { proof } = rules;
  if (proof === undefined) return `${headOf(rules)}: has errors, so it can't be proven`;
  if (!isProvable(proof.form)) return `${headOf(rules)}: rules in Psoxy's form, which can't be proven`;
  const head = [headOf(rules), 'keep', 'pseudonym', 'change', 'drop', 'gaps'];
  return table([head, ...proof.endpoints.map(endpointCells)], { columns: summaryColumns }).join('\n');
};

/** Reports in one line whether rules with an overlay are proven. */
export const overlayLine = (rules: Rules): string => {
  const gaps = rules.proof === undefined ? undefined : findingsOf(rules.proof).length;
  const verdict = gaps === undefined ? 'has errors' : gaps === 0 ? 'no gaps' : counted(gaps, 'gap');
  return table([[`  ${overlayText(rules)}`, verdict]], { columns: summaryColumns.slice(0, 1) }).join('\n');
};

/** Shortens the position of a rule: the file without its folders, except `shared` and overlay folders. */
export const shortPosition = ({ file, line }: Position): string => {
  const parts = file.split('/');
  const folder = parts.at(-2) ?? '';
  const kept = ['shared', 'variants', 'extras', 'narrower'].includes(folder) ? parts.slice(-2) : parts.slice(-1);
  return `${kept.join('/')}:${line}`;
};

const classWords: Readonly<Record<ProofRow['class'], string>> = {
  'direct-identifier': 'direct',
  'quasi-identifier': 'quasi',
  'free-text': 'free text',
  'opaque-id': 'opaque id',
  metadata: 'metadata',
  credential: 'credential',
  container: 'container',
  'not-judged': 'not judged',
};

const detailColumns = [
  { width: 28, overflow: 'break' },
  { width: 14, overflow: 'cut' },
  { width: 10 },
  { width: 24, overflow: 'break' },
] as const;

const rowCells = (row: ProofRow): readonly (readonly string[])[] => {
  const what = row.within ? 'dropped' : dispositionText(row);
  const where = row.position === undefined ? '' : shortPosition(row.position).replace(/^shared\/|\.ya?ml/g, '');
  const why = row.reason === undefined ? [] : [['', `because: ${row.reason}`]];
  return [[row.path, row.type, classWords[row.class], what, where], ...why];
};

const detailTable = ({ rows }: EndpointProof): readonly string[] =>
  rows.flatMap((row) =>
    rowCells(row).flatMap((cells) =>
      table([cells], { columns: cells.length === 2 ? detailColumns.slice(0, 1) : detailColumns, indent: 2 }),
    ),
  );

/** Renders every property of every endpoint; endpoints with the same treatment are listed once. */
export const detailText = ({ endpoints }: Proof): string => {
  const before = new Map<string, string>();
  return endpoints
    .map((endpoint) => {
      const head = `${endpoint.pathTemplate}\n  ${entityText(endpoint)}`;
      const alike = before.get(endpoint.answer);
      if (alike !== undefined) return `${head}: as ${alike}`;
      before.set(endpoint.answer, endpoint.pathTemplate);
      return [head, ...detailTable(endpoint)].join('\n');
    })
    .join('\n\n');
};

const whereText = ({ endpoints, property, class: judged }: Finding): string => {
  const [first, ...others] = endpoints;
  const at = others.length === 0 ? first : `${first} and ${counted(others.length, 'more endpoint')}`;
  return property === undefined ? `at ${at}` : `${property} (${judged}), at ${at}`;
};

/** Renders a gap like a diagnostic: position, code, message; then the fix and where the gap applies. */
export const findingText = (finding: Finding): string => {
  const { position, code, message, hint } = finding;
  const place = `${position.file}:${position.line}:${position.column}`;
  return `${place}: gap ${code}: ${message}\n    ${hint}\n    ${whereText(finding)}`;
};

const subject = (all: readonly Rules[], shown: readonly Rules[]): string => {
  const [only] = shown;
  const what = shown.length === 1 && only !== undefined ? headOf(only) : counted(shown.length, 'source');
  const further = all.length - shown.length;
  return further === 0
    ? what
    : `${what} and ${counted(further, 'combination')} with variants, extras and narrower permissions`;
};

/** The closing summary of a proof, in numbers. */
export const verdictText = (all: readonly Rules[]): string => {
  const base = all.filter(isBase);
  const shown = base.length === 0 ? all : base;
  const failing = all.filter((rules) => !isProven(rules)).length;
  const gaps = findingsOf(...all.flatMap(({ proof }) => proof ?? [])).length;
  const amiss = all.length === 1 ? '' : ` in ${failing} of ${all.length}`;
  const verdict = failing === 0 ? '' : `: ${gaps === 0 ? 'errors' : counted(gaps, 'gap')}${amiss}`;
  const endpoints = shown.flatMap(({ proof }) => proof?.endpoints ?? []);
  const counts = countProof(endpoints);
  const numbers =
    counts.properties === 0
      ? []
      : [
          `    ${counted(endpoints.length, 'endpoint')}, ${counted(counts.properties, 'property', 'properties')}: ${[
            `${grouping(counts.kept)} kept`,
            `${grouping(counts.pseudonymized)} pseudonymized`,
            `${grouping(counts.transformed)} changed`,
          ].join(', ')},`,
          `    ${grouping(counts.dropped)} dropped, ${grouping(counts.nested + counts['as-before'])} that hold others`,
        ];
  const head = failing === 0 ? 'proven' : 'not proven';
  return [`${head}: ${subject(all, shown)}${verdict}`, ...numbers].join('\n');
};
