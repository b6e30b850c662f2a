import type { CallRecord } from '../ports/index.ts';
import { Fault, type Problem } from '../problems/index.ts';
import type { Keyring } from '../pseudonyms/index.ts';
import type { Call, OwnBody, Reply } from './call.ts';
import type { ProxiedConnector, ProxyPorts } from './connector.ts';
import { problemStatus } from './error-body.ts';
import type { Fetched } from './fetch-upstream.ts';
import { healthPath } from './health.ts';
import { type ReplyContext, refusal, reply, statement } from './reply.ts';
import type { Sanitized } from './sanitize-answer.ts';

type Facts = Partial<CallRecord>;

/** One call on its way: what becomes known of it, and the one place where it ends, with a reply and a log record. */
export type CallTrace = {
  /** A GUID: the caller's own `client-request-id` where that is one. */
  readonly id: string;
  readonly useEndpoint: (pathTemplate: string) => void;
  readonly useKeyring: (keyring: Keyring) => void;
  readonly useAnswer: (fetched: Fetched) => void;
  readonly reply: (status: number, sanitized: Sanitized) => Reply;
  readonly state: (statement: { readonly status: number; readonly body: OwnBody }) => Reply;
  readonly refuse: (problem: Problem) => Reply;
  readonly fail: (error: unknown) => Reply;
};

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A version 4 UUID (RFC 9562). */
const newId = (random: ProxyPorts['random']): string => {
  const bytes = Buffer.from(random(16));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};

/** A text that is a GUID and can say nothing else; undefined for any other. */
const guidOrNothing = (text: string | undefined): string | undefined =>
  text !== undefined && guid.test(text) ? text.toLowerCase() : undefined;

const frame = /([^/\\\s()]+\.[cm]?[jt]s:[0-9]+:[0-9]+)\)?$/m;

/** Name, file and line of an error; its message may hold what came from upstream. */
const placeOf = (error: unknown): string =>
  error instanceof Error
    ? `${error.name} at ${frame.exec(error.stack ?? '')?.[1] ?? 'an unknown place'}`
    : typeof error;

const methodName = /^[A-Z]{1,16}$/;

/** Begins a call's journey. */
export const startTrace = (call: Call, { name, plan, version }: ProxiedConnector, ports: ProxyPorts): CallTrace => {
  const started = ports.clock();
  const id = guidOrNothing(call.headers['client-request-id']) ?? guidOrNothing(call.id) ?? newId(ports.random);
  let keyring: Keyring | undefined;
  let facts: Facts = {};

  const wish = (): ReplyContext => ({
    ids: { requestId: facts.graphRequestId ?? id, clientRequestId: id, now: ports.clock() },
    maker: { version, rules: plan.hash, ...(keyring !== undefined && { keyring }) },
    acceptEncoding: call.headers['accept-encoding'],
  });

  const record = (answer: Reply, more: Facts): CallRecord => ({
    ...facts,
    ...more,
    requestId: id,
    connector: name,
    method: methodName.test(call.method) ? call.method : 'OTHER',
    status: answer.status,
    durationMs: ports.clock() - started,
    replyBytes: answer.body.length,
  });

  const end = (answer: Reply, more: Facts): Reply => {
    try {
      ports.log.call(record(answer, more));
    } catch {
      // a log that fails must not cost the caller the reply
    }
    return answer;
  };

  const refuse = (problem: Problem, more: Facts = {}): Reply => {
    const { code, graphCode, missingPermissions } = problem;
    return end(refusal(problem, wish()), {
      code,
      ...(graphCode !== undefined && { graphCode }),
      ...(missingPermissions !== undefined && { missingPermissions }),
      ...more,
    });
  };

  return {
    id,
    useEndpoint: (endpoint) => {
      facts = { ...facts, endpoint };
    },
    useKeyring: (used) => {
      keyring = used;
    },
    useAnswer: ({ answer, retries, ms }) => {
      const graphRequestId = guidOrNothing(answer.headers['request-id']);
      facts = {
        ...facts,
        upstreamMs: (facts.upstreamMs ?? 0) + ms,
        upstreamStatus: answer.status,
        upstreamBytes: answer.body.length,
        retries: (facts.retries ?? 0) + retries,
        ...(graphRequestId !== undefined && { graphRequestId }),
      };
    },
    reply: (status, { body, counts }) => {
      const answer = reply(status, body, wish());
      const fits = call.largestReply === undefined || answer.body.length <= call.largestReply;
      return fits ? end(answer, { dropped: counts }) : refuse({ code: 'Graphveil.ReplyTooLarge' });
    },
    state: ({ status, body }) => end(statement(status, body, wish()), { endpoint: healthPath }),
    refuse: (problem) => refuse(problem),
    fail: (error) => {
      const problem: Problem = error instanceof Fault ? error.problem : { code: 'Graphveil.InternalFault' };
      return refuse(problem, problemStatus(problem) === 500 ? { place: placeOf(error) } : {});
    },
  };
};
