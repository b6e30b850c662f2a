import { randomUUID } from 'node:crypto';
import type { TwinAnswer } from '../http/index.ts';

/** An error of Graph whose message names a person, so that a leak would show. */
export const graphError = (
  status: number,
  code: string,
  address: string,
  headers: Readonly<Record<string, string>> = {},
): TwinAnswer => {
  const requestId = randomUUID();
  const innerError = {
    date: new Date().toISOString().slice(0, 19),
    'request-id': requestId,
    'client-request-id': requestId,
  };
  const message = `The request for mailbox ${address} could not be served (${code}).`;
  return {
    status,
    headers: { 'content-type': 'application/json', 'request-id': requestId, ...headers },
    json: { error: { code, message, innerError } },
  };
};

/** 429 in Outlook's wording. */
export const throttled = (retryAfterSeconds: number, address: string): TwinAnswer =>
  graphError(429, 'ApplicationThrottled', address, { 'retry-after': String(retryAfterSeconds) });
