import { type LedgerEntry, ledgerProblem, readLedger, recordClaimEvents } from '../../access/index.ts';
import type { AccessOptions } from '../shared/access-options.ts';
import { onAccess } from '../shared/access-store.ts';
import { counted } from '../shared/count.ts';
import { cliError } from '../shared/exit.ts';
import { table } from '../shared/table.ts';
import { printJson, printOut } from '../shared/terminal.ts';

type VerifyOptions = AccessOptions & { readonly head?: string };

const line = ({ number, at, verb, by, client, grant, connector, details }: LedgerEntry): readonly string[] => [
  String(number),
  at,
  verb,
  String(details['name'] ?? grant ?? client ?? connector ?? ''),
  by,
  String(details['reason'] ?? ''),
];

export const runList = (options: AccessOptions): Promise<void> =>
  onAccess(options, async ({ ports }) => {
    await recordClaimEvents(ports);
    const entries = await readLedger(ports.records);
    if (options.json) printJson({ entries });
    else printOut(entries.length === 0 ? 'the ledger is empty' : table(entries.map(line)).join('\n'));
  });

const problemOf = (entries: readonly LedgerEntry[], head: string | undefined): string | undefined => {
  const known = head === undefined || entries.some(({ hash }) => hash === head);
  return ledgerProblem(entries) ?? (known ? undefined : 'no entry has the hash of --head');
};

export const runVerify = (options: VerifyOptions): Promise<void> =>
  onAccess(options, async ({ ports }) => {
    const entries = await readLedger(ports.records);
    const text = problemOf(entries, options.head);
    if (text !== undefined) throw cliError('Ledger.Broken', { text });
    const head = entries.at(-1)?.hash ?? '';
    if (options.json) printJson({ entries: entries.length, head });
    else printOut(`${counted(entries.length, 'entry', 'entries')}, none changed\nhead ${head}`);
  });
