import { GetWebIdentityTokenCommand, type STSClient } from '@aws-sdk/client-sts';
import type { IdentityTokens } from '../../ports/index.ts';
import { Fault } from '../../problems/index.ts';
import { errorName } from './error-name.ts';

export type StsIdentityTokensOptions = {
  readonly sts: Pick<STSClient, 'send'>;
  /** Audience named in the federated credential. */
  readonly audience: string;
};

/**
 * Lifetime of a token in seconds: long enough for one sign-in, and the maximum that the function's role may request.
 */
const lifetimeSeconds = 300;

const details: Readonly<Record<string, string>> = {
  OutboundWebIdentityFederationDisabledException: 'outbound identity federation is off in the account',
  AccessDenied: 'the role may not call sts:GetWebIdentityToken for this audience',
  AccessDeniedException: 'the role may not call sts:GetWebIdentityToken for this audience',
};

/**
 * Identity tokens for the current role from AWS STS: RS256, 300 seconds, one audience. Doesn't cache. Rejects with
 * `Graphveil.IdentityTokenUnavailable`.
 */
export const stsIdentityTokens = ({ sts, audience }: StsIdentityTokensOptions): IdentityTokens => ({
  get: async () => {
    const command = new GetWebIdentityTokenCommand({
      Audience: [audience],
      SigningAlgorithm: 'RS256',
      DurationSeconds: lifetimeSeconds,
    });
    const answer = await sts.send(command).catch((error: unknown) => {
      const detail = details[errorName(error)];
      throw new Fault({ code: 'Graphveil.IdentityTokenUnavailable', ...(detail !== undefined && { detail }) }, error);
    });
    if (answer.WebIdentityToken === undefined || answer.WebIdentityToken === '')
      throw new Fault({ code: 'Graphveil.IdentityTokenUnavailable', detail: 'STS answered without a token' });
    return answer.WebIdentityToken;
  },
});
