import { z } from 'zod';
import {
  choosePermissions,
  findClient,
  type GroupPorts,
  type GroupRefusal,
  type listGrants,
  type ProposalRefusal,
  type Relation,
  type RequestRefusal,
  relationToGroup,
} from '../../../access/index.ts';
import { done, type Outcome, type Refusal, refuse } from '../../outcome.ts';
import type { VerbContext } from '../verb.ts';

type GrantedPermission = Awaited<ReturnType<typeof listGrants>>[number]['permissions'][number];

export const fields = {
  id: z.string().min(1).max(60),
  group: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'Enter the object id of a group, a GUID.'),
  permissions: z
    .union([
      z.array(z.string().max(200)),
      z
        .string()
        .max(200)
        .transform((one) => [one]),
    ])
    .refine((names) => names.length > 0 && names.length <= 200, 'Choose at least one permission.'),
  days: z.coerce
    .number('Enter days from 1 to 365.')
    .int('Enter days from 1 to 365.')
    .min(1, 'Enter days from 1 to 365.')
    .max(365, 'Enter days from 1 to 365.'),
  reason: z.string().trim().min(10, 'Write at least 10 characters.').max(500, 'Use at most 500 characters.'),
} as const;

export const groupPorts = ({ ports }: VerbContext): GroupPorts => ({
  ...ports.access,
  directory: ports.groups.directory,
  leastGroupSize: ports.groups.leastGroupSize,
});

/** The person's relation to a group, as the directory answers now. Of an unknown group nobody learns that it's unknown. */
export const groupRelation = async ({ ports, actor }: VerbContext, id: string): Promise<Relation> => {
  const group = await ports.groups.directory.group(id);
  return group === undefined ? 'other' : relationToGroup(ports.groups.directory, group, actor.id);
};

/** The person's relation to a client: own if the person registered it. */
export const clientRelation = async ({ ports, actor }: VerbContext, id: string): Promise<Relation> =>
  (await findClient(ports.access, id))?.body.createdBy === actor.id ? 'own' : 'other';

/** Returns permissions with the endpoints of today. `days` is limited by the settings. */
export const chosen = async (
  { ports }: VerbContext,
  { permissions, days }: { readonly permissions: readonly string[]; readonly days: number },
): Promise<Outcome<readonly GrantedPermission[]>> => {
  const most = ports.groups.grantDays;
  if (days > most) return refuse('Console.InputInvalid', { fields: { days: `Enter days from 1 to ${most}.` } });
  const found = choosePermissions(await ports.permissions(), permissions);
  return found.ok
    ? done(found.permissions.map(({ name, endpoints }) => ({ name, endpoints })))
    : refuse('Console.InputInvalid', { fields: { permissions: 'Choose permissions of the list.' } });
};

const notRegistered = (names: readonly string[]) =>
  refuse('Console.PermissionNotRegistered', {
    fields: { permissions: `The client isn’t registered for ${names.join(', ')}.` },
  });

/** A refusal of the domain as one of the console. */
export const refused = (refusal: GroupRefusal | RequestRefusal | ProposalRefusal): Refusal => {
  switch (refusal.why) {
    case 'not-registered':
      return notRegistered(refusal.permissions);
    case 'too-few-people':
      return refuse('Console.GroupTooSmall', {
        fields: { group: `A group needs at least ${refusal.least} people.` },
      });
    default:
      return refuse(codes[refusal.why]);
  }
};

const codes = {
  'unknown-client': 'Console.ClientUnknown',
  'unknown-grant': 'Console.GrantUnknown',
  'unknown-request': 'Console.RequestUnknown',
  'unknown-proposal': 'Console.ProposalUnknown',
  'unknown-group': 'Console.GroupUnknown',
  'not-permitted': 'Console.NotAllowed',
  'same-person': 'Console.SecondPersonNeeded',
  overlaps: 'Console.GrantExists',
  'differs-too-little': 'Console.GroupsAlike',
  decided: 'Console.SuspendedByDecision',
  'too-many': 'Console.RequestsTooMany',
  requested: 'Console.RequestExists',
  closed: 'Console.DecidedMeanwhile',
} as const;
