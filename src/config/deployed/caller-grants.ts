import type { Grant, Grants } from '../../population/index.ts';
import type { Caller, Settings } from '../settings/settings.ts';
import { callerRoleName } from './names.ts';

/** The grants of a deployment as a function's environment contains them. Groups are listed once and then named by position. */
type GrantsText = {
  readonly account: string;
  readonly partition: string;
  readonly least: number;
  readonly groups: readonly string[];
  readonly callers: Readonly<Record<string, CallerText>>;
};

type CallerText = {
  readonly groups?: readonly number[];
  readonly beside?: readonly number[];
  readonly counterparts?: true;
};

type Principals = Pick<Caller, 'awsPrincipals' | 'googleServiceAccounts'>;

/** True if somebody can act as both callers, and so compare their replies. */
export const sharePrincipal = (one: Principals, other: Principals): boolean =>
  one.awsPrincipals.some((arn) => other.awsPrincipals.includes(arn)) ||
  one.googleServiceAccounts.some((id) => other.googleServiceAccounts.includes(id));

/** Longest text. Lambda accepts 4 kB for all variables of a function. */
export const longestGrants = 3_000;

/** Returns the grants of a deployment's callers as text; undefined if no caller is limited to groups. */
export const writeGrants = ({
  aws,
  callers,
  leastGroupSize,
}: {
  readonly aws: Pick<Settings['aws'], 'account' | 'partition'>;
  readonly callers: readonly Pick<
    Caller,
    'name' | 'groups' | 'counterparts' | 'awsPrincipals' | 'googleServiceAccounts'
  >[];
  readonly leastGroupSize: number;
}): string | undefined => {
  const groups = [...new Set(callers.flatMap((caller) => caller.groups))];
  if (groups.length === 0) return undefined;
  const positions = (ids: readonly string[]): readonly number[] => [...new Set(ids)].map((id) => groups.indexOf(id));
  const text: GrantsText = {
    account: aws.account,
    partition: aws.partition,
    least: leastGroupSize,
    groups,
    callers: Object.fromEntries(
      callers.map((caller): [string, CallerText] => {
        if (caller.groups.length === 0) return [caller.name, {}];
        const beside = callers.flatMap((other) =>
          other !== caller && sharePrincipal(other, caller)
            ? other.groups.filter((id) => !caller.groups.includes(id))
            : [],
        );
        return [
          caller.name,
          {
            groups: positions(caller.groups),
            ...(beside.length > 0 && { beside: positions(beside) }),
            ...(caller.counterparts && { counterparts: true }),
          },
        ];
      }),
    ),
  };
  return JSON.stringify(text);
};

/** Reads the text that `writeGrants` wrote. Throws if it is damaged, because a function without grants would show everybody. */
export const readGrants = (text: string, environment: string): Grants => {
  const { account, partition, least, groups, callers } = JSON.parse(text) as GrantsText;
  const ids = (positions: readonly number[]): readonly string[] =>
    positions.map((position) => {
      const id = groups[position];
      if (id === undefined) throw new Error('a group is missing');
      return id;
    });
  const grantOf = ({ groups: own, beside = [], counterparts }: CallerText): Grant | 'everybody' =>
    own === undefined ? 'everybody' : { groups: ids(own), beside: ids(beside), counterparts: counterparts === true };
  const principal = (name: string): string =>
    `arn:${partition}:sts::${account}:assumed-role/${callerRoleName(environment, name)}`;
  if (!Number.isInteger(least)) throw new Error('the least size is missing');
  return {
    leastGroupSize: least,
    callers: new Map(Object.entries(callers).map(([name, caller]) => [principal(name), grantOf(caller)])),
  };
};
