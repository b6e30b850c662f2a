/** The context that the Graph JavaScript client passes to a middleware, as far as this one needs it. */
type GraphContext = {
  readonly request: Parameters<typeof fetch>[0];
  readonly options?: RequestInit | undefined;
  response?: Response;
};

/**
 * The last middleware of the Graph JavaScript client with another fetch: `Client.initWithMiddleware({ middleware:
 * [graphMiddleware(signingFetch(…))], baseUrl })`. Page iterators and delta loops then follow signed links.
 */
export const graphMiddleware = (send: typeof fetch) => ({
  execute: async (context: GraphContext): Promise<void> => {
    context.response = await send(context.request, context.options);
  },
});
