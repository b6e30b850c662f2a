import { randomUUID } from 'node:crypto';
import type { TwinAnswer } from '../http/index.ts';

/** A refusal of sign-in: an AADSTS number with Microsoft Entra ID's message. */
export type SignInRefusal = {
  readonly number: number;
  readonly error:
    | 'access_denied'
    | 'invalid_client'
    | 'invalid_grant'
    | 'invalid_request'
    | 'invalid_resource'
    | 'invalid_scope'
    | 'login_required'
    | 'unauthorized_client'
    | 'unsupported_response_type';
  readonly sentence: string;
};

/** The whole description of a refusal, with the ids that support asks for. */
export const describeRefusal = ({ number, sentence }: SignInRefusal, now: number) => {
  const trace = randomUUID();
  const correlation = randomUUID();
  const timestamp = new Date(now).toISOString().replace('T', ' ').replace(/\.\d+/, '');
  const text = `AADSTS${number}: ${sentence} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`;
  return { text, trace, correlation, timestamp };
};

/**
 * Writes a refusal as the token endpoint does.
 * Source: Microsoft identity platform, "OAuth 2.0 client credentials flow", error response.
 */
export const refuseSignIn = (refusal: SignInRefusal, now: number): TwinAnswer => {
  const { number, error } = refusal;
  const { text, trace, correlation, timestamp } = describeRefusal(refusal, now);
  return {
    status: error === 'invalid_client' ? 401 : 400,
    headers: { 'cache-control': 'no-store, no-cache', pragma: 'no-cache', 'x-ms-request-id': trace },
    json: {
      error,
      error_description: text,
      error_codes: [number],
      timestamp,
      trace_id: trace,
      correlation_id: correlation,
      error_uri: `https://login.microsoftonline.com/error?code=${number}`,
    },
  };
};
