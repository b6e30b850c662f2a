import { type Finding, findingsText, isOfNetwork } from '../shared/finding.ts';
import { paint } from '../shared/paint.ts';
import type { KeyringState } from '../shared/show-keyring.ts';
import { table } from '../shared/table.ts';
import type { ConnectorStatus, ConsoleStatus, DeploymentStatus } from './deployment-status.ts';
import type { Health } from './read-health.ts';

/** A moment in UTC, to the minute: `2026-11-29 09:35`. */
const minute = (at: Date): string => at.toISOString().slice(0, 16).replace('T', ' ');

const healthWord = (enabled: boolean, health: Health | undefined): string => {
  if (!enabled) return 'stopped';
  if (health === undefined || health.kind === 'not-allowed') return 'unknown';
  if (health.kind === 'failed') return paint('red', 'NO ANSWER');
  const { keyring, signIn } = health.checks;
  return keyring === 'ok' && signIn === 'ok' ? paint('green', 'ready') : paint('red', 'NOT READY');
};

const consentWord = (health: Health | undefined): string => {
  if (health?.kind !== 'answered' || health.checks.consent === 'unknown') return 'unknown';
  return health.checks.consent === 'ok' ? 'granted' : paint('red', 'MISSING');
};

const count = (value: number | undefined): string => (value === undefined ? '-' : String(value));

const row = ({ name, enabled, health, calls, alarms }: ConnectorStatus): readonly string[] => [
  name,
  healthWord(enabled, health),
  consentWord(health),
  calls?.last === undefined ? '-' : minute(calls.last),
  ...[calls?.calls, calls?.refused, calls?.unmapped, calls?.faults].map(count),
  alarms === undefined ? '-' : alarms.length === 0 ? 'none' : paint('red', alarms.join(', ')),
];

const heads = ['connector', 'health', 'consent', 'last call (UTC)', 'calls', 'refused', 'unmapped', 'faults', 'alarms'];

const keyringLine = (keyring: KeyringState | undefined): string => {
  if (keyring === undefined) return 'keyring: unknown';
  return keyring.present ? `keyring: epoch ${keyring.epoch}, since ${keyring.since}` : 'keyring: none';
};

const consoleLine = ({ url, accessCheck }: ConsoleStatus): string =>
  `console: ${url}; access check ${accessCheck === undefined ? paint('red', 'MISSING') : minute(accessCheck)}`;

/** Renders the status for people. Calls are those of 24 hours. */
export const statusText = ({
  at,
  environment,
  region,
  keyring,
  connectors,
  console,
  findings,
}: DeploymentStatus): string => {
  const right = { align: 'right' } as const;
  return [
    `${environment} in ${region}, ${minute(at)} UTC; calls of the last 24 hours`,
    keyringLine(keyring),
    ...(console === undefined ? [] : [consoleLine(console)]),
    '',
    ...table([heads, ...connectors.map(row)], { columns: [{}, {}, {}, {}, right, right, right, right] }),
    ...(findings.length === 0 ? [] : ['', findingsText(findings)]),
  ].join('\n');
};

/** True if nothing is wrong. Checks without an answer don't count. */
export const isFine = (findings: readonly Finding[]): boolean => findings.every(({ state }) => state !== 'wrong');

/** True if the network or a missing sign-in is why the status is incomplete. */
export const isIncomplete = (findings: readonly Finding[]): boolean =>
  findings.some((finding) => isOfNetwork(finding) || finding.code?.startsWith('Aws.') === true);
