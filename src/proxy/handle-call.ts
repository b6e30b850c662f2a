import type { AccessToken, UpstreamResponse } from '../ports/index.ts';
import { prepareMatcher } from '../rule-forms/prepared.ts';
import { createAdmit } from './admit.ts';
import { createAsking } from './ask-graph.ts';
import type { HandleCall } from './call.ts';
import { beginTrace } from './call-trace.ts';
import { checkResponse } from './check-response.ts';
import { type ProxiedConnector, type ProxyPorts, pinned } from './connector.ts';
import { createEnds } from './end-call.ts';
import { createFetch } from './fetch-upstream.ts';
import { createConsent } from './heal-consent.ts';
import { createHealth, isHealthCheck } from './health.ts';
import { createIdentify } from './identify.ts';
import { createOpen } from './open-call.ts';
import { endpointOf, prepareRefusal, readCall } from './read-call.ts';
import { createSanitize } from './sanitize-response.ts';

/**
 * Creates the proxy of one connector: identify the caller ► match endpoint ► open pseudonyms ► admit the caller ► authenticate ► fetch upstream ►
 * sanitize and seal ► reply. A refusal is a value that ends the call immediately; a step throws a fault, which becomes a reply at
 * the end. No step can be skipped: only sanitizing creates a body that a reply accepts.
 */
export const createProxy = (given: {
  readonly connector: ProxiedConnector;
  readonly ports: ProxyPorts;
}): HandleCall => {
  const { ports } = given;
  const connector = pinned(given.connector);
  const matcher = prepareMatcher(connector.plan);
  const notAllowed = prepareRefusal(connector.elsewhere);
  const identify = createIdentify(connector.name, ports);
  const open = createOpen(connector, matcher, ports);
  const consent = createConsent(ports.accessTokens, connector.expectedRoles, ports.clock);
  const { fetch, again } = createFetch(connector, ports);
  const admit = createAdmit(connector, matcher, ports, createAsking(ports, fetch, consent));
  const sanitize = createSanitize(connector, matcher, ports);
  const health = createHealth(connector, ports, consent);
  const end = createEnds(connector, ports);

  return async (received) => {
    let trace = beginTrace(received, ports);
    try {
      const identified = await identify(received);
      if (!identified.ok) return await end.refuse(trace, identified.problem);
      const { call } = identified;
      trace = { ...trace, call };
      if (isHealthCheck(call)) return await end.state(trace, await health());

      const request = readCall(call);
      if (!request.ok) return await end.refuse(trace, request.problem);
      const match = request.link ?? matcher.match(request);
      if (!match.ok) return await end.refuse(trace, notAllowed(request, match));
      trace = { ...trace, ...endpointOf(match) };

      const opened = await open(match);
      trace = { ...trace, ...opened.trace };
      const admitted = await admit(call, opened);
      if (!admitted.ok) return await end.refuse(trace, admitted.problem);

      const ask = async (token: AccessToken): Promise<UpstreamResponse> => {
        const fetched = await fetch(admitted.request, token, trace);
        trace = fetched.trace;
        return fetched.response;
      };
      const held = await ports.accessTokens.get();
      const first = await ask(held);
      const { askAgain, token } = await consent.heal(first.status, held);
      const missing = consent.missing(token);
      const read = async (response: UpstreamResponse): ReturnType<typeof sanitize> => {
        const problem = checkResponse(response, missing, ports.clock());
        return problem === undefined ? await sanitize(call, admitted, response) : { ok: false, problem };
      };

      let answer = await read(askAgain ? await ask(token) : first);
      const repeated = again(answer.cut, trace);
      if (repeated !== undefined) {
        trace = repeated;
        answer = await read(await ask(token));
      }
      return await (answer.ok ? end.reply(trace, answer) : end.refuse(trace, answer.problem));
    } catch (error) {
      return end.fail(trace, error);
    }
  };
};
