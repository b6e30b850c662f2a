import { findConnector } from '../../registry/index.ts';
import { counted } from '../shared/count.ts';
import { exitCodes } from '../shared/exit.ts';
import { onRegistry, orRefused, type RegistryOptions, refusedByRegistry } from '../shared/registry.ts';
import { printJson, printOut } from '../shared/terminal.ts';
import { checksText, connectorText, listText, planText, removalText, statusText } from './show.ts';

type SetOptions = RegistryOptions & { readonly set: readonly string[] };
type ApplyOptions = SetOptions & { readonly ifVersion: number };
type PauseOptions = RegistryOptions & { readonly reason: string };
type DeleteOptions = RegistryOptions & { readonly confirm: string };

const lists = ['offered', 'variants', 'extras', 'narrow'];
const numbers = ['memory', 'timeout', 'reservedConcurrency'];

const valueIn = (field: string, text: string): unknown => {
  if (lists.includes(field))
    return text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  if (numbers.includes(field)) return /^\d{1,9}$/.test(text) ? Number(text) : text;
  return field === 'enabled' && /^(?:true|false)$/.test(text) ? text === 'true' : text;
};

/** Reads `field=value` texts as a change, which the registry checks. */
const changeOf = (set: readonly string[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    set.map((text) => {
      const at = text.indexOf('=');
      const field = text.slice(0, at);
      return [field, valueIn(field, text.slice(at + 1))];
    }),
  );

export const runList = (options: RegistryOptions): Promise<void> =>
  onRegistry(options, async (registry) => {
    const connectors = await registry.connectors();
    if (options.json) printJson({ connectors });
    else printOut(listText(connectors));
  });

export const runShow = (name: string, options: RegistryOptions): Promise<void> =>
  onRegistry(options, async (registry, _by, { described }) => {
    const view = await registry.connector(name);
    const found = findConnector(described, name);
    if (view === undefined) {
      if (found.ok) throw new Error('a connector that is found has a view');
      throw refusedByRegistry(found);
    }
    if (options.json) printJson(view);
    else printOut(connectorText(view));
  });

export const runCheck = (name: string, options: RegistryOptions): Promise<void> =>
  onRegistry(options, async (registry) => {
    const { checks, connector } = orRefused(await registry.check(name));
    if (options.json) printJson({ checks, status: connector.status });
    else printOut(`${checksText(checks)}\n\n${statusText(connector.status)}`);
    if (checks.some(({ state }) => state === 'failed')) process.exitCode = exitCodes.no;
  });

export const runPlan = (name: string, options: SetOptions): Promise<void> =>
  onRegistry(options, async (registry) => {
    const { plan } = orRefused(await registry.plan(name, changeOf(options.set)));
    if (options.json) printJson(plan);
    else printOut(planText(plan));
  });

export const runApply = (name: string, options: ApplyOptions): Promise<void> =>
  onRegistry(options, async (registry, by) => {
    const given = { expectedVersion: options.ifVersion, by };
    const { plan, connector } = orRefused(await registry.apply(name, changeOf(options.set), given));
    if (options.json) return printJson({ plan, connector });
    const applied = plan.changes.filter(({ effect }) => effect === 'at-once').length;
    printOut(
      [
        `applied ${counted(applied, 'change')} to ${name}, now version ${connector.version}`,
        ...(plan.requiresDeployment === undefined ? [] : ['', planText(plan)]),
      ].join('\n'),
    );
  });

export const runPause = (name: string, options: PauseOptions): Promise<void> =>
  onRegistry(options, async (registry, by) => {
    const { connector } = orRefused(await registry.pause(name, { by, reason: options.reason }));
    if (options.json) printJson(connector);
    else printOut(`paused ${name}; it refuses every call`);
  });

export const runResume = (name: string, options: RegistryOptions): Promise<void> =>
  onRegistry(options, async (registry, by) => {
    const { connector } = orRefused(await registry.resume(name, { by }));
    if (options.json) printJson(connector);
    else printOut(`resumed ${name}; ${statusText(connector.status)}`);
  });

export const runPlanDelete = (name: string, options: RegistryOptions): Promise<void> =>
  onRegistry(options, async (registry) => {
    const { plan } = orRefused(await registry.planDelete(name));
    if (options.json) printJson(plan);
    else
      printOut(
        `${removalText(plan)}\n\nTo confirm before ${plan.confirmUntil}:\n  graphveil connectors delete ${name} --confirm ${plan.confirm}`,
      );
  });

export const runDelete = (name: string, options: DeleteOptions): Promise<void> =>
  onRegistry(options, async (registry, by) => {
    const { removed } = orRefused(await registry.delete(name, { by, confirm: options.confirm }));
    if (options.json) printJson({ deleted: removed });
    else printOut(`deleted ${name}; it refuses every call\n\n${removalText(removed)}`);
  });
