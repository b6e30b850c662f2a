/**
 * A refusal by Graph, thrown by handlers and sent as Graph's error body. Messages quote addresses and ids, as Graph's
 * do.
 */
export class GraphRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'GraphRefusal';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export const badRequest = (message: string, code = 'BadRequest'): GraphRefusal => new GraphRefusal(400, code, message);

/**
 * Returns the body of a refusal. Source: Microsoft Graph error responses: `code`, `message`, `innerError` with date and
 * request ids.
 */
export const refusalBody = (refusal: GraphRefusal, requestId: string, clientRequestId: string, now: number) => ({
  error: {
    code: refusal.code,
    message: refusal.message,
    innerError: {
      date: new Date(now).toISOString().slice(0, 19),
      'request-id': requestId,
      'client-request-id': clientRequestId,
    },
  },
});
