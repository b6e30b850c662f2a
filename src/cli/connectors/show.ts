import type { ChangePlan, CheckResult, ConnectorView, RemovalPlan, Status } from '../../registry/index.ts';
import { counted } from '../shared/count.ts';
import { paint } from '../shared/paint.ts';
import { table } from '../shared/table.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** `4 minutes ago`. */
export const ageText = (seconds: number): string => {
  if (seconds < 2 * minute) return 'just now';
  if (seconds < 2 * hour) return `${Math.floor(seconds / minute)} minutes ago`;
  return seconds < 2 * day ? `${Math.floor(seconds / hour)} hours ago` : `${Math.floor(seconds / day)} days ago`;
};

const stateWords = {
  'not-configured': 'not configured',
  configured: 'configured',
  'consent-pending': 'consent pending',
  ready: 'ready',
  degraded: 'degraded',
} as const;

/** `Configured: ready, checked 4 minutes ago`. */
export const statusText = ({ word, state, reason, ageSeconds }: Status): string => {
  const detail =
    state === 'not-configured' ? '' : `: ${stateWords[state]}${reason === undefined ? '' : ` (${reason})`}`;
  return `${word}${detail}${ageSeconds === undefined ? '' : `, checked ${ageText(ageSeconds)}`}`;
};

const peopleText = (people: ConnectorView['uses']['people']): string => {
  if (people === undefined) return 'people unknown';
  return people === 'everybody' ? 'everybody' : counted(people, 'person', 'people');
};

export const usesText = ({ clients, groups, people, callers }: ConnectorView['uses']): string =>
  [
    counted(clients.length, 'client'),
    counted(groups.length, 'group'),
    peopleText(people),
    ...(callers.length === 0 ? [] : [counted(callers.length, 'caller')]),
  ].join(', ');

export const listText = (views: readonly ConnectorView[]): string =>
  table([
    ['connector', 'title', 'status', 'used by'],
    ...views.map(({ name, title, status, uses }) => [name, title, statusText(status), usesText(uses)]),
  ]).join('\n');

const marks = {
  ok: () => paint('green', 'ok'),
  failed: () => paint('red', 'WRONG'),
  'not-checked': () => '-',
} as const;

export const checksText = (checks: readonly CheckResult[]): string =>
  table(
    checks.map(({ check, state, says }) => [marks[state](), check, says]),
    { columns: [{ width: 5 }] },
  ).join('\n');

const list = (values: readonly string[]): string => values.join(', ') || 'none';

export const connectorText = (view: ConnectorView): string => {
  const { settings, federated, uses } = view;
  const missing = view.missing.flatMap(({ says, who, remedy }) => [
    ['missing', says],
    ['', `who: ${who}`],
    ['', `do: ${remedy}`],
  ]);
  return table([
    ['connector', `${view.name}, version ${view.version}`],
    ['title', `${view.title} (${view.availability})`],
    ['status', statusText(view.status)],
    ...missing,
    ['tenant', settings.tenantId ?? 'not known'],
    ['client id', settings.clientId ?? 'not known'],
    ['credential', `federated: issuer ${federated.issuer}`],
    ['', `subject ${federated.subject}`],
    ['', `audience ${federated.audience}`],
    ['variants', list(settings.variants)],
    ['extras', list(settings.extras)],
    ['narrower', list(settings.narrow)],
    ['offered to', list(view.offered)],
    ...view.permissions.map(({ name, reason }, index) => [
      index === 0 ? 'permissions' : '',
      `${name}: ${reason.trim()}`,
    ]),
    ['used by', usesText(uses)],
    ...(uses.clients.length === 0 ? [] : [['clients', list(uses.clients.map(({ name }) => name))]]),
    ...(uses.callers.length === 0 ? [] : [['callers', list(uses.callers)]]),
  ]).join('\n');
};

export const planText = (plan: ChangePlan): string => {
  const { changes, requiresDeployment, keepingGrants, permissions, version } = plan;
  if (changes.length === 0) return `nothing changes; version ${version}`;
  const rows = changes.map(({ field, before, after, effect }) => [
    field,
    `${before} → ${after}`,
    effect === 'at-once' ? 'at once' : 'needs a deployment',
  ]);
  const because = changes.flatMap(({ because: text }) => text ?? []);
  return [
    ...table(rows),
    '',
    ...because,
    `permissions added: ${list(permissions.added)}; removed: ${list(permissions.removed)}`,
    plan.requiresReconnect ? 'People with a connection must connect again.' : 'Nobody must connect again.',
    plan.requiresConsent ? 'The administrator of the tenant must consent again.' : 'No new consent is needed.',
    ...(keepingGrants.length === 0
      ? []
      : [
          `${counted(keepingGrants.length, 'grant')} keep their permissions: ${list(keepingGrants.map(({ client, id }) => `${client} ${id}`))}`,
        ]),
    ...(requiresDeployment === undefined
      ? []
      : [
          '',
          `${requiresDeployment.file}:`,
          requiresDeployment.lines.replaceAll(/^(?=.)/gm, '  '),
          `then: ${requiresDeployment.command}`,
        ]),
    `version ${version}`,
  ].join('\n');
};

export const removalText = (plan: RemovalPlan): string =>
  [
    ...table([
      ['connector', plan.connector],
      [
        'clients',
        `${plan.clients.length}${plan.clients.length === 0 ? '' : `: ${list(plan.clients.map(({ name }) => name))}`}`,
      ],
      ['grants that end', String(plan.grants)],
      ['grants that keep other connectors', String(plan.narrowedGrants)],
      ['refresh tokens that end', String(plan.refreshTokens)],
      ['groups', String(plan.groups.length)],
      ['people', peopleText(plan.people)],
      ['callers of the settings', list(plan.callers)],
    ]),
    '',
    'Every call is refused at once, with tokens that were issued before as well. The ledger stays.',
    `Afterwards remove its entry from the settings, and run ${plan.command}.`,
  ].join('\n');
