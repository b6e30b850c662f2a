import type { GroupRefusal, ProposalRefusal, RequestRefusal } from '../../access/index.ts';
import { type CliError, cliError } from '../shared/exit.ts';

export type AnyGrantRefusal = GroupRefusal | RequestRefusal | ProposalRefusal;

const reasons = {
  'unknown-request': 'this group has no open request with this id',
  'unknown-proposal': 'no proposal of the last 30 days has this id',
  'unknown-group': 'no group has this object id',
  'not-permitted': 'only an owner of the group decides about it',
  'same-person': 'somebody else has to approve it, since two people decide about everybody',
  decided: 'somebody decided to suspend the grant; use graphveil grants resume',
  'too-many': 'twenty requests of the client wait already',
  requested: 'the client already asks for this group',
  closed: 'somebody decided it before',
  'too-few-people': 'the group has too few people',
} as const;

/** A refusal of the domain as the end of the command. */
export const refused = (client: string, grant: string, refusal: AnyGrantRefusal): CliError => {
  switch (refusal.why) {
    case 'unknown-client':
      return cliError('Client.Unknown', { name: client });
    case 'unknown-grant':
      return cliError('Grant.Unknown', { name: grant });
    case 'not-registered':
      return cliError('Grant.NotRegistered', { permissions: refusal.permissions });
    case 'overlaps':
      return cliError('Grant.Overlaps', { grant: refusal.grant });
    case 'differs-too-little':
      return cliError('Grant.DiffersTooLittle', { grant: refusal.grant });
    default:
      return cliError('Grant.Refused', { text: reasons[refusal.why] });
  }
};
