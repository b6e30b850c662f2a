import { counted, grouping } from '../../shared/count.ts';
import { paint } from '../../shared/paint.ts';
import { table } from '../../shared/table.ts';
import { interleavedCallers } from './interleave-callers.ts';
import type { Finding } from './judge-reply.ts';
import type { PopulationProof, RepeatedFinding } from './prove-population.ts';

const mark = (good: boolean): string => (good ? paint('green', '✓') : paint('red', '✗'));

const findingLine = ({ source, endpoint, caller, text, times }: RepeatedFinding): string =>
  `      ${source} ${endpoint}, ${caller} caller${times === 1 ? '' : `, ${grouping(times)} times`}: ${text}`;

const ofAll = (found: number, expected: number, name: string): string =>
  `${grouping(found)} of ${counted(expected, name)}`;

/** Endpoints that the proof hasn't reached, because it has seen too few documents. */
export const unreachedOf = ({ endpoints }: PopulationProof): readonly string[] =>
  endpoints
    .filter(({ refusesAll, compared, refused }) => (refusesAll ? refused : compared) === 0)
    .map(({ source, endpoint }) => `${source} ${endpoint}`);

/** Renders the figures of a proof: a mark for each part, with its problems below. */
export const populationProofText = (proof: PopulationProof, seed: number): string => {
  const {
    documents,
    refusals,
    organizations,
    calls,
    attacks,
    changes,
    interleaved,
    endpoints,
    findings,
    expected,
    found,
  } = proof;
  const part = (kinds: readonly Finding['kind'][], name: string, text: string): readonly string[] => {
    const own = findings.filter(({ kind }) => kinds.includes(kind));
    const columns = [{ width: 1 }, { width: 10 }];
    const head = table([[mark(own.length === 0), name, text]], { columns, indent: 2 }).join('');
    return [head, ...own.map(findingLine)];
  };
  const unreached = unreachedOf(proof);
  const attacked = Object.values(attacks).reduce((sum, times) => sum + times, 0);
  return [
    `three groups of ${counted(organizations, 'organization')}, each granted to a caller of its own, seed ${seed}`,
    ...part(
      ['wrong'],
      'replies',
      `${counted(documents, 'document')} of ${counted(endpoints.length, 'endpoint')} compared, ${counted(refusals, 'call')} refused, ${counted(calls, 'call')} in all`,
    ),
    ...part(
      ['leak'],
      'leaks',
      `${grouping(proof.foreignAfter)} pseudonyms and ${grouping(proof.bytesAfter)} bytes of others; without a limit, ${grouping(proof.foreignBefore)} and ${grouping(proof.bytesBefore)}`,
    ),
    ...part(
      ['lost'],
      'recall',
      [
        ofAll(found.records, expected.records, 'record'),
        ofAll(found.properties, expected.properties, 'value'),
        ofAll(found.pseudonyms, expected.pseudonyms, 'pseudonym'),
      ].join(', '),
    ),
    ...part(
      [],
      'attacks',
      `${counted(attacked, 'attack')}: ${Object.entries(attacks)
        .map(([name, times]) => `${name} ${grouping(times)}`)
        .join(', ')}`,
    ),
    ...part([], 'changes', `somebody joined and left a group ${counted(changes, 'time')}`),
    ...part(
      [],
      'at once',
      `${counted(interleaved, 'reply', 'replies')} to ${interleavedCallers} callers of two groups at a time`,
    ),
    ...(unreached.length === 0 ? [] : [`  too few documents to reach ${counted(unreached.length, 'endpoint')}`]),
  ].join('\n');
};
