/** The part of a Graph JavaScript client's context that this middleware uses. */
type GraphContext = {
  readonly request: Parameters<typeof fetch>[0];
  readonly options?: RequestInit | undefined;
  response?: Response;
};

/**
 * Replaces the last middleware of the Graph JavaScript client with another fetch: `Client.initWithMiddleware({
 * middleware: [graphMiddleware(signingFetch(…))], baseUrl })`. Page iterators and delta loops then follow signed links.
 */
export const graphMiddleware = (send: typeof fetch) => ({
  execute: async (context: GraphContext): Promise<void> => {
    context.response = await send(context.request, context.options);
  },
});
