import { ledgerProblem, readLedger } from '../access/index.ts';
import { applyChange, setPaused } from './change/apply-change.ts';
import { planChange } from './change/plan-change.ts';
import { catalogOf, checkConnector, listConnectors, showConnector } from './connectors.ts';
import type { RegistryPorts } from './ports.ts';
import type { LedgerView, Registry } from './registry.ts';
import { planRemoval, removeConnector } from './removal.ts';
import { checkPractices } from './review/practices.ts';
import { endGrants, markReviewed, reviewAccess } from './review/review.ts';

const readLedgerView = async ({ access: { records } }: RegistryPorts): Promise<LedgerView> => {
  const entries = await readLedger(records);
  const problem = ledgerProblem(entries);
  return { entries, ...(problem !== undefined && { problem }), head: entries.at(-1)?.hash ?? '' };
};

const rememberedMs = 5 * 60_000;

/** Remembers the people of groups for five minutes, since lists show their number and a group can have thousands. */
const withRememberedPeople = (ports: RegistryPorts): RegistryPorts => {
  const { directory, access } = ports;
  if (directory === undefined) return ports;
  const known = new Map<string, { readonly at: number; readonly people: Promise<readonly string[]> }>();
  const people = (group: string): Promise<readonly string[]> => {
    const held = known.get(group);
    if (held !== undefined && access.clock() - held.at < rememberedMs) return held.people;
    const asked = directory.people(group);
    known.set(group, { at: access.clock(), people: asked });
    asked.catch(() => known.delete(group));
    return asked;
  };
  return { ...ports, directory: { ...directory, people } };
};

/** Creates the registry of a deployment. Each answer is computed from the records at hand; lists count people anew after five minutes. */
export const createRegistry = (ports: RegistryPorts): Registry => {
  const forLists = withRememberedPeople(ports);
  return {
    catalog: () => catalogOf(ports.described),
    source: (id) => ports.described.sources.find((source) => source.id === id),
    logo: (name) => (Object.hasOwn(ports.described.logos, name) ? ports.described.logos[name] : undefined),
    connectors: () => listConnectors(forLists),
    connector: (name) => showConnector(forLists, name),
    check: (name) => checkConnector(ports, name),
    plan: async (name, change) => {
      const read = await planChange(ports, name, change);
      return read.ok ? { ok: true, plan: read.planned.plan } : read;
    },
    apply: (name, change, given) => applyChange(ports, name, change, given),
    pause: (name, given) => setPaused(ports, name, given),
    resume: (name, { by }) => setPaused(ports, name, { by }),
    planDelete: (name) => planRemoval(ports, name),
    delete: (name, given) => removeConnector(ports, name, given),
    practices: () => checkPractices(ports),
    review: () => reviewAccess(ports),
    endGrants: (grants, given) => endGrants(ports, grants, given),
    markReviewed: (given) => markReviewed(ports, given),
    ledger: () => readLedgerView(ports),
    dictionary: (connector) => ports.dictionary(connector),
  };
};
