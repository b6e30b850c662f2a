import { dropConnector, listClients } from '../../access/index.ts';
import type { StoredConnector } from '../../access/verify/index.ts';
import type { ConnectorView } from '../connector-view.ts';
import { findConnector, viewOf } from '../connectors.ts';
import type { RegistryPorts } from '../ports.ts';
import { changesSince, readRecord, recordDecision, refuse, secondsOf, writeRecord } from '../record.ts';
import type { ChangePlan, RegistryResult } from '../registry.ts';
import { type PlannedChange, planChange } from './plan-change.ts';

/** Ends grants that an interrupted deletion left, so that none counts when the connector is configured again. */
const endLeftOvers = async (ports: RegistryPorts, connector: string, by: string): Promise<void> => {
  const clients = (await listClients(ports.access)).map(({ id }) => id);
  await dropConnector(ports.access, { clients, connector, by });
};

const changedRecord = ({ atOnce, record }: PlannedChange): Partial<StoredConnector> => {
  const { offered, tenantId, clientId } = atOnce;
  return {
    ...(offered !== undefined && { offered }),
    ...(tenantId !== undefined && { tenantId }),
    ...(clientId !== undefined && { clientId }),
    ...(record.stored.deleted !== undefined && clientId !== undefined && { deleted: undefined }),
  };
};

/**
 * Applies the parts of a change that take effect at once, if nobody changed the connector since. The plan names the rest,
 * which a deployment changes.
 */
export const applyChange = async (
  ports: RegistryPorts,
  name: string,
  given: unknown,
  { expectedVersion, by }: { readonly expectedVersion: number; readonly by: string },
): Promise<RegistryResult<{ readonly plan: ChangePlan; readonly connector: ConnectorView }>> => {
  const read = await planChange(ports, name, given);
  if (!read.ok) return read;
  const { planned } = read;
  const { plan, connector, record, atOnce } = planned;
  const conflict = async () =>
    refuse('Registry.ChangedMeanwhile', { changes: changesSince(await readRecord(ports, name), expectedVersion) });
  if (record.version !== expectedVersion) return conflict();
  const fields = Object.keys(atOnce);
  if (fields.length > 0) {
    if (record.stored.deleted !== undefined) await endLeftOvers(ports, name, by);
    if (!(await writeRecord(ports, record, changedRecord(planned), { by, fields }))) return conflict();
    const details = Object.fromEntries(
      plan.changes
        .filter(({ effect }) => effect === 'at-once')
        .map(({ field, before, after }) => [field, `${before} → ${after}`]),
    );
    await recordDecision(ports, { verb: 'connector.change', by, connector: name, details });
  }
  return { ok: true, plan, connector: await viewOf(ports, connector) };
};

type Changed = Promise<RegistryResult<{ readonly connector: ConnectorView }>>;

/** Pauses or resumes a connector. Doing it again changes nothing but the reason. */
export const setPaused = async (
  ports: RegistryPorts,
  name: string,
  { by, reason }: { readonly by: string; readonly reason?: string },
): Changed => {
  const found = findConnector(ports.described, name);
  if (!found.ok) return found;
  for (;;) {
    const record = await readRecord(ports, name);
    if (record.stored.deleted !== undefined) return refuse('Registry.ConnectorDeleted');
    if (reason === undefined && record.stored.paused === undefined) break;
    const verb = reason === undefined ? 'connector.resume' : 'connector.pause';
    const details = reason === undefined ? {} : { reason };
    // What opens is recorded first, and what closes afterwards.
    if (reason === undefined) await recordDecision(ports, { verb, by, connector: name, details });
    const paused = reason === undefined ? undefined : { by, at: secondsOf(ports), reason };
    if (!(await writeRecord(ports, record, { paused }, { by, fields: ['paused'] }))) continue;
    if (reason !== undefined) await recordDecision(ports, { verb, by, connector: name, details });
    break;
  }
  return { ok: true, connector: await viewOf(ports, found.connector) };
};
