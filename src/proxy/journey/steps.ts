import type { AccessToken, UpstreamAnswer } from '../../ports/index.ts';
import { link } from '../../rule-engine/run/index.ts';
import type { Call } from '../call.ts';
import type { ProxiedConnector, ProxyPorts } from '../connector.ts';
import { createSealer } from '../links/index.ts';
import { createMatcher } from '../match/index.ts';
import { createConsent, createFetch, judgeAnswer } from '../upstream/index.ts';
import { createFind, type Found, type Route } from './find-route.ts';
import { createHealth, healthPath } from './health.ts';
import { type Journey, startJourney } from './journey.ts';
import { createOpen } from './open-route.ts';
import { createSanitize, type Sanitizing } from './sanitize-answer.ts';

type Method = Parameters<ReturnType<typeof createFetch>>[0]['method'];

/** The steps of the journey, made ready once for a connector. Their order is `handle-call.ts`'s alone. */
export const createSteps = (given: ProxiedConnector, ports: ProxyPorts) => {
  const connector = { ...given, graph: new URL(given.graph).origin };
  const { plan, name, graph } = connector;
  const matcher = createMatcher(plan);
  const consent = createConsent(ports.accessTokens, connector.expectedRoles, ports.clock);
  const find = createFind(connector, matcher, ports.clock);
  const open = createOpen(ports.keyrings);
  const fetch = createFetch(connector, ports);
  const seal = createSealer({ connector: name, plan, matcher, graph, clock: ports.clock, random: ports.random });
  const sanitize = createSanitize(plan.form, link(plan), seal, ports.random);

  return {
    begin: (call: Call): Journey => startJourney(call, connector, ports),
    isHealthCheck: ({ method, target }: Call): boolean => method === 'GET' && target === healthPath,
    health: createHealth(connector, ports, consent),

    match: (call: Call, journey: Journey) => {
      const found = find(call);
      if (found.ok && found.endpoint !== undefined) journey.useEndpoint(found.endpoint.pathTemplate);
      return found;
    },

    open: async (found: Found, journey: Journey) => {
      const { keyring, opened } = await open(found);
      journey.useKeyring(keyring);
      if (opened.ok) journey.useEndpoint(opened.route.endpoint.pathTemplate);
      return { keyring, opened };
    },

    authenticate: () => ports.accessTokens.get(),

    fetch: async (call: Call, { asked }: Route, { token }: AccessToken, journey: Journey) => {
      const method = call.method.toUpperCase() as Method;
      const fetched = await fetch({ method, asked, token, requestId: journey.id, deadline: call.deadline });
      journey.useAnswer(fetched);
      return fetched.answer;
    },

    heal: consent.heal,
    judge: (answer: UpstreamAnswer, token: AccessToken) => judgeAnswer(answer, consent.missing(token)),

    sanitize: (call: Call, parts: Omit<Sanitizing, 'method' | 'baseUrl'>) =>
      sanitize({ ...parts, method: call.method, baseUrl: connector.publicUrl ?? call.baseUrl }),
  };
};
