import { type Problem, problemCodes } from '../problems/index.ts';
import { errorBody, problemMessage, problemStatus, type ReplyContext, refusal, reply } from './reply.ts';

const context: ReplyContext = { requestId: 'a', clientRequestId: 'b', now: 0, version: '1', rules: 'r' };

describe('reply', () => {
  it('rejects at compile time bytes that did not go through the rules', async () => {
    const bytes = new Uint8Array([0x7b, 0x7d]);
    // @ts-expect-error plain bytes aren't a sanitized body
    expect((await reply(200, bytes, context)).status).toBe(200);
  });
});

it('has the diagnostic header that connectors parse, without Graph’s facts in it', async () => {
  const { headers } = await refusal({ code: 'Graphveil.Throttled' }, context);
  expect(JSON.parse(headers['x-ms-ags-diagnostic'] ?? '')).toEqual({ ServerInfo: {} });
});

describe('refusal', () => {
  it('passes Retry-After and no other header of a problem', async () => {
    const problem: Problem = {
      code: 'Graphveil.Throttled',
      headers: { 'retry-after': '5', 'x-upstream': 'alice', location: 'https://alice.example' },
    };
    const { headers, status } = await refusal(problem, context);
    expect([status, headers['retry-after'], headers['x-upstream'], headers['location']]).toEqual([
      429,
      '5',
      undefined,
      undefined,
    ]);
  });
});

describe('errorBody', () => {
  const read = (problem: Problem) => JSON.parse(Buffer.from(errorBody(problem, context)).toString()) as unknown;

  it('has our code if Graph has none for it', () => {
    expect(read({ code: 'Graphveil.TargetInvalid' })).toEqual({
      error: {
        code: 'Graphveil.TargetInvalid',
        message: problemCodes['Graphveil.TargetInvalid'].message,
        innerError: { date: '1970-01-01T00:00:00', 'request-id': 'a', 'client-request-id': 'b' },
      },
    });
  });

  it('has Graph’s code first if there is one, and ours inside', () => {
    expect(read({ code: 'Graphveil.LinkExpired', graphCode: 'resyncRequired' })).toMatchObject({
      error: { code: 'resyncRequired', innerError: { code: 'Graphveil.LinkExpired' } },
    });
  });

  it('includes the detail in the message of the code', () => {
    const problem: Problem = { code: 'Graphveil.ConsentMissing', detail: 'missing are A, B' };
    expect(problemMessage(problem)).toBe(
      'Admin consent is missing for permissions that this connector needs: missing are A, B.',
    );
    expect([problemStatus(problem), problemStatus({ ...problem, status: 418 })]).toEqual([503, 418]);
  });
});
