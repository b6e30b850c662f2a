import * as z from 'zod';
import { documentsAddress, everyConnector, nameInAddress, sharedAddress } from '../../src/config/index.ts';
import { graphPermissions } from '../../src/graph-types/index.ts';
import type { PlanJson, PlannedResource } from './plan-json.ts';

export type PlannedAction = 'create' | 'update' | 'replace' | 'destroy' | 'forget' | 'import';

/** Resources of one type with the same action and the same changed attributes. */
export type PlannedGroup = {
  readonly action: PlannedAction;
  readonly type: string;
  readonly names: readonly string[];
  /** Changed attributes of an update or a replacement. */
  readonly attributes: readonly string[];
};

/** Permissions that an application requests in addition, or no longer. */
export type PermissionChange = {
  /** A connector, or the last part of an application's address. */
  readonly of: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
};

export type PlanSummary = {
  readonly stack: string;
  readonly changes: boolean;
  readonly groups: readonly PlannedGroup[];
  readonly permissions: readonly PermissionChange[];
  /** Connectors whose consent document, and callers whose page, must be sent again. */
  readonly documents: { readonly consent: readonly string[]; readonly callers: readonly string[] };
  /** The KMS keys of a keyring that changes its key without a move, so that functions can't open it. */
  readonly keyringLocked: { readonly from: string; readonly to: string } | undefined;
  /** Consequences of destroyed resources. */
  readonly losses: readonly string[];
  /** Addresses of resources that somebody changed without this state. */
  readonly changedElsewhere: readonly string[];
  /** Connectors whose code another copy of the deployment replaced. */
  readonly deployedElsewhere: readonly string[];
};

const actionOf = ({ change }: PlannedResource): PlannedAction | undefined => {
  const actions = change.actions.join(' ');
  if (actions.includes('delete') && actions.includes('create')) return 'replace';
  if (change.importing !== undefined && change.importing !== null) return 'import';
  const single = { create: 'create', update: 'update', delete: 'destroy', forget: 'forget' } as const;
  return single[actions as keyof typeof single];
};

const sameJson = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** Attributes that differ because another one does. */
const derived = new Set(['id', 'last_modified', 'tags_all', 'output']);

const changedAttributes = ({
  change: { before, after, after_unknown: unknown },
}: PlannedResource): readonly string[] => {
  if (before === null || after === null) return [];
  const later = typeof unknown === 'object' ? unknown : {};
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .filter((name) => !derived.has(name))
    .filter((name) => later[name] === true || !sameJson(before[name], after[name]))
    .sort();
};

const groupsOf = (resources: readonly PlannedResource[]): readonly PlannedGroup[] => {
  const groups = new Map<string, PlannedGroup & { readonly names: string[] }>();
  for (const resource of resources) {
    const action = actionOf(resource);
    if (action === undefined) continue;
    const attributes = action === 'update' || action === 'replace' ? changedAttributes(resource) : [];
    const key = [action, resource.type, ...attributes].join(' ');
    const group = groups.get(key) ?? { action, type: resource.type, names: [], attributes };
    group.names.push(resource.name);
    groups.set(key, group);
  }
  return [...groups.values()];
};

const document = z.looseObject({ permissions: z.array(z.string()).optional() });

/** Inputs of the resource that writes the documents, by connector and by caller. */
const triggers = z.object({
  consent: z.record(z.string(), document).default({}),
  callers: z.record(z.string(), document).default({}),
});

const triggersIn = (values: PlannedResource['change']['before']): z.infer<typeof triggers> =>
  triggers.safeParse(values?.['triggers_replace']).data ?? { consent: {}, callers: {} };

type Documents = Readonly<Record<string, z.infer<typeof document>>>;

/** Ids that aren't known yet are absent from `after`, so that their document differs. */
const differing = (before: Documents, after: Documents): readonly string[] =>
  Object.keys(after).filter((name) => !sameJson(before[name], after[name]));

const without = (names: readonly string[], others: readonly string[]): readonly string[] =>
  names.filter((name) => !others.includes(name));

const permissionChanges = (
  before: ReadonlyMap<string, readonly string[]>,
  after: ReadonlyMap<string, readonly string[]>,
): readonly PermissionChange[] =>
  [...new Set([...before.keys(), ...after.keys()])]
    .map((of) => {
      const [earlier, later] = [before.get(of) ?? [], after.get(of) ?? []];
      return { of, added: without(later, earlier), removed: without(earlier, later) };
    })
    .filter(({ added, removed }) => added.length + removed.length > 0);

const access = z.array(z.object({ resource_access: z.array(z.object({ id: z.string() })) })).catch([]);

const permissionNames = (values: PlannedResource['change']['before']): readonly string[] => {
  const ids = access.parse(values?.['required_resource_access']).flatMap((one) => one.resource_access);
  const nameOf = (id: string) => Object.entries(graphPermissions).find(([, permission]) => permission.id === id)?.[0];
  return ids.map(({ id }) => nameOf(id) ?? id).sort();
};

/** From the documents if apply writes them, because they name permissions that Exchange grants too; otherwise from Entra. */
const permissionsOf = (resources: readonly PlannedResource[], written: PlannedResource | undefined) => {
  const by = (side: 'before' | 'after'): ReadonlyMap<string, readonly string[]> =>
    written === undefined
      ? new Map(
          resources
            .filter(({ type }) => type === 'azuread_application')
            .map(({ name, change }) => [name, permissionNames(change[side])]),
        )
      : new Map(
          Object.entries(triggersIn(written.change[side]).consent).map(([name, { permissions = [] }]) => [
            name,
            permissions,
          ]),
        );
  return permissionChanges(by('before'), by('after'));
};

/** The name of the document about an application, by the last part of its address. */
const documentOf = (address: string): string =>
  nameInAddress(address) === sharedAddress ? everyConnector : nameInAddress(address);

const losses: Readonly<Record<string, (name: string) => string>> = {
  aws_cloudwatch_log_group: (name) => `call records of ${name}`,
  aws_kms_key: (name) =>
    name === 'keyring' ? 'every pseudonym: nothing opens the keyring without its key' : `what the key ${name} encrypts`,
  aws_dynamodb_table: (name) => `the records in table ${name}`,
  azuread_application: (name) => `application ${name} with its consent`,
};

const lossesOf = (resources: readonly PlannedResource[]): readonly string[] =>
  resources
    .filter((resource) => ['destroy', 'replace'].includes(actionOf(resource) ?? ''))
    .flatMap(({ type, name }) => losses[type]?.(name) ?? []);

const keyringOutput = z.object({ key: z.string(), former: z.string().optional() });

const lockedKeyring = ({ output_changes: { keyring } }: PlanJson): PlanSummary['keyringLocked'] => {
  const [before, after] = [keyring?.before, keyring?.after].map((value) => keyringOutput.safeParse(value).data);
  if (before === undefined || after === undefined || before.key === after.key || after.former !== undefined)
    return undefined;
  return { from: before.key, to: after.key };
};

const isOtherCode = ({ type, change: { before, after } }: PlannedResource): boolean =>
  type === 'aws_lambda_function' && !sameJson(before?.['code_sha256'], after?.['code_sha256']);

/** Summarizes a plan. @param stack with its environment, as its folder is named */
export const summarize = (stack: string, plan: PlanJson): PlanSummary => {
  const managed = plan.resource_changes.filter(({ mode }) => mode === 'managed');
  const changing = managed.filter((resource) => actionOf(resource) !== undefined);
  const isWriter = ({ type, name }: PlannedResource) => type === 'terraform_data' && name === documentsAddress;
  const written = managed.find(isWriter);
  const [before, after] = [triggersIn(written?.change.before ?? null), triggersIn(written?.change.after ?? null)];
  const permissions = permissionsOf(managed, written);
  return {
    stack,
    changes:
      changing.length > 0 ||
      Object.values(plan.output_changes).some(({ actions }) => actions.some((action) => action !== 'no-op')),
    groups: groupsOf(changing.filter((resource) => !isWriter(resource))),
    permissions,
    documents: {
      consent:
        written === undefined ? permissions.map(({ of }) => documentOf(of)) : differing(before.consent, after.consent),
      callers: differing(before.callers, after.callers),
    },
    keyringLocked: lockedKeyring(plan),
    losses: lossesOf(changing),
    changedElsewhere: plan.resource_drift.map(({ address }) => address).sort(),
    deployedElsewhere: plan.resource_drift
      .filter(isOtherCode)
      .map(({ name }) => name)
      .sort(),
  };
};
