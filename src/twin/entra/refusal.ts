import { randomUUID } from 'node:crypto';
import type { TwinAnswer } from '../http/index.ts';

/** A refusal of the token endpoint: an AADSTS number with Microsoft Entra ID's message. */
export type SignInRefusal = {
  readonly number: number;
  readonly error: 'invalid_client' | 'invalid_request' | 'invalid_scope' | 'unauthorized_client' | 'invalid_resource';
  readonly sentence: string;
};

/**
 * Writes a refusal as the token endpoint does.
 * Source: Microsoft identity platform, "OAuth 2.0 client credentials flow", error response.
 */
export const refuseSignIn = ({ number, error, sentence }: SignInRefusal, now: number): TwinAnswer => {
  const trace = randomUUID();
  const correlation = randomUUID();
  const timestamp = new Date(now).toISOString().replace('T', ' ').replace(/\.\d+/, '');
  const text = `AADSTS${number}: ${sentence} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`;
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
