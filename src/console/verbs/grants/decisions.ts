import { z } from 'zod';
import {
  claimsOf,
  confirmForGroup,
  endGrant,
  findGrant,
  type Relation,
  regenerateForGroup,
  reviewGrant,
  runAccessCheck,
  setSuspended,
} from '../../../access/index.ts';
import { done, type Outcome, refuse } from '../../outcome.ts';
import { defineVerb, type VerbContext } from '../verb.ts';
import { hand, handedOf, handedView } from './groups.ts';
import { fields, groupPorts, groupRelation, refused } from './shared.ts';
import { clientNameOf, type GrantView, grantView, grantViewOf } from './views.ts';

const one = z.strictObject({ client: fields.id, grant: fields.id });
type One = z.output<typeof one>;

/** The person's relation to the group of a grant. One for everybody belongs to nobody. */
const relation = async (context: VerbContext, choice: One): Promise<Relation> => {
  const found = await findGrant(context.ports.access, choice);
  if (found === undefined) return 'other';
  return found.body.group === undefined ? 'none' : groupRelation(context, found.body.group);
};

type StoredGrant = NonNullable<Awaited<ReturnType<typeof findGrant>>>['body'];

const shown = async (context: VerbContext, grant: StoredGrant): Promise<Outcome<GrantView>> => {
  const claims = await claimsOf(context.ports.access, grant.client);
  return done(grantViewOf(context, grant, await clientNameOf(context, grant.client), claims.get(grant.id)));
};

const path = (act: string) => `/api/grants/{client}/{grant}/${act}` as const;

export const grantConfirm = defineVerb({
  verb: 'grant.confirm',
  api: { method: 'post', path: path('confirm') },
  summary: 'Confirms a suspended grant: a current owner vouches for it from now on.',
  input: one,
  output: grantView,
  relation,
  run: async (context, choice) => {
    const made = await confirmForGroup(groupPorts(context), { ...choice, decider: context.actor });
    return made.ok ? shown(context, made.grant) : refused(made);
  },
});

export const grantRegenerate = defineVerb({
  verb: 'grant.regenerate',
  api: { method: 'post', path: path('regenerate') },
  summary: 'Makes a new claim code or refresh token, shown once. The former one ends with its access tokens, at once.',
  input: one.extend({ hand }),
  output: handedView,
  relation,
  run: async (context, choice) => {
    const made = await regenerateForGroup(groupPorts(context), { ...choice, decider: context.actor });
    return made.ok ? done(await handedOf(context, made)) : refused(made);
  },
});

const suspension = (verb: 'grant.suspend' | 'grant.resume', act: string, summary: string) =>
  defineVerb({
    verb,
    api: { method: 'post', path: path(act) },
    summary,
    input: one,
    output: grantView,
    relation,
    run: async (context, choice) => {
      const by = context.actor.id;
      const why = (await findGrant(context.ports.access, choice))?.body.suspended?.why;
      if (verb === 'grant.resume' && why !== undefined && why !== 'decision') return refuse('Console.OwnerNeeded');
      const made = await setSuspended(context.ports.access, { ...choice, by }, verb === 'grant.suspend');
      return made.ok ? shown(context, made.grant) : refused(made);
    },
  });

export const grantSuspend = suspension('grant.suspend', 'suspend', 'Suspends a grant; its calls are refused at once.');
export const grantResume = suspension('grant.resume', 'resume', 'Lets a grant go on that somebody suspended.');

export const grantEnd = defineVerb({
  verb: 'grant.end',
  api: { method: 'delete', path: '/api/grants/{client}/{grant}' },
  summary: 'Ends a grant with its tokens, at once.',
  input: one,
  output: z.object({ ended: z.string() }),
  relation,
  run: async (context, choice) => {
    const ended = await endGrant(context.ports.access, { ...choice, by: context.actor.id });
    return ended.ok ? done({ ended: ended.grant.id }) : refused(ended);
  },
});

export const grantReview = defineVerb({
  verb: 'grant.review',
  api: { method: 'post', path: path('review') },
  summary: 'Notes that a grant is still needed. The next review is due in 90 days.',
  input: one,
  output: grantView,
  relation,
  run: async (context, choice) => {
    const reviewed = await reviewGrant(context.ports.access, { ...choice, by: context.actor.id });
    return reviewed.ok ? shown(context, reviewed.grant) : refused(reviewed);
  },
});

export const accessCheckRun = defineVerb({
  verb: 'access-check.run',
  api: { method: 'post', path: '/api/access-check' },
  summary: 'Checks all grants now: owners, sizes of groups, people who joined, reviews. It also runs once a day.',
  input: z.strictObject({}),
  output: z.object({
    groups: z.number().int(),
    grants: z.number().int(),
    suspended: z.array(z.object({ client: z.string(), grant: z.string(), group: z.string(), why: z.string() })),
    failed: z.array(z.object({ group: z.string(), why: z.string() })),
    reviewsDue: z.array(z.object({ client: z.string(), grant: z.string() })),
    claimAlarms: z.number().int(),
  }),
  run: async (context) => {
    const { suspended, failed, reviewsDue, ...counts } = await runAccessCheck(groupPorts(context));
    return done({ ...counts, suspended: [...suspended], failed: [...failed], reviewsDue: [...reviewsDue] });
  },
});
