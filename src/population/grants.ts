/** The part of a tenant that a caller may see. */
export type Grant = {
  /** Object ids of the groups whose people the caller may see. */
  readonly groups: readonly string[];
  /** Keeps the pseudonyms of people outside whom a record mentions. */
  readonly counterparts: boolean;
  /** Groups of other callers that the same principals can use, so that they could compare the replies. */
  readonly beside: readonly string[];
};

/** The grants of a deployment. There are none while no caller is limited. */
export type Grants = {
  /** Least number of people in a group, and of those that distinguish two groups. */
  readonly leastGroupSize: number;
  /** Grants by principal: the ARN of an assumed role without the name of its session. `everybody`: no limit. */
  readonly callers: ReadonlyMap<string, Grant | 'everybody'>;
};

const session = /^(arn:[^:]*:sts::[^:]*:assumed-role\/[^/]+)\/.*$/s;

/** Returns the grant of a principal; undefined for one that the settings don't name. */
export const grantOf = (principal: string | undefined, { callers }: Grants): Grant | 'everybody' | undefined =>
  callers.get(principal?.replace(session, '$1') ?? '');
