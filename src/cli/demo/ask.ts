import type { UpstreamRequest, UpstreamResponse } from '../../ports/index.ts';

/** One call of the demo: the tool's request, Graph's response and the tool's reply. */
export type DemoCall = {
  readonly source: string;
  readonly title: string;
  /** Path and query in the tool's request. */
  readonly target: string;
  readonly status: number;
  readonly ms: number;
  /** Path and query of the request to Graph; absent if there was none. */
  readonly upstream?: string;
  /** Graph's response; absent if there was no request to Graph. */
  readonly before?: unknown;
  readonly after: unknown;
};

/** Records the last upstream exchange. */
export type UpstreamTap = {
  readonly record: (request: UpstreamRequest, answer: UpstreamResponse) => void;
  readonly take: () => { readonly request: UpstreamRequest; readonly answer: UpstreamResponse } | undefined;
};

export const makeTap = (): UpstreamTap => {
  let last: ReturnType<UpstreamTap['take']>;
  return {
    record: (request, answer) => {
      last = { request, answer };
    },
    take: () => {
      const taken = last;
      last = undefined;
      return taken;
    },
  };
};

/** Calls a connector as a tool would, over HTTP. `target` may be a whole link of an earlier reply. */
export const ask = async (
  { baseUrl, source, title, target }: { readonly baseUrl: string } & Pick<DemoCall, 'source' | 'title' | 'target'>,
  tap: UpstreamTap,
): Promise<DemoCall> => {
  const path = target.startsWith(baseUrl) ? target.slice(baseUrl.length) : target;
  const since = performance.now();
  const reply = await fetch(`${baseUrl}${path}`);
  const after: unknown = await reply.json();
  const ms = performance.now() - since;
  const exchange = tap.take();
  const { pathname = '', search = '' } = exchange === undefined ? {} : new URL(exchange.request.url);
  return {
    source,
    title,
    target: path,
    status: reply.status,
    ms,
    after,
    ...(exchange === undefined ? {} : { upstream: pathname + search, before: parse(exchange.answer.body) }),
  };
};

const parse = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
};
