import type { StoredConnector } from '../../access/verify/index.ts';
import { choosePermissions } from '../../connectors/choose-permissions.ts';
import type { Offer } from '../connector-view.ts';
import { findConnector, offeredByDefault } from '../connectors.ts';
import type { ConnectorSettings, Described, DescribedConnector, DescribedSource } from '../described.ts';
import type { RegistryPorts } from '../ports.ts';
import { readRecord, refuse, type VersionedConnector } from '../record.ts';
import type { ChangedField, ChangePlan, ConnectorChange, RegistryResult } from '../registry.ts';
import { settingsNow } from '../status.ts';
import { type AllAccess, connectorOf, readAccess, usesConnector } from '../uses.ts';
import { readChange } from './read-change.ts';
import { settingsLines } from './settings-lines.ts';

type Field = keyof ConnectorChange;

/** The fields in the order in which plans list them. */
const fields: readonly Field[] = [
  'tenantId',
  'clientId',
  'offered',
  'enabled',
  'variants',
  'extras',
  'narrow',
  'mailboxAccess',
  'memory',
  'timeout',
  'reservedConcurrency',
  'publicUrl',
];

/** A change with everything that it is compared with. */
export type PlannedChange = {
  readonly connector: DescribedConnector;
  readonly record: VersionedConnector;
  readonly change: ConnectorChange;
  /** The parts that apply at once. */
  readonly atOnce: ConnectorChange;
  readonly plan: ChangePlan;
};

const textOf = (value: unknown): string => {
  if (value === undefined) return 'not set';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
};

const sameList = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((each) => other.includes(each));

const same = (one: unknown, other: unknown): boolean =>
  Array.isArray(one) && Array.isArray(other) ? sameList(one, other) : one === other;

const permissionsWith = (source: DescribedSource, settings: ConnectorSettings): readonly string[] => {
  const { extras, mailboxAccess, narrow } = settings;
  const narrowed = source.narrower.filter(({ use }) => narrow.includes(use));
  return choosePermissions(source, { extras, mailboxAccess, narrowed }, (name) => source.inExchange.includes(name)).map(
    ({ name }) => name,
  );
};

type Context = {
  readonly described: Described;
  readonly stored: StoredConnector;
  readonly before: ConnectorSettings & { readonly offered: readonly Offer[] };
  readonly added: readonly string[];
};

const isAtOnce = (field: Field, { described, stored, before }: Context, after: unknown): boolean => {
  if (field === 'offered' || (field === 'clientId' && stored.deleted !== undefined && after === before.clientId))
    return true;
  return described.place === 'local' && (field === 'clientId' || field === 'tenantId');
};

type Consequence = Pick<ChangedField, 'requiresReconnect' | 'requiresConsent' | 'because'>;

const nothing: Consequence = { requiresReconnect: false, requiresConsent: false };

/** Consequences of a changed field for people and for the administrator of the tenant. */
const consequenceOf = (field: Field, { before, added }: Context, after: unknown): Consequence => {
  switch (field) {
    case 'tenantId':
      return {
        requiresReconnect: true,
        requiresConsent: true,
        because: 'Another tenant has other people, and nobody has consented there.',
      };
    case 'clientId':
      return {
        requiresReconnect: true,
        requiresConsent: true,
        because: 'Consent and connections belong to one Entra application.',
      };
    case 'offered':
      return before.offered.includes('self') && !(after as readonly string[]).includes('self')
        ? { ...nothing, requiresReconnect: true, because: 'Connections end when nobody may connect any more.' }
        : nothing;
    case 'extras':
    case 'narrow':
    case 'mailboxAccess': {
      const where = field === 'mailboxAccess';
      return added.length === 0 && !where
        ? nothing
        : {
            requiresReconnect: before.offered.includes('self') && added.length > 0,
            requiresConsent: true,
            because: where
              ? 'Mailbox permissions are granted in another place.'
              : `Nobody has consented to ${added.join(', ')} yet.`,
          };
    }
    case 'variants':
      return {
        ...nothing,
        because: 'Replies change their form; analyses that compare them with earlier ones must know.',
      };
    default:
      return nothing;
  }
};

const changedFields = (change: ConnectorChange, context: Context): readonly ChangedField[] =>
  fields.flatMap((field): readonly ChangedField[] => {
    const [before, after] = [context.before[field], change[field]];
    const revives = field === 'clientId' && context.stored.deleted !== undefined;
    if (after === undefined || (same(before, after) && !revives)) return [];
    return [
      {
        field,
        before: revives ? 'deleted' : textOf(before),
        after: textOf(after),
        effect: isAtOnce(field, context, after) ? 'at-once' : 'deployment',
        ...consequenceOf(field, context, after),
      },
    ];
  });

const pick = (change: ConnectorChange, names: readonly Field[]): ConnectorChange =>
  Object.fromEntries(names.map((name) => [name, change[name]]));

const keepingGrants = ({ grants, clients }: AllAccess, connector: string): ChangePlan['keepingGrants'] =>
  grants
    .filter((grant) => usesConnector(grant, connector))
    .map(({ id, client, permissions }) => ({
      id,
      client: clients.find((each) => each.id === client)?.name ?? client,
      keeps: permissions.map(({ name }) => name).filter((name) => connectorOf(name) === connector),
    }));

/** Plans a change without applying it. */
export const planChange = async (
  ports: RegistryPorts,
  name: string,
  given: unknown,
): Promise<RegistryResult<{ readonly planned: PlannedChange }>> => {
  const { described } = ports;
  const found = findConnector(described, name);
  if (!found.ok) return found;
  const { connector } = found;
  const source = described.sources.find(({ id }) => id === connector.source);
  if (source === undefined) return refuse('Registry.ConnectorUnknown');
  const read = readChange(given, source);
  if (!read.ok) return read;
  const { change } = read;
  const record = await readRecord(ports, name);
  const { stored, version } = record;
  if (stored.deleted !== undefined && change.clientId === undefined) return refuse('Registry.ConnectorDeleted');
  const settings = settingsNow(connector, stored);
  const before = { ...settings, offered: (stored.offered as readonly Offer[] | undefined) ?? offeredByDefault };
  const [had, has] = [
    settings,
    {
      ...settings,
      ...pick(
        change,
        fields.filter((field) => change[field] !== undefined),
      ),
    },
  ].map((each) => permissionsWith(source, each as ConnectorSettings)) as [readonly string[], readonly string[]];
  const added = has.filter((each) => !had.includes(each));
  const changes = changedFields(change, { described, stored, before, added });
  const of = (effect: ChangedField['effect']): readonly Field[] =>
    changes.filter((each) => each.effect === effect).map(({ field }) => field);
  const later = of('deployment');
  const plan: ChangePlan = {
    connector: name,
    version,
    changes,
    requiresReconnect: changes.some((each) => each.requiresReconnect),
    requiresConsent: changes.some((each) => each.requiresConsent),
    ...(later.length > 0 && { requiresDeployment: settingsLines(described, connector, pick(change, later)) }),
    permissions: { added, removed: had.filter((each) => !has.includes(each)) },
    keepingGrants: added.length === 0 ? [] : keepingGrants(await readAccess(ports), name),
  };
  return { ok: true, planned: { connector, record, change, atOnce: pick(change, of('at-once')), plan } };
};
