import type { AccessToken, UpstreamAnswer } from '../ports/index.ts';
import { prepareMatcher, prepareRunners } from '../rule-forms/prepared.ts';
import type { Call } from './call.ts';
import type { ProxiedConnector, ProxyPorts } from './connector.ts';
import { createFetch } from './fetch-upstream.ts';
import { createFind, type Found, type Route } from './find-route.ts';
import { createConsent } from './heal-consent.ts';
import { createHealth, healthPath } from './health.ts';
import { type CallTrace, startTrace } from './journey.ts';
import { judgeAnswer } from './judge-answer.ts';
import { createOpen } from './open-route.ts';
import { createSanitize, type Sanitizing } from './sanitize-answer.ts';
import { createSealer } from './seal-links.ts';

type Method = Parameters<ReturnType<typeof createFetch>>[0]['method'];

/** The steps of the journey, made ready once for a connector. Their order is `handle-call.ts`'s alone. */
export const createSteps = (given: ProxiedConnector, ports: ProxyPorts) => {
  const connector = { ...given, graph: new URL(given.graph).origin };
  const { plan, name, graph } = connector;
  const matcher = prepareMatcher(plan);
  const consent = createConsent(ports.accessTokens, connector.expectedRoles, ports.clock);
  const find = createFind(connector, matcher, ports.clock);
  const open = createOpen(ports.keyrings);
  const fetch = createFetch(connector, ports);
  const seal = createSealer({ connector: name, plan, matcher, graph, clock: ports.clock, random: ports.random });
  const sanitize = createSanitize(prepareRunners(plan), seal, ports.random);

  return {
    begin: (call: Call): CallTrace => startTrace(call, connector, ports),
    isHealthCheck: ({ method, target }: Call): boolean => method === 'GET' && target === healthPath,
    health: createHealth(connector, ports, consent),

    match: (call: Call, trace: CallTrace) => {
      const found = find(call);
      if (found.ok && found.endpoint !== undefined) trace.useEndpoint(found.endpoint.pathTemplate);
      return found;
    },

    open: async (found: Found, trace: CallTrace) => {
      const { keyring, opened } = await open(found);
      trace.useKeyring(keyring);
      if (opened.ok) trace.useEndpoint(opened.route.endpoint.pathTemplate);
      return { keyring, opened };
    },

    authenticate: () => ports.accessTokens.get(),

    fetch: async (call: Call, { asked }: Route, { token }: AccessToken, trace: CallTrace) => {
      const method = call.method.toUpperCase() as Method;
      const fetched = await fetch({ method, asked, token, requestId: trace.id, deadline: call.deadline });
      trace.useAnswer(fetched);
      return fetched.answer;
    },

    heal: consent.heal,
    judge: (answer: UpstreamAnswer, token: AccessToken) => judgeAnswer(answer, consent.missing(token)),

    sanitize: (call: Call, parts: Omit<Sanitizing, 'method' | 'baseUrl'>) =>
      sanitize({ ...parts, method: call.method, baseUrl: connector.publicUrl ?? call.baseUrl }),
  };
};
