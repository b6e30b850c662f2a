import { problemExplanations } from '../../problems/index.ts';
import { type Finding, failed, findingsText, wrong } from '../shared/finding.ts';
import { paint } from '../shared/paint.ts';
import { table } from '../shared/table.ts';
import { awsRefused } from './once.ts';
import type { TriedCall } from './try-examples.ts';

const explained = (code: string | undefined) =>
  code !== undefined && code in problemExplanations
    ? problemExplanations[code as keyof typeof problemExplanations]
    : undefined;

const adviceFor = (call: TriedCall): Finding => {
  const { connector, failure, code, status, requestId } = call;
  if (failure !== undefined) return failed(connector, failure);
  if (code === 'AWS' && status === 403) return wrong(connector, ...awsRefused);
  if (code === 'AWS')
    return wrong(
      connector,
      `the function ends without an answer (${status})`,
      'npx --no-install graphveil status names the log to look at',
    );
  const known = explained(code);
  const log = requestId === undefined ? '' : `; its line in the log has request-id ${requestId}`;
  return known === undefined
    ? wrong(
        connector,
        `${code ?? status} is an answer of Microsoft Graph${log}`,
        'docs/guides/troubleshooting.md lists them',
      )
    : wrong(connector, `${code}: ${known.cause}`, known.remedy);
};

/** Explains each kind of failure once per connector. */
export const adviceOn = (calls: readonly TriedCall[]): readonly Finding[] => {
  const wanting = calls.filter(({ outcome }) => outcome === 'refused' || outcome === 'failed');
  const kinds = new Map(wanting.map((call) => [`${call.connector} ${call.status} ${call.code}`, call]));
  return [...kinds.values()].map(adviceFor);
};

const words: Readonly<Record<TriedCall['outcome'], (status: number | undefined) => string>> = {
  answered: (status) => paint('green', String(status)),
  refused: (status) => paint('red', String(status)),
  failed: (status) => paint('red', String(status ?? 'FAILED')),
  skipped: () => 'skipped',
};

/** Renders the calls as a table, and below it how to fix what failed. */
export const callsText = (calls: readonly TriedCall[], advice: readonly Finding[]): string => {
  const rows = calls.map(({ connector, title, outcome, status, code, milliseconds }) => [
    connector,
    title,
    words[outcome](status),
    code ?? (outcome === 'skipped' ? 'no pseudonym for its path in earlier replies' : '-'),
    milliseconds === undefined ? '-' : String(milliseconds),
  ]);
  const right = { align: 'right' } as const;
  return [
    ...table([['connector', 'call', 'status', 'code', 'ms'], ...rows], { columns: [{}, {}, {}, {}, right] }),
    ...(advice.length === 0 ? [] : ['', findingsText(advice)]),
  ].join('\n');
};
