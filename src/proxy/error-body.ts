import { type Problem, problemCodes } from '../problems/index.ts';
import type { OwnBody } from './call.ts';

/** What identifies one call in a reply. */
export type CallIds = {
  /** Graph's own id when it answered, else the call's. */
  readonly requestId: string;
  readonly clientRequestId: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
};

export const ownBody = (value: unknown): OwnBody =>
  new TextEncoder().encode(JSON.stringify(value)) as Uint8Array as OwnBody;

/** No body at all: answers to HEAD, and 204. */
export const emptyBody: OwnBody = new Uint8Array() as OwnBody;

/** The sentence of the problem's code and what this call adds to it. */
export const problemMessage = ({ code, detail }: Problem): string => {
  const { message } = problemCodes[code];
  return detail === undefined ? message : `${message.replace(/\.$/, '')}: ${detail}.`;
};

export const problemStatus = ({ code, status }: Problem): number => status ?? problemCodes[code].status;

/**
 * A problem in Graph's own shape of an error, so that its SDKs read it. `error.code` is Graph's word where Graph has one
 * for it, with ours in `innerError.code`; else it is ours.
 */
export const errorBody = (problem: Problem, { requestId, clientRequestId, now }: CallIds): OwnBody =>
  ownBody({
    error: {
      code: problem.graphCode ?? problem.code,
      message: problemMessage(problem),
      innerError: {
        ...(problem.graphCode !== undefined && { code: problem.code }),
        date: new Date(now).toISOString().slice(0, 19),
        'request-id': requestId,
        'client-request-id': clientRequestId,
      },
    },
  });
