import type { StoredConnector } from '../access/verify/index.ts';
import type { CheckResult, Missing, Status } from './connector-view.ts';
import type { ConnectorSettings, Described, DescribedConnector } from './described.ts';
import { type Evidence, isoOf } from './record.ts';

/** Older evidence doesn’t count. */
export const evidenceSeconds = 7 * 86_400;

/** The settings of a connector with those of its record. */
export const settingsNow = ({ settings }: DescribedConnector, stored: StoredConnector): ConnectorSettings => ({
  ...settings,
  ...(stored.tenantId !== undefined && { tenantId: stored.tenantId }),
  ...(stored.clientId !== undefined && { clientId: stored.clientId }),
});

type StatusInput = {
  readonly settings: ConnectorSettings;
  readonly stored: StoredConnector;
  readonly evidence: Evidence;
  /** Seconds since the Unix epoch. */
  readonly now: number;
};

/** The results that still count: of this application, and not too old. */
const countingChecks = ({ settings, evidence, now }: StatusInput): readonly CheckResult[] =>
  evidence.clientId === settings.clientId
    ? evidence.checks.filter(({ at }) => now - Date.parse(at) / 1000 <= evidenceSeconds)
    : [];

type Verdict = Pick<Status, 'state' | 'says' | 'reason'>;

/** What decides before any check does. */
const withoutChecks = ({ settings, stored }: StatusInput): Verdict | undefined => {
  if (stored.deleted !== undefined)
    return {
      state: 'not-configured',
      says: `Deleted on ${isoOf(stored.deleted.at).slice(0, 10)}. It refuses every call.`,
    };
  if (settings.clientId === undefined || settings.tenantId === undefined)
    return { state: 'not-configured', says: 'No Entra application is known for it.' };
  if (stored.paused !== undefined)
    return { state: 'degraded', reason: 'paused', says: 'Paused. It refuses every call until somebody resumes it.' };
  if (!settings.enabled)
    return { state: 'degraded', reason: 'disabled', says: 'Disabled in the settings. AWS refuses every call.' };
  return undefined;
};

const ofChecks = (checks: readonly CheckResult[]): Verdict => {
  const failed = checks.filter(({ state }) => state === 'failed');
  const [first] = failed.filter(({ check }) => check !== 'consent');
  if (first !== undefined) return { state: 'degraded', reason: first.code ?? first.check, says: first.says };
  const [consent] = failed;
  if (consent !== undefined) return { state: 'consent-pending', says: consent.says };
  const tried = (['keyring', 'sign-in', 'consent'] as const).every((name) =>
    checks.some(({ check, state }) => check === name && state === 'ok'),
  );
  return tried
    ? { state: 'ready', says: 'Keyring, sign-in and consent are in order.' }
    : { state: 'configured', says: 'Nobody has checked lately whether it works.' };
};

/** Computes the status of a connector. It is never stored, and its evidence has a time. */
export const computeStatus = (input: StatusInput): Status => {
  const checks = countingChecks(input);
  const verdict = withoutChecks(input) ?? ofChecks(checks);
  const times = checks.map(({ at }) => at).sort();
  const [checkedAt] = times;
  return {
    ...verdict,
    word: verdict.state === 'not-configured' ? 'Not configured' : 'Configured',
    ...(checkedAt !== undefined && {
      checkedAt,
      ageSeconds: Math.max(0, Math.floor(input.now - Date.parse(checkedAt) / 1000)),
    }),
    evidence: checks,
  };
};

const admin = 'a Graphveil administrator';
const engineer = 'the platform engineer';
const consentAdmin = 'a Privileged Role Administrator of the tenant';

const npx = 'npx --no-install graphveil';

/** Who can fix a failed check, and how. */
const remedies: Readonly<Record<CheckResult['check'], Omit<Missing, 'says'>>> = {
  keyring: { who: engineer, remedy: `${npx} keys status --aws; then the access of the function’s role to the keyring` },
  'sign-in': {
    who: `${engineer}, with the Entra administrator`,
    remedy: `${npx} doctor; docs/guides/troubleshooting.md explains AADSTS numbers`,
  },
  consent: { who: consentAdmin, remedy: 'follow the consent document of this connector' },
  call: {
    who: engineer,
    remedy: `${npx} call --connector NAME shows the refusal; docs/reference/problems.md explains its code`,
  },
};

/** Returns what keeps a connector from being ready, and who can fix it. */
export const missingOf = (
  { settings, stored }: StatusInput,
  { state, reason, evidence, says }: Status,
  { place, settingsFile }: Pick<Described, 'place' | 'settingsFile'>,
): readonly Missing[] => {
  if (state === 'not-configured')
    return [
      stored.deleted === undefined && place === 'deployed'
        ? {
            says,
            who: engineer,
            remedy: `npm run deploy makes the application of ${settingsFile}; then ${npx} consent render`,
          }
        : { says, who: admin, remedy: 'configure it with the client id of its Entra application' },
    ];
  if (reason === 'paused')
    return [
      {
        says: `${says} Reason: ${stored.paused?.reason}`,
        who: admin,
        remedy: `${npx} connectors resume ${stored.name}`,
      },
    ];
  if (reason === 'disabled')
    return [{ says, who: engineer, remedy: `enabled: true in ${settingsFile}, then npm run deploy` }];
  if (state === 'configured') return [{ says, who: admin, remedy: `${npx} connectors check ${stored.name}` }];
  const failed = evidence.filter((result) => result.state === 'failed');
  return [
    ...failed.map((result) => {
      const { who, remedy } = remedies[result.check];
      return { says: result.says, who, remedy: remedy.replace('NAME', stored.name) };
    }),
    ...(settings.acceptUnproven === undefined
      ? []
      : [
          {
            says: `Its rules aren’t proven: ${settings.acceptUnproven}`,
            who: 'the owner of the rules',
            remedy: `${npx} prove shows the gaps`,
          },
        ]),
  ];
};
