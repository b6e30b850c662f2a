import { counted, Note, Time } from '../../ui/parts.tsx';
import type { GrantView, GroupView } from '../../verbs/grants/views.ts';

export const groupPath = (group: string, act = ''): string => `/groups/${group}${act === '' ? '' : `/${act}`}`;
export const grantPath = ({ client, id }: Pick<GrantView, 'client' | 'id'>, act: string): string =>
  `/grants/${client}/${id}/${act}`;

export const kindWords: Readonly<Record<GroupView['kind'], string>> = {
  'microsoft-365': 'Microsoft 365 group',
  security: 'Security group',
  'mail-enabled-security': 'Mail-enabled security group',
  distribution: 'Distribution group',
};

const suspendedWords: Readonly<Record<string, string>> = {
  decision: 'somebody suspended it',
  'former-owner': 'who gave it no longer owns the group',
  'no-owner': 'the group has no owner',
  additions: 'more than a fifth joined the group in a day',
  'too-few-people': 'the group has too few people',
  overlap: 'it differs by too few people from another group of the client',
  'no-group': 'the group is gone',
};

const stateWords = ({ state, suspended }: GrantView): string => {
  if (state === 'suspended') return `Suspended: ${suspendedWords[suspended ?? ''] ?? 'it was suspended'}`;
  return state === 'active' ? 'Active' : 'Being given';
};

export const GrantState = ({ grant }: { readonly grant: GrantView }) => (
  <>
    {stateWords(grant)}
    {grant.reviewDue && ' · review due'}
  </>
);

/** The state of a grant's handover. */
export const ClaimState = ({ grant: { claim } }: { readonly grant: GrantView }) => {
  if (claim === undefined) return <>no code</>;
  if (claim.state === 'used')
    return (
      <>
        claimed {claim.usedAt !== undefined && <Time at={claim.usedAt} />}
        {claim.alarms > 0 && <strong> · {counted(claim.alarms, 'alarm')}</strong>}
      </>
    );
  if (claim.state === 'open')
    return (
      <>
        waits until <Time at={claim.until} />
      </>
    );
  return claim.state === 'locked' ? <strong>locked: five wrong codes</strong> : <>code ended</>;
};

export const Alarms = ({ count }: { readonly count: number }) =>
  count === 0 ? null : (
    <Note warning>
      <p>
        <strong>{counted(count, 'claim')} came after the code was used.</strong> Ask the developer. If it wasn’t the
        client itself, make a new code, which ends the former token at once.
      </p>
    </Note>
  );
