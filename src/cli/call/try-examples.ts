import * as z from 'zod';
import type { DeployedConnector } from '../shared/deployed-connectors.ts';
import { CliError } from '../shared/exit.ts';
import { collectionOf, makeKnownIds } from '../shared/known-ids.ts';
import { networkFailure } from '../shared/network-failure.ts';

/** An example call on a deployed connector. It never holds a value of a reply. */
export type TriedCall = {
  readonly connector: string;
  readonly title: string;
  /** Path with placeholders, as the source recommends it. */
  readonly path: string;
  readonly outcome: 'answered' | 'refused' | 'failed' | 'skipped';
  readonly status?: number;
  /** A code of Graphveil, of Graph, or of the command line. */
  readonly code?: string;
  readonly requestId?: string;
  readonly milliseconds?: number;
  /** The failure of the network, or of the sign-in. */
  readonly failure?: CliError;
};

/** The calls to try on a connector. */
export type Examples = {
  readonly calls: readonly { readonly title: string; readonly path: string }[];
  /** Version of Graph in paths, as in v1.0. */
  readonly version: string;
};

const errorBody = z.object({
  error: z.object({ code: z.string(), innerError: z.object({ code: z.string() }).optional().catch(undefined) }),
});

/** Codes are words, so that nothing from a body can pass as one. */
const codeWord = /^[A-Za-z][A-Za-z.]{2,79}$/;

const codeIn = (body: unknown): string | undefined => {
  const { data } = errorBody.safeParse(body);
  return [data?.error.innerError?.code, data?.error.code].find((code) => code !== undefined && codeWord.test(code));
};

type Reply = { readonly tried: Omit<TriedCall, 'connector' | 'title' | 'path'>; readonly body?: unknown };

const outcomeOf = (status: number): TriedCall['outcome'] =>
  status < 400 ? 'answered' : status < 500 ? 'refused' : 'failed';

const ask = async ({ endpoint, send }: DeployedConnector, path: string): Promise<Reply> => {
  const start = performance.now();
  try {
    const response = await send(`${endpoint}${path}`);
    const body: unknown = await response.json().catch(() => undefined);
    const { status, headers } = response;
    const milliseconds = Math.round(performance.now() - start);
    const requestId = headers.get('request-id') ?? undefined;
    const code = status < 400 ? undefined : headers.has('graphveil-version') ? codeIn(body) : 'AWS';
    return {
      tried: {
        outcome: outcomeOf(status),
        status,
        milliseconds,
        ...(code && { code }),
        ...(requestId && { requestId }),
      },
      body,
    };
  } catch (error) {
    const failure = error instanceof CliError ? error : networkFailure(error, new URL(endpoint).host);
    if (failure === undefined) throw error;
    return { tried: { outcome: 'failed', code: failure.code, failure } };
  }
};

/** A person can lack a mailbox or a drive, which isn't a fault of the deployment. */
const mostPeople = 5;

/** Makes the example calls of a connector in order. Pseudonyms in paths come from earlier replies. */
export const tryExamples = async (
  connector: DeployedConnector,
  { calls, version }: Examples,
): Promise<readonly TriedCall[]> => {
  const ids = makeKnownIds();
  const read = async (path: string): Promise<Reply> => {
    const reply = await ask(connector, path);
    ids.learn(path, reply.body);
    return reply;
  };
  const tried: TriedCall[] = [];
  for (const { title, path } of calls) {
    const of = { connector: connector.name, title, path };
    const first = ids.fill(path);
    if ('missing' in first) await read(`${collectionOf(first.missing, version)}?$top=100`);
    let reply: Reply | undefined;
    for (let person = 0; person < mostPeople; person += 1) {
      const filled = ids.fill(path, person);
      if ('missing' in filled || (reply !== undefined && reply.tried.status !== 404)) break;
      reply = await read(filled.path);
      if (filled.path === path) break;
    }
    tried.push({ ...of, ...(reply?.tried ?? { outcome: 'skipped' }) });
  }
  return tried;
};
