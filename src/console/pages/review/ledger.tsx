import { Note, Table, Time } from '../../ui/parts.tsx';
import { Who } from '../../ui/who.tsx';
import { type LedgerEntryView, ledgerList, ledgerVerify } from '../../verbs/reviews.ts';
import type { PageDefinition, PageReply, PageRequest } from '../page.ts';

const detail = ([name, value]: readonly [string, unknown]): string =>
  `${name}: ${Array.isArray(value) ? value.join(', ') : String(value)}`;

const aboutOf = ({ connector, client, grant, details }: LedgerEntryView): string =>
  [connector, details['name'] ?? client, grant].filter((part) => part !== undefined).join(', ');

const row = (entry: LedgerEntryView) => [
  entry.number,
  <Time at={entry.at} />,
  entry.verb,
  aboutOf(entry),
  <Who id={entry.by} />,
  Object.entries(entry.details).map(detail).join('; '),
];

const show = async ({ query, perform }: PageRequest): Promise<PageReply> => {
  const before = query.get('before') ?? undefined;
  const [found, verified] = [
    await perform(ledgerList, before === undefined ? {} : { before }),
    await perform(ledgerVerify, {}),
  ];
  if (!found.ok) return { refusal: found };
  if (!verified.ok) return { refusal: verified };
  const { entries, total } = found.value;
  const { problem, head } = verified.value;
  const last = entries.at(-1)?.number ?? 1;
  return {
    title: 'Ledger',
    body: (
      <>
        <p>Who decided what. Each entry holds the hash of the one before, so a changed or removed one shows.</p>
        <Note warning={problem !== undefined}>
          <p>
            {problem === undefined
              ? `${total} entries, none changed or removed.`
              : `The chain is broken: ${problem}. Tell the privacy officer, and compare with a backup.`}
          </p>
          {head !== '' && (
            <p>
              Hash of the last entry: <code>{head}</code>. Keep it elsewhere, to notice later if entries are cut off.
            </p>
          )}
        </Note>
        {entries.length === 0 ? (
          <p>Nobody has decided anything yet.</p>
        ) : (
          <Table head={['Number', 'Time', 'Decision', 'About', 'By', 'Details']} rows={entries.map(row)} />
        )}
        {last > 1 && (
          <p class="actions">
            <a class="button quiet" href={`/ledger?before=${last}`}>
              Earlier entries
            </a>
          </p>
        )}
      </>
    ),
  };
};

export const ledgerPages: readonly PageDefinition[] = [
  { verb: 'ledger.list', method: 'get', path: '/ledger', handle: show },
];
