import { ephemeralKeyring, fixedKeyrings } from '../../../adapters/memory/index.ts';
import type { ReadyConnector } from '../../../connectors/index.ts';
import type { Grant } from '../../../population/index.ts';
import type { Pseudonyms } from '../../../pseudonyms/index.ts';
import type { Group, Organization, Person } from '../../../twin/index.ts';
import { startTwinWorld } from '../../demo/twin-world.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { peopleOf, recordKeyring, type Truth, truthOf } from './truth.ts';

/** A caller that is limited to one group. */
export type LimitedCaller = {
  readonly name: string;
  readonly group: Group;
  readonly counterparts: boolean;
  readonly truth: Truth;
  /** The same for a connector that can't read the addresses of groups. */
  readonly truthWithoutAddress: Truth;
};

/** Permissions that show the addresses of groups. */
const addressReaders = ['Group.Read.All', 'Directory.Read.All'];

/** Returns the truth about a caller's group as far as a connector can know it. */
export const truthIn = ({ expectedRoles }: ReadyConnector, { truth, truthWithoutAddress }: LimitedCaller): Truth =>
  addressReaders.some((role) => expectedRoles.includes(role)) ? truth : truthWithoutAddress;

/** The caller that sees everybody. */
export const everybody = 'everybody';

export type Answered = { readonly status: number; readonly text: string; readonly body: JsonObject };

export type Asked = {
  readonly connector: string;
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
};

/** Returns the target of a link of the proxies. */
export const targetOf = (link: string): string => link.replace(/^https:\/\/proxy\.example\/[^/]+/, '');

/** An invented organization, the proxies of all sources in front of it, and callers of three of its groups. */
export type ProofWorld = {
  readonly organization: Organization;
  readonly pseudonyms: Pseudonyms;
  /** The callers with the current truth about their groups. */
  readonly callers: () => readonly LimitedCaller[];
  /** Members of a group at the moment, without those of nested groups. */
  readonly membersOf: (group: Group) => readonly Person[];
  /** Lets a person join a group, and another one leave it. */
  readonly change: (group: Group, joins: Person, leaves: Person) => void;
  /** Advances the proxies' clock. */
  readonly passTime: (ms: number) => void;
  /** Makes the lists of members unreadable, or readable again. */
  readonly hideMembers: (hidden: boolean) => void;
  /** Makes a call with the name of a caller, in one of its sessions. Counted. */
  readonly ask: (asked: Asked, caller: string, session?: string) => Promise<Answered>;
  readonly calls: () => number;
  readonly stop: () => Promise<void>;
};

/** The size that the groups of the proof have. The larger ones have members of many others. */
const [leastPeople, mostPeople] = [5, 60];

const hasSize = (organization: Organization, group: Group): boolean => {
  const { size } = peopleOf(organization, group, ({ members }) => members.map(organization.personAt));
  const isSteady = group.rotation === undefined && group.crowd === undefined;
  return isSteady && group.visibility !== 'HiddenMembership' && size >= leastPeople && size <= mostPeople;
};

/** Chooses a team and two groups of other kinds. */
const chooseGroups = (organization: Organization): readonly Group[] => {
  const dice = organization.dice('groups of the proof');
  const groups = organization.groups.filter((group) => hasSize(organization, group));
  const teams = groups.filter(({ kind }) => kind === 'team');
  const nested = groups.filter(({ nested: inner }) => inner.length > 0);
  const others = groups.filter(({ kind }) => kind !== 'team');
  const chosen = new Set<Group>();
  for (const list of [teams, nested, teams, others]) {
    const left = list.filter((group) => !chosen.has(group));
    if (left.length > 0 && chosen.size < 3) chosen.add(dice.pick(left));
  }
  return [...chosen];
};

const principalOf = (name: string): string => `arn:aws:sts::123456789012:assumed-role/graphveil-proof-${name}`;

/** Names of the limited callers. The last one sees the counterparts of the first one's group. */
const names = ['first', 'second', 'third', 'counterparts'] as const;

const parsed = (text: string): JsonObject => {
  try {
    const body: Json = JSON.parse(text);
    return isObject(body) ? body : {};
  } catch {
    return {};
  }
};

const patience = 60_000;

/** Starts the organization of a seed. Its pseudonyms are the same for the same seed. */
export const startProofWorld = async (connectors: readonly ReadyConnector[], seed: number): Promise<ProofWorld> => {
  let drawn = seed;
  const recording = recordKeyring(
    ephemeralKeyring((bytes) =>
      Uint8Array.from({ length: bytes }, () => {
        drawn = (Math.imul(drawn, 1_103_515_245) + 12_345) >>> 0;
        return drawn >>> 16;
      }),
    ),
  );
  const grants = new Map<string, Grant | 'everybody'>([[principalOf(everybody), 'everybody']]);
  const world = await startTwinWorld({
    connectors,
    seed,
    keyrings: fixedKeyrings(recording.keyring),
    grants: { leastGroupSize: leastPeople, callers: grants },
  });
  const { organization } = world.twin;
  const groups = chooseGroups(organization);
  const changed = new Map<Group, readonly Person[]>();
  const membersOf = (group: Group): readonly Person[] => changed.get(group) ?? group.members.map(organization.personAt);
  const callersNow = (): readonly LimitedCaller[] =>
    names.flatMap((name, index): readonly LimitedCaller[] => {
      const group = groups[index % names.indexOf('counterparts')] as Group;
      const people = peopleOf(organization, group, membersOf);
      return [
        {
          name,
          group,
          counterparts: name === 'counterparts',
          truth: truthOf(organization, { group, people }, recording, true),
          truthWithoutAddress: truthOf(organization, { group, people }, recording, false),
        },
      ];
    });
  let callers = callersNow();
  for (const { name, group, counterparts } of callers)
    grants.set(principalOf(name), { groups: [group.id], counterparts, beside: [] });

  let calls = 0;
  let passed = 0;
  return {
    organization,
    pseudonyms: recording.keyring.pseudonyms,
    callers: () => callers,
    membersOf,
    change: (group, joins, leaves) => {
      world.twin.controls.join(group.id, joins.id);
      world.twin.controls.leave(group.id, leaves.id);
      changed.set(group, [...membersOf(group).filter((person) => person !== leaves), joins]);
      callers = callersNow();
    },
    passTime: (ms) => {
      passed += ms;
      world.passTime(ms);
    },
    hideMembers: (hidden) => {
      if (hidden)
        world.twin.controls.failGraph(
          Number.POSITIVE_INFINITY,
          403,
          'Authorization_RequestDenied',
          '/transitiveMembers/',
        );
      else world.twin.controls.clearInterruptions();
    },
    calls: () => calls,
    ask: async ({ connector, target, headers = {}, method = 'GET' }, caller, session = 'proof') => {
      calls += 1;
      const handle = world.proxies.get(connector);
      if (handle === undefined) throw new Error(`the proof has no connector ${connector}`);
      const reply = await handle({
        method,
        target,
        headers,
        hasBody: method !== 'GET',
        baseUrl: `https://proxy.example/${connector}`,
        deadline: Date.now() + passed + patience,
        caller: { principal: `${principalOf(caller)}/${session}` },
      });
      const text = new TextDecoder().decode(reply.body);
      return { status: reply.status, text, body: parsed(text) };
    },
    stop: world.stop,
  };
};
