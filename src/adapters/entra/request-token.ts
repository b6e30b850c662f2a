import { Agent } from 'node:https';
import type { ClientAssertionCredentialOptions } from '@azure/identity';
import type { AccessToken, Clock, IdentityTokens, MinimumTls } from '../../ports/index.ts';
import { Fault } from '../../problems/index.ts';
import { proxyAgents } from '../node/index.ts';
import { observingPolicy, type SignInOutcome, type SignInPolicy } from './observe-sign-in.ts';
import { signInFault } from './sign-in-fault.ts';
import { readRoles } from './token-claims.ts';

export type TokenSource = {
  readonly tenantId: string;
  readonly clientId: string;
  /** Origin of the sign-in host, from the table of clouds. */
  readonly authorityHost: string;
  /** `https://<graph host>/.default` */
  readonly graphScope: string;
  readonly assertion: IdentityTokens;
  readonly clock: Clock;
  /**
   * PEM of a certificate authority that replaces the public ones. For the twin.
   */
  readonly ca?: string;
  /** The oldest accepted version of TLS. @default 1.3 */
  readonly minimumTls?: MinimumTls;
  /** Time limit of one sign-in including retries, in milliseconds. */
  readonly timeoutMs?: number;
};

/**
 * Options of the library's credential. The host comes from our own table, so the library doesn't need to validate it
 * with Microsoft. Redirects aren't followed, because the request contains the assertion.
 * Connections are made as those to Graph.
 */
export const credentialOptions = (
  source: TokenSource,
  policy: SignInPolicy,
  agent: Agent,
): ClientAssertionCredentialOptions => ({
  authorityHost: source.authorityHost,
  disableInstanceDiscovery: true,
  retryOptions: { maxRetries: 2, retryDelayInMs: 200, maxRetryDelayInMs: 1_000 },
  redirectOptions: { maxRetries: 0 },
  additionalPolicies: [{ policy, position: 'perCall' }],
  agent,
});

/** The agent for the sign-in host. It is always one of ours, so that the library needs none for a proxy. */
const agentFor = async ({ ca, authorityHost, minimumTls = '1.3' }: TokenSource): Promise<Agent> => {
  const forProxy = ca === undefined ? proxyAgents(minimumTls) : undefined;
  return (await forProxy?.(authorityHost)) ?? new Agent({ minVersion: `TLSv${minimumTls}`, ca });
};

const identityToken = async (assertion: IdentityTokens): Promise<string> => {
  try {
    return await assertion.get();
  } catch (error) {
    throw error instanceof Fault ? error : new Fault({ code: 'Graphveil.IdentityTokenUnavailable' }, error);
  }
};

/**
 * Signs in once and returns the newly issued token. Creates a new credential each time, because the library caches per
 * instance. Loads the library while the request for the identity token is on its way. Throws
 * `Graphveil.IdentityTokenUnavailable` or `Graphveil.SignInFailed`.
 */
export const requestToken = async (source: TokenSource): Promise<AccessToken> => {
  const early = identityToken(source.assertion);
  early.catch(() => undefined);
  // Gives the request of the identity token its turn.
  await new Promise((resolve) => setImmediate(resolve));
  const { ClientAssertionCredential } = await import('@azure/identity');
  const assertion = await early;
  let outcome: SignInOutcome | undefined;
  const policy = observingPolicy(source.timeoutMs ?? 10_000, (latest) => {
    outcome = latest;
  });
  const credential = new ClientAssertionCredential(
    source.tenantId,
    source.clientId,
    () => Promise.resolve(assertion),
    credentialOptions(source, policy, await agentFor(source)),
  );
  const obtainedAt = source.clock();
  const issued = await credential.getToken(source.graphScope).catch(() => {
    throw signInFault(outcome);
  });
  return {
    token: issued.token,
    roles: readRoles(issued.token),
    obtainedAt,
    expiresAt: issued.expiresOnTimestamp,
  };
};
