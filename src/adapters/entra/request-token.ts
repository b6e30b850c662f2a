import { Agent } from 'node:https';
import type { ClientAssertionCredentialOptions } from '@azure/identity';
import type { AccessToken, Clock, IdentityTokens } from '../../ports/index.ts';
import { Fault } from '../../problems/index.ts';
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
  /** PEM of an authority to trust in place of the public ones; with it no proxy of the environment is used. For the twin. */
  readonly ca?: string;
  /** Bound of one sign-in with its retries, milliseconds. */
  readonly timeoutMs?: number;
};

/**
 * Options of the library's credential. The host comes from our own table, so Microsoft is not asked whether it is one of theirs;
 * redirects are not followed, since the request carries the assertion.
 */
export const credentialOptions = (source: TokenSource, policy: SignInPolicy): ClientAssertionCredentialOptions => ({
  authorityHost: source.authorityHost,
  disableInstanceDiscovery: true,
  retryOptions: { maxRetries: 2, retryDelayInMs: 200, maxRetryDelayInMs: 1_000 },
  redirectOptions: { maxRetries: 0 },
  additionalPolicies: [{ policy, position: 'perCall' }],
  ...(source.ca === undefined ? {} : { agent: new Agent({ ca: source.ca }) }),
});

const identityToken = async (assertion: IdentityTokens): Promise<string> => {
  try {
    return await assertion.get();
  } catch (error) {
    throw error instanceof Fault ? error : new Fault({ code: 'Graphveil.IdentityTokenUnavailable' }, error);
  }
};

/**
 * Signs in once and returns the token issued just now. A new credential each time: the library caches per instance, and loads only
 * here, while the identity token is on its way. Throws `Graphveil.IdentityTokenUnavailable` or `Graphveil.SignInFailed`.
 */
export const requestToken = async (source: TokenSource): Promise<AccessToken> => {
  const [{ ClientAssertionCredential }, assertion] = await Promise.all([
    import('@azure/identity'),
    identityToken(source.assertion),
  ]);
  let outcome: SignInOutcome | undefined;
  const policy = observingPolicy(source.timeoutMs ?? 10_000, (latest) => {
    outcome = latest;
  });
  const credential = new ClientAssertionCredential(
    source.tenantId,
    source.clientId,
    () => Promise.resolve(assertion),
    credentialOptions(source, policy),
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
