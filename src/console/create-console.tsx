import { Hono } from 'hono';
import { DirectoryFault, KeysFault, RecordsFault } from '../ports/index.ts';
import { apiRoutes, errorReply } from './api/api.ts';
import { strictHeaders } from './headers.ts';
import { type Refusal, refuse } from './outcome.ts';
import { pageRoutes } from './pages/page-routes.tsx';
import type { ConsolePorts } from './ports.ts';
import { makeRequests } from './session/requests.ts';
import { signInRoutes } from './sign-in/routes.tsx';
import { prepareFrames } from './ui/frames.tsx';
import { style } from './ui/style.ts';

/** Handles requests to the console. Never rejects. */
export type HandleConsoleRequest = (request: Request) => Promise<Response>;

const refusalOf = (error: Error): Refusal => {
  if (error instanceof RecordsFault || error instanceof KeysFault) return refuse('Console.StoreUnavailable');
  if (error instanceof DirectoryFault)
    return refuse(error.kind === 'not-permitted' ? 'Console.DirectoryNotPermitted' : 'Console.DirectoryUnavailable');
  return refuse('Console.Fault');
};

/** Creates the console: pages, sign-in and API, over ports. */
export const createConsole = (ports: ConsolePorts): HandleConsoleRequest => {
  const { origin, onFault } = ports;
  const requests = makeRequests(ports);
  const frames = prepareFrames(ports);
  const app = new Hono();
  const headers = Object.entries(strictHeaders(origin));
  app.use(async (context, next) => {
    await next();
    for (const [name, value] of headers) context.res.headers.set(name, value);
  });
  app.use(async ({ req }, next) => {
    // Nobody reaches it under another name, so that no other host's page can become one of its own.
    if (new URL(req.url).host === new URL(origin).host) return next();
    return frames.refused(refuse('Console.HostUnknown'));
  });
  app.get('/console.css', (context) => context.body(style, 200, { 'content-type': 'text/css; charset=utf-8' }));
  app.get('/logos/:file{[a-z0-9-]+\\.svg}', ({ req }) => {
    const logo = ports.registry.logo(req.param('file').slice(0, -'.svg'.length));
    return logo === undefined
      ? frames.refused(refuse('Console.PageUnknown'))
      : new Response(logo, { headers: { 'content-type': 'image/svg+xml' } });
  });
  signInRoutes(app, { ports, requests, frames });
  apiRoutes(app, { ports, requests });
  pageRoutes(app, { ports, requests, frames });
  app.onError((error, { req }) => {
    const refusal = refusalOf(error);
    if (refusal.code === 'Console.Fault') onFault?.(error);
    return req.path.startsWith('/api/') ? errorReply(refusal) : frames.refused(refusal);
  });
  return async (request) => app.fetch(request);
};
