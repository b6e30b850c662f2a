import { type Caller, type Settings, sharePrincipal } from '../../config/index.ts';
import { differTooLittle, hiddenReader, mostPeople } from '../../population/index.ts';
import { type ProblemCode, problemCodes } from '../../problems/index.ts';
import { CliError, cliError } from '../shared/exit.ts';
import { type Finding, failed, notChecked, ok, wrong } from '../shared/finding.ts';
import { GraphRefusal, type OperatorGraph } from '../shared/graph.ts';

type Group = {
  readonly visibility?: string | null;
  readonly groupTypes?: readonly string[];
  readonly mailEnabled?: boolean | null;
  readonly onPremisesSyncEnabled?: boolean | null;
};
type WithId = { readonly id: string };

/** A group of the settings, with the callers that are limited to it and the connectors that they use. */
type LimitingGroup = {
  readonly id: string;
  readonly callers: readonly Caller[];
  readonly connectors: readonly string[];
};

/** Graph's facts about a group. `people`: undefined if it may hide some of them from the operator. */
type GroupFacts = {
  readonly group: Group;
  readonly people?: ReadonlySet<string>;
  readonly owners: number;
};

const deployer = 'the administrator of the deployment';
const chooseAnother = 'choose another group in callers.<name>.groups';

/** Microsoft Graph doesn't manage owners of these. Source: Microsoft Graph, "List group owners". */
const hasNoOwners = ({ groupTypes = [], mailEnabled, onPremisesSyncEnabled }: Group): boolean =>
  onPremisesSyncEnabled === true || (mailEnabled === true && !groupTypes.includes('Unified'));

const isHidden = ({ visibility }: Group): boolean => visibility === 'HiddenMembership';

const groupsOf = ({ callers }: Settings): readonly LimitingGroup[] =>
  [...new Set(callers.flatMap(({ groups }) => groups))].map((id) => {
    const limited = callers.filter(({ groups }) => groups.includes(id));
    return { id, callers: limited, connectors: [...new Set(limited.flatMap(({ connectors }) => connectors))] };
  });

const nameOf = ({ id, callers }: LimitingGroup): string =>
  `group ${id} (${callers.length === 1 ? 'caller' : 'callers'} ${callers.map(({ name }) => name).join(', ')})`;

const properties = 'id,visibility,groupTypes,mailEnabled,onPremisesSyncEnabled';

const readFacts = async ({ id }: LimitingGroup, graph: OperatorGraph): Promise<GroupFacts | undefined> => {
  const group = await graph.get<Group>(`/groups/${id}?$select=${properties}`);
  if (group === undefined) return undefined;
  const [people, owners] = await Promise.all([
    graph.list<WithId>(`/groups/${id}/transitiveMembers/microsoft.graph.user?$count=true&$top=999&$select=id`, {
      advanced: true,
      most: mostPeople + 1,
    }),
    hasNoOwners(group) ? [] : graph.list<WithId>(`/groups/${id}/owners?$select=id`),
  ]);
  const known = isHidden(group) && people.length === 0 ? undefined : new Set(people.map((person) => person.id));
  return { group, owners: owners.length, ...(known !== undefined && { people: known }) };
};

/** The finding of a refusal that each call of the caller would get. */
const refusal = (check: string, code: ProblemCode, detail: string, command: string, who: string): Finding => ({
  ...wrong(check, `${problemCodes[code].message.replace(/\.$/, '')}: ${detail}`, command, who),
  code,
});

const judge = (
  limiting: LimitingGroup,
  { group, people, owners }: GroupFacts,
  leastGroupSize: number,
  seesHidden: (connector: string) => boolean,
): readonly Finding[] => {
  const check = nameOf(limiting);
  const found: Finding[] = [];
  const blind = isHidden(group) ? limiting.connectors.filter((connector) => !seesHidden(connector)) : [];
  if (blind.length > 0)
    found.push(
      refusal(
        check,
        'Graphveil.GroupHidden',
        `${blind.join(', ')} lack ${hiddenReader}`,
        `add extras: [hidden-members] to them, or ${chooseAnother}`,
        `${deployer}, then a Privileged Role Administrator, who grants it`,
      ),
    );
  if (people !== undefined && people.size < leastGroupSize)
    found.push(
      refusal(
        check,
        'Graphveil.GroupTooSmall',
        `${people.size}, and leastGroupSize is ${leastGroupSize}`,
        `add people to it, or ${chooseAnother}`,
        'an owner of the group',
      ),
    );
  if (people !== undefined && people.size > mostPeople)
    found.push(refusal(check, 'Graphveil.GroupTooLarge', `more than ${mostPeople}`, chooseAnother, deployer));
  if (hasNoOwners(group)) found.push({ ...failed(check, cliError('Group.KindWithoutOwners')), who: deployer });
  else if (owners === 0)
    found.push({ ...failed(check, cliError('Group.WithoutOwner')), who: 'a Groups Administrator of the tenant' });
  return found;
};

const describeFacts = ({ people, owners }: GroupFacts): string =>
  people === undefined
    ? `owners: ${owners}; its people are hidden from you and weren’t counted`
    : `people: ${people.size}, owners: ${owners}`;

/** Reports groups of one caller, or of callers with a common principal, that differ by too few people. */
const overlaps = (facts: readonly (readonly [LimitingGroup, GroupFacts])[], least: number): readonly Finding[] => {
  const known = facts.flatMap(([group, { people }]) => (people === undefined ? [] : [{ group, people }]));
  const together = (one: LimitingGroup, other: LimitingGroup): boolean =>
    one.callers.some((caller) => other.callers.some((second) => caller === second || sharePrincipal(caller, second)));
  return known.flatMap(({ group, people }, index) =>
    known
      .slice(index + 1)
      .filter((other) => together(group, other.group) && differTooLittle({ people }, other, least))
      .map((other) =>
        refusal(
          nameOf(group),
          'Graphveil.GroupsOverlap',
          `it and ${nameOf(other.group)} differ by fewer than ${least}`,
          'remove one of them from callers.<name>.groups, or give the callers different principals',
          deployer,
        ),
      ),
  );
};

/**
 * Checks the groups that callers are limited to, with the operator's own permissions.
 * @param seesHidden tells whether a connector has the permission that shows hidden members
 */
export const checkGroups = async (
  settings: Settings,
  graph: OperatorGraph,
  seesHidden: (connector: string) => boolean,
): Promise<readonly Finding[]> => {
  const { leastGroupSize } = settings;
  const read: (readonly [LimitingGroup, GroupFacts])[] = [];
  const findings = await Promise.all(
    groupsOf(settings).map(async (limiting): Promise<readonly Finding[]> => {
      const check = nameOf(limiting);
      try {
        const facts = await readFacts(limiting, graph);
        if (facts === undefined)
          return [
            refusal(
              check,
              'Graphveil.GroupNotFound',
              'Graph knows no group with this ID',
              'correct callers.<name>.groups',
              deployer,
            ),
          ];
        read.push([limiting, facts]);
        const found = judge(limiting, facts, leastGroupSize, seesHidden);
        return found.length > 0 ? found : [ok(check, describeFacts(facts))];
      } catch (error) {
        if (error instanceof CliError) return [failed(check, error)];
        if (!(error instanceof GraphRefusal)) throw error;
        return [
          notChecked(check, `${error.message}; the check needs a role that reads groups, such as Directory Readers`),
        ];
      }
    }),
  );
  return [...findings.flat(), ...overlaps(read, leastGroupSize)];
};
