import type { PlannedAction, PlannedGroup, PlanSummary } from './plan-summary.ts';

const signs: Readonly<Record<PlannedAction, string>> = {
  create: '+',
  update: '~',
  replace: '-/+',
  destroy: '-',
  forget: '.',
  import: '<=',
};

const words: Readonly<Record<PlannedAction, string>> = {
  create: 'to create',
  update: 'to change',
  replace: 'to replace',
  destroy: 'to destroy',
  forget: 'to forget (Terraform no longer manages them, but keeps them)',
  import: 'to import',
};

const order: readonly PlannedAction[] = ['destroy', 'replace', 'forget', 'import', 'update', 'create'];

const mostNames = 8;

const few = (names: readonly string[]): string =>
  names.length <= mostNames
    ? names.join(', ')
    : `${names.slice(0, mostNames).join(', ')} and ${names.length - mostNames} more`;

const groupLine = ({ action, type, names, attributes }: PlannedGroup): string =>
  `  ${signs[action].padEnd(3)} ${type}: ${few(names)}${attributes.length === 0 ? '' : ` (${few(attributes)})`}`;

const countsOf = ({ groups }: PlanSummary): string =>
  order
    .map((action) => ({
      action,
      count: groups.filter((group) => group.action === action).reduce((sum, { names }) => sum + names.length, 0),
    }))
    .filter(({ count }) => count > 0)
    .map(({ action, count }) => `${count} ${words[action]}`)
    .join(', ');

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`)];

const documentsOf = ({ documents: { consent, callers } }: PlanSummary, folder: string): readonly string[] => [
  ...consent.map((name) => `to the administrator: ${folder}/consent/${name}.html`),
  ...callers.map((name) => `to the caller: ${folder}/callers/${name}.html`),
];

/** Renders a summary for people. @param folder of the documents */
export const summaryText = (summary: PlanSummary, folder: string): string => {
  const { groups, permissions, losses, keyringLocked, changedElsewhere, deployedElsewhere } = summary;
  const sorted = [...groups].sort((one, other) => order.indexOf(one.action) - order.indexOf(other.action));
  const documents = documentsOf(summary, folder);
  const added = permissions.filter((change) => change.added.length > 0);
  const removed = permissions.filter((change) => change.removed.length > 0);
  return [
    `${summary.stack}: ${countsOf(summary) || (summary.changes ? 'only outputs and documents change' : 'nothing to change')}`,
    ...sorted.map(groupLine),
    ...section('Lost for good', losses),
    ...section(
      'Functions can’t open the keyring after this, because its key changes without aws.kmsKeys.rewrap',
      keyringLocked === undefined ? [] : [`${keyringLocked.from} -> ${keyringLocked.to}`],
    ),
    ...section(
      'Deployed from another copy of this environment since the last apply of this state; this plan replaces its code',
      deployedElsewhere,
    ),
    ...section(
      'Changed without this state since its last apply',
      changedElsewhere.length === 0 ? [] : [few(changedElsewhere)],
    ),
    ...section(
      'New permissions, which an administrator must grant',
      added.map(({ of, added: names }) => `${of}: ${names.join(', ')}`),
    ),
    ...section(
      'Permissions that aren’t requested any more, which an administrator revokes',
      removed.map(({ of, removed: names }) => `${of}: ${names.join(', ')}`),
    ),
    ...section('Send after apply', documents),
    ...(added.length + removed.length === 0 ? ['No permission changes.'] : []),
    ...(documents.length === 0 ? ['No document to send again.'] : []),
  ].join('\n');
};
