import { Fault } from '../../problems/index.ts';
import type { SignInOutcome } from './observe-sign-in.ts';
import { signInHint } from './sign-in-hints.ts';

const sentences = {
  timeout: 'Microsoft Entra ID did not answer in time',
  unreachable: "Microsoft Entra ID can't be reached: check egress if the function runs in a VPC",
  untrusted:
    "the certificate of the sign-in host isn't trusted: check the authority host, and any TLS inspection on the network",
  outdated:
    "the sign-in host doesn't offer TLS 1.3: check any TLS inspection on the network, or set tenant.minimumTls to '1.2'",
  unexpected: "Microsoft Entra ID's answer doesn't contain a token",
} as const;

const detailOf = (outcome: SignInOutcome | undefined): string => {
  if (outcome === undefined) return sentences.unexpected;
  if (outcome.kind !== 'answered') return sentences[outcome.kind];
  const { aadsts, status } = outcome;
  if (aadsts !== undefined) return `AADSTS${aadsts}: ${signInHint(aadsts)}`;
  if (status === 429) return 'Microsoft Entra ID throttles the sign-in';
  return status < 400 ? sentences.unexpected : `Microsoft Entra ID answered ${status} without a code`;
};

/**
 * The fault of a failed sign-in: the AADSTS number with our own hint. Contains neither Entra's description nor a cause
 * that does.
 */
export const signInFault = (outcome: SignInOutcome | undefined): Fault => {
  const retryAfter =
    outcome?.kind === 'answered' && /^\d{1,5}$/.test(outcome.retryAfter ?? '') ? outcome.retryAfter : undefined;
  return new Fault({
    code: 'Graphveil.SignInFailed',
    detail: detailOf(outcome),
    ...(retryAfter === undefined ? {} : { headers: { 'retry-after': retryAfter } }),
  });
};
