import type { CheckName, CheckResult } from './connector-view.ts';

/** A reply of a connector, read as JSON; undefined if it isn't JSON. */
export type CheckReply = { readonly status: number; readonly json: unknown };

type Result = Omit<CheckResult, 'at'>;

const names: readonly CheckName[] = ['keyring', 'sign-in', 'consent', 'call'];

const notChecked = (check: CheckName, says: string): Result => ({ check, state: 'not-checked', says });

const okTexts: Readonly<Record<Exclude<CheckName, 'call'>, string>> = {
  keyring: 'The keyring is available.',
  'sign-in': 'Microsoft Entra ID lets the connector sign in.',
  consent: 'Every permission has consent.',
};

const failedTexts: Readonly<Record<Exclude<CheckName, 'call'>, string>> = {
  keyring: 'The keyring isn’t available.',
  'sign-in': 'Microsoft Entra ID or AWS refuses the sign-in.',
  consent: 'Consent is missing',
};

const isHealth = (
  json: unknown,
): json is { readonly checks: Readonly<Record<string, unknown>>; readonly missingPermissions?: unknown } =>
  typeof json === 'object' &&
  json !== null &&
  'checks' in json &&
  typeof json.checks === 'object' &&
  json.checks !== null;

/** A code of Graphveil or of Graph. Anything else could be a value of somebody. */
const codeIn = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[A-Za-z]+(?:\.[A-Za-z]+)?$/.test(value) && value.length <= 60 ? value : undefined;

const namesIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((name) => typeof name === 'string' && /^[\w.]{1,80}$/.test(name)) : [];

const partOf = (check: Exclude<CheckName, 'call'>, value: unknown, missing: readonly string[]): Result => {
  if (value === 'ok') return { check, state: 'ok', says: okTexts[check] };
  const code = codeIn(value);
  if (value === 'unknown' || code === undefined) return notChecked(check, 'The sign-in has to succeed first.');
  const says = check === 'consent' ? `${failedTexts.consent} for ${missing.join(', ')}.` : failedTexts[check];
  return { check, state: 'failed', says, code };
};

const ofCall = ({ status, json }: CheckReply, path: string): Result => {
  const template = path.replace(/\?.*$/s, '');
  if (status === 200) return { check: 'call', state: 'ok', says: `GET ${template} succeeds.` };
  const error = (json as { readonly error?: { readonly code?: unknown } } | undefined)?.error?.code;
  const code = codeIn(error) ?? `status ${status}`;
  return { check: 'call', state: 'failed', says: `GET ${template} is refused (${code}).`, code };
};

/**
 * Checks a connector through its own address: health first, then one call that names nobody. The reply of the call is
 * thrown away.
 * @param send performs a GET; rejects if the connector can't be reached
 */
export const checkByCalls = async (
  send: (path: string) => Promise<CheckReply>,
  tryCall: string | undefined,
): Promise<readonly Result[]> => {
  const health = await send('/healthz').catch(() => undefined);
  if (health === undefined)
    return [
      ...names.filter((name) => name !== 'call').map((name) => notChecked(name, 'The connector can’t be reached.')),
      { check: 'call', state: 'failed', says: 'The connector can’t be reached.', code: 'unreachable' },
    ];
  if (!isHealth(health.json))
    return names.map((name) => notChecked(name, `The connector doesn’t tell its health (status ${health.status}).`));
  const { checks, missingPermissions } = health.json;
  const missing = namesIn(missingPermissions);
  const results = [
    partOf('keyring', checks['keyring'], missing),
    partOf('sign-in', checks['signIn'], missing),
    partOf('consent', checks['consent'], missing),
  ];
  if (results.some(({ state }) => state !== 'ok'))
    return [...results, notChecked('call', 'The rest has to be in order first.')];
  if (tryCall === undefined)
    return [...results, notChecked('call', 'Every call of this source names a person or a thing.')];
  const reply = await send(tryCall).catch(() => undefined);
  return [...results, reply === undefined ? notChecked('call', 'The call has no reply.') : ofCall(reply, tryCall)];
};
