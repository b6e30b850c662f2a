import { Fault } from '../problems/index.ts';
import type { Call, OwnBody } from './call.ts';
import type { ProxiedConnector, ProxyPorts } from './connector.ts';
import type { Consent } from './heal-consent.ts';
import { ownBody } from './reply.ts';

/** The only path that isn't Graph's; Graph's paths begin with a version. */
export const healthPath = '/healthz';

export const isHealthCheck = ({ method, target }: Call): boolean => method === 'GET' && target === healthPath;

type Check = 'ok' | string;
type Health = { readonly status: number; readonly body: OwnBody };

const check = async (act: () => Promise<Check>): Promise<Check> => {
  try {
    return await act();
  } catch (error) {
    return error instanceof Fault ? error.problem.code : 'Graphveil.InternalFault';
  }
};

/**
 * Checks whether the connector can serve calls: the keyring is available, sign-in succeeds, and every expected
 * permission has consent. Returns 200 if so, otherwise 503 with the codes. The reply names permissions and codes but
 * never a person or a key.
 */
export const createHealth =
  ({ name, plan, version }: ProxiedConnector, { keyrings, accessTokens }: ProxyPorts, consent: Consent) =>
  async (): Promise<Health> => {
    let missing: readonly string[] = [];
    const keyring = await check(async () => {
      await keyrings.current();
      return 'ok';
    });
    const signIn = await check(async () => {
      missing = consent.missing(await accessTokens.get());
      return 'ok';
    });
    const granted = missing.length === 0 ? 'ok' : 'Graphveil.ConsentMissing';
    const checks = { keyring, signIn, consent: signIn === 'ok' ? granted : 'unknown' };
    const ready = Object.values(checks).every((result) => result === 'ok');
    const body = ownBody({
      status: ready ? 'ready' : 'not ready',
      connector: name,
      version,
      rules: plan.hash,
      checks,
      missingPermissions: missing,
    });
    return { status: ready ? 200 : 503, body };
  };
