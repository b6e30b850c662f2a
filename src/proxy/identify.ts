import { permitted, type Verified } from '../access/verify/index.ts';
import { type Grant, type Grants, grantOf } from '../population/index.ts';
import type { Problem } from '../problems/index.ts';
import type { Call } from './call.ts';
import type { ProxyPorts } from './connector.ts';
import { isHealthCheck } from './health.ts';

/**
 * Creates the step that authenticates a call. A caller that the platform authenticated needs no token; every other one does if the
 * connector serves registered tools. A paused or deleted connector refuses
 * both; the platform’s callers can still ask for its health.
 */
export const createIdentify =
  (connector: string, { verifyBearer, refuseConnector }: Pick<ProxyPorts, 'verifyBearer' | 'refuseConnector'>) =>
  async (
    call: Call,
  ): Promise<{ readonly ok: true; readonly call: Call } | { readonly ok: false; readonly problem: Problem }> => {
    if (verifyBearer === undefined || call.caller !== undefined) {
      const problem = isHealthCheck(call) ? undefined : await refuseConnector?.(connector);
      return problem === undefined ? { ok: true, call } : { ok: false, problem };
    }
    const verified = await verifyBearer(call.headers['authorization'], connector);
    return verified.ok ? { ok: true, call: { ...call, caller: { client: verified } } } : verified;
  };

/** Returns the population of a registered tool at an endpoint: the union of their populations. */
const grantOfClient = (
  client: Verified,
  connector: string,
  pathTemplate: string,
): Grant | 'everybody' | { readonly problem: Problem } => {
  const found = permitted(client, connector, pathTemplate);
  if (!found.ok) return found;
  const groups = found.grants.map(({ kind, group }) => (kind === 'group' ? group : undefined));
  const limited = groups.filter((group) => group !== undefined);
  if (limited.length < groups.length) return 'everybody';
  return { groups: limited, counterparts: false, beside: client.groups };
};

/** Returns the population of a caller at an endpoint, or why it sees nothing. */
export const grantOfCall = (
  { caller }: Pick<Call, 'caller'>,
  { name, grants }: { readonly name: string; readonly grants?: Grants },
  pathTemplate: string,
): Grant | 'everybody' | { readonly problem: Problem } => {
  if (caller !== undefined && 'client' in caller) return grantOfClient(caller.client, name, pathTemplate);
  const grant = grants === undefined ? 'everybody' : grantOf(caller?.principal, grants);
  return grant ?? { problem: { code: 'Graphveil.CallerUnknown' } };
};
