import type { ClientAssertionCredentialOptions } from '@azure/identity';

type PolicyConfig = NonNullable<ClientAssertionCredentialOptions['additionalPolicies']>[number];
export type SignInPolicy = PolicyConfig['policy'];

/**
 * The outcome of the last exchange with Entra. Taken from the exchange itself, because the library's messages contain
 * Entra's descriptions.
 */
export type SignInOutcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly aadsts?: number | undefined;
      readonly retryAfter?: string | undefined;
    }
  | { readonly kind: 'timeout' | 'unreachable' | 'untrusted' | 'outdated' };

const certificateTrouble = /CERT|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ERR_TLS/;

const readAadsts = (text: string | null | undefined): number | undefined => {
  try {
    const codes = (JSON.parse(text ?? '') as { error_codes?: unknown } | null)?.error_codes;
    const first: unknown = Array.isArray(codes) ? codes[0] : undefined;
    return typeof first === 'number' ? first : undefined;
  } catch {
    return undefined;
  }
};

/** OpenSSL's words for a version of TLS that the other side doesn't offer. */
const versionTrouble = /alert protocol version|unsupported protocol/;

/** Classifies a failed exchange: timeout, version of TLS, untrusted certificate, or no connection. */
export const judgeFailure = (error: unknown, timedOut: boolean): SignInOutcome => {
  if (timedOut) return { kind: 'timeout' };
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  if (code === 'EPROTO' && versionTrouble.test(String(message))) return { kind: 'outdated' };
  return { kind: typeof code === 'string' && certificateTrouble.test(code) ? 'untrusted' : 'unreachable' };
};

/** A pipeline policy that limits all exchanges together to `timeoutMs` and reports the outcome of each to `observe`. */
export const observingPolicy = (timeoutMs: number, observe: (outcome: SignInOutcome) => void): SignInPolicy => {
  const deadline = AbortSignal.timeout(timeoutMs);
  return {
    name: 'graphveilSignInObserver',
    sendRequest: async (request, next) => {
      request.abortSignal = deadline;
      try {
        const response = await next(request);
        observe({
          kind: 'answered',
          status: response.status,
          aadsts: readAadsts(response.bodyAsText),
          retryAfter: response.headers.get('retry-after'),
        });
        return response;
      } catch (error) {
        observe(judgeFailure(error, deadline.aborted));
        throw error;
      }
    },
  };
};
