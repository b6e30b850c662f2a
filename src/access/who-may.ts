/** App roles of the console's Entra application, without the prefix `Graphveil.`. */
export const appRoles = ['Admin', 'PrivacyOfficer', 'Developer'] as const;
export type AppRole = (typeof appRoles)[number];

/** A person who is signed in. */
export type Actor = {
  /** Object id in Microsoft Entra ID. */
  readonly id: string;
  readonly name: string;
  readonly roles: readonly AppRole[];
};

/**
 * How a person is related to the object of a verb. `own`: the client that the person registered, the group that the person
 * owns now, the proposal that the person made, the person's own account. `none`: the verb has no object, or the object
 * can't have an owner, such as a group whose owners Microsoft Graph doesn't know.
 */
export type Relation = 'own' | 'other' | 'none';
export const relations = ['own', 'other', 'none'] as const satisfies readonly Relation[];

/**
 * App roles, and what people are without one. `owner`: owns the group that is the verb's object. `member`: decides about the
 * own account. `anyone`: is signed in.
 */
export type Persona = AppRole | 'owner' | 'member' | 'anyone';

/** What a verb acts on, and what its relation is about. */
export type VerbObject = 'none' | 'connector' | 'client' | 'group' | 'proposal' | 'account';

type Rule = {
  readonly on: VerbObject;
  /** The relation in which a persona may; `any` for all. Others may never. */
  readonly may: Readonly<Partial<Record<Persona, Relation | 'any'>>>;
  /** Asks for a sign-in within the last 15 minutes. */
  readonly fresh?: true;
};

const everyone = { anyone: 'any' } as const;
const admin = { Admin: 'any' } as const;
const reviewers = { Admin: 'any', PrivacyOfficer: 'any' } as const;
const staff = { ...reviewers, Developer: 'any' } as const;
/** Who holds a secret of a client can act as the client, so nobody makes one for another's. */
const registrant = { Admin: 'own', Developer: 'own' } as const;
/** Owners decide about their group. Administrators decide where Microsoft Graph knows no owners. */
const groupOwner = { owner: 'own', Admin: 'none' } as const;
const endGroup = { ...reviewers, owner: 'own' } as const;
const account = { member: 'own' } as const;

/**
 * Everything that the console, its API and `graphveil` as a person do, and who may do it. Operators who run commands on the
 * store itself are limited by their IAM policy instead.
 */
export const verbs = {
  'catalog.list': { on: 'none', may: everyone },
  'catalog.dictionary': { on: 'none', may: everyone },

  'connector.list': { on: 'none', may: everyone },
  'connector.show': { on: 'connector', may: staff },
  'connector.check': { on: 'connector', may: admin },
  'connector.plan': { on: 'connector', may: admin },
  'connector.change': { on: 'connector', may: admin },
  'connector.pause': { on: 'connector', may: admin },
  'connector.resume': { on: 'connector', may: admin },
  'connector.plan-delete': { on: 'connector', may: admin },
  'connector.delete': { on: 'connector', may: admin, fresh: true },

  'client.list': { on: 'none', may: staff },
  'client.show': { on: 'client', may: { ...reviewers, Developer: 'own' } },
  'client.create': { on: 'none', may: { Admin: 'any', Developer: 'any' } },
  'client.change': { on: 'client', may: registrant },
  'client.rotate': { on: 'client', may: registrant, fresh: true },
  'client.end-secret': { on: 'client', may: { Admin: 'any', Developer: 'own' } },
  'client.delete': { on: 'client', may: { Admin: 'any', Developer: 'own' }, fresh: true },

  'request.list': { on: 'client', may: { ...reviewers, Developer: 'own' } },
  'request.create': { on: 'client', may: { Developer: 'own' } },
  'request.withdraw': { on: 'client', may: { Developer: 'own' } },
  'request.decline': { on: 'group', may: groupOwner },

  'group.list': { on: 'none', may: everyone },
  'group.show': { on: 'group', may: { ...reviewers, owner: 'own' } },

  'grant.list': { on: 'client', may: { ...reviewers, Developer: 'own' } },
  'grant.give': { on: 'group', may: groupOwner },
  'grant.confirm': { on: 'group', may: groupOwner },
  'grant.regenerate': { on: 'group', may: groupOwner, fresh: true },
  'grant.suspend': { on: 'group', may: endGroup },
  'grant.resume': { on: 'group', may: { PrivacyOfficer: 'any' } },
  'grant.end': { on: 'group', may: endGroup },
  'grant.review': { on: 'group', may: endGroup },

  'claim.redeem': { on: 'client', may: { Developer: 'own' } },

  'proposal.list': { on: 'none', may: reviewers },
  'proposal.create': { on: 'none', may: admin },
  'proposal.approve': { on: 'proposal', may: { PrivacyOfficer: 'other' }, fresh: true },
  'proposal.decline': { on: 'proposal', may: { PrivacyOfficer: 'any' } },
  'proposal.withdraw': { on: 'proposal', may: { Admin: 'own' } },

  'check.list': { on: 'none', may: reviewers },
  'review.list': { on: 'none', may: reviewers },
  'review.end': { on: 'none', may: reviewers },
  'review.done': { on: 'none', may: reviewers },
  'access-check.run': { on: 'none', may: reviewers },
  'ledger.list': { on: 'none', may: reviewers },
  'ledger.verify': { on: 'none', may: reviewers },

  'connection.list': { on: 'account', may: account },
  'connection.connect': { on: 'account', may: account },
  'connection.allow': { on: 'account', may: account },
  'connection.disconnect': { on: 'account', may: account },
  'connection.end': { on: 'account', may: reviewers },

  /** Data of people are read by clients with a grant. No person reads them here, whatever the role. */
  'data.read': { on: 'account', may: {} },
} as const satisfies Readonly<Record<string, Rule>>;

export type Verb = keyof typeof verbs;

export const isVerb = (text: string): text is Verb => Object.hasOwn(verbs, text);

/** Returns what a verb acts on. */
export const objectOf = (verb: Verb): VerbObject => verbs[verb].on;

/** True for a verb that asks for a sign-in within the last 15 minutes. */
export const needsFreshSignIn = (verb: Verb): boolean => (verbs[verb] as Rule).fresh === true;

/** The personas of a person in front of an object. */
const personasOf = ({ roles }: Actor, relation: Relation, on: VerbObject): readonly Persona[] => [
  ...roles,
  ...(relation === 'own' && on === 'group' ? (['owner'] as const) : []),
  ...(relation === 'own' && on === 'account' ? (['member'] as const) : []),
  'anyone',
];

/**
 * Decides whether a person may do something. `relation` is the one to the verb's object (`objectOf`), computed for this
 * object now, never read from the request. A list that a person may open holds only objects that the person may see.
 */
export const mayDo = (actor: Actor, verb: Verb, relation: Relation): boolean => {
  const { on, may }: Rule = verbs[verb];
  return personasOf(actor, relation, on).some((persona) => may[persona] === 'any' || may[persona] === relation);
};
