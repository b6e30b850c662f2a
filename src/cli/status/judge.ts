import type { Settings } from '../../config/index.ts';
import { type Finding, notChecked, wrong } from '../shared/finding.ts';
import type { KeyringState } from '../shared/show-keyring.ts';
import type { ConnectorStatus } from './deployment-status.ts';
import type { Health } from './read-health.ts';

const npx = 'npx --no-install graphveil';

/** Reports a keyring that doesn't exist yet. */
export const judgeKeyring = ({ present, place }: KeyringState, { aws }: Settings): readonly Finding[] =>
  present
    ? []
    : [wrong('keyring', `there is none in ${place}`, `${npx} keys init --aws`, `who may assume ${aws.keysRole}`)];

/** What to do about a check of /healthz that isn't `ok`, by its code. */
const remedies: Readonly<Record<string, readonly [command: string, who?: string]>> = {
  'Graphveil.KeyringUnavailable': [
    `${npx} keys status --aws; then the access of the function's role to the parameter and the key`,
  ],
  'Graphveil.IdentityTokenUnavailable': [`${npx} doctor`, 'an administrator of the AWS account'],
  'Graphveil.SignInFailed': [
    'look up the AADSTS number of the log in docs/guides/troubleshooting.md',
    'the platform engineer, with the Entra administrator',
  ],
};

const whoConsents = 'a Privileged Role Administrator of the tenant';

const judgeAnswer = (
  name: string,
  health: Extract<Health, { kind: 'answered' }>,
  documents: string,
): readonly Finding[] => {
  const { keyring, signIn, consent } = health.checks;
  const broken = [keyring, signIn].filter((code) => code !== 'ok');
  const missing = health.missingPermissions.join(', ');
  return [
    ...broken.map((code) => {
      const [command, who] = remedies[code] ?? ['docs/reference/problems.md explains the code'];
      return wrong(name, `not ready (${code})`, command, who);
    }),
    ...(consent === 'ok' || consent === 'unknown'
      ? []
      : [wrong(name, `consent is missing for ${missing}`, `hand over ${documents}/consent/${name}.html`, whoConsents)]),
  ];
};

const judgeHealth = (name: string, health: Health, settings: Settings): readonly Finding[] => {
  if (health.kind === 'answered') return judgeAnswer(name, health, settings.documents.folder);
  if (health.kind === 'not-allowed')
    return [
      notChecked(
        name,
        `AWS doesn't let you call it, so its health is unknown; add your role to awsPrincipals of a caller, or allow it lambda:InvokeFunctionUrl and lambda:InvokeFunction`,
      ),
    ];
  return [
    wrong(
      name,
      `the function ends without an answer (${health.status})`,
      `aws logs tail /aws/lambda/graphveil-${settings.environment}-${name} --since 1h`,
    ),
  ];
};

/** Reports an access check that didn't finish lately. */
export const judgeMissingCheck = ({ environment }: Settings): Finding =>
  wrong(
    'access check',
    'none finished in 36 hours, so grants of owners end',
    `aws logs tail /aws/lambda/graphveil-${environment}-access-check --since 2d`,
  );

/** Reports an alarm of the console, the access check or the token service. */
export const judgeAccessAlarm = (alarm: string, { environment }: Settings): Finding =>
  wrong('console', `alarm ${alarm}`, `the description of the alarm graphveil-${environment}-${alarm} says what to do`);

/** Reports a connector's problems, who can fix each, and how. */
export const judgeConnector = (
  { name, enabled, health, alarms = [] }: ConnectorStatus,
  settings: Settings,
): readonly Finding[] => {
  if (!enabled) return [];
  return [
    ...(health === undefined ? [] : judgeHealth(name, health, settings)),
    ...alarms.map((alarm) =>
      wrong(
        name,
        `alarm ${alarm}`,
        `the description of the alarm graphveil-${settings.environment}-${name}-${alarm} says what to do`,
      ),
    ),
  ];
};
