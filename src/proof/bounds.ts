import type { Bound, EndpointPlan, OwnedKind } from '../plan/index.ts';

/** The kinds of bounds, the strongest first, with their meaning for a caller that is limited to a group. */
export const boundMeanings: Readonly<Record<Bound['by'], string>> = {
  path: 'the path names a person, who must be in the group',
  group: 'the path names a group or team, which must be the caller’s',
  items: 'the reply lists people or groups, and only those of the caller’s group stay',
  owner: 'the path names a drive, chat or call, and somebody in it must be in the group',
  none: 'nothing names a person, so the call is refused',
};

const ownedThings: Readonly<Record<OwnedKind, string>> = {
  'drive-id': 'owner of the drive',
  'chat-id': 'members of the chat',
  'call-record-id': 'participants of the call',
};

const subjectOf = (bound: Bound): string => {
  switch (bound.by) {
    case 'path':
      return `person in {${bound.parameter}}`;
    case 'group':
      return `group in {${bound.parameter}}`;
    case 'owner':
      return `${ownedThings[bound.of]} in {${bound.parameter}}`;
    case 'items':
      return 'each item';
    case 'none':
      return 'refused';
  }
};

/** Describes what limits the calls of an endpoint to a group: `person in {userId}, each item`. */
export const describeBound = (bound: Bound): string =>
  bound.by !== 'none' && bound.by !== 'items' && bound.items === true
    ? `${subjectOf(bound)}, each item`
    : subjectOf(bound);

export type BoundCounts = Readonly<Record<Bound['by'], number>>;

/** Counts endpoints by what limits them. */
export const countBounds = (endpoints: readonly Pick<EndpointPlan, 'bound'>[]): BoundCounts => {
  const counts = { path: 0, group: 0, items: 0, owner: 0, none: 0 };
  for (const { bound } of endpoints) counts[bound.by] += 1;
  return counts;
};
