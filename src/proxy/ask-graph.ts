import type { AskGraph } from '../population/index.ts';
import type { AccessToken, UpstreamResponse } from '../ports/index.ts';
import type { Call } from './call.ts';
import { beginTrace } from './call-trace.ts';
import type { ProxyPorts } from './connector.ts';
import type { createFetch } from './fetch-upstream.ts';
import type { Consent } from './heal-consent.ts';

/**
 * Creates questions to Graph beside a call, with the connector's own permissions: signed in, retried and healed like the call
 * itself, and within its time.
 */
export const createAsking =
  (ports: ProxyPorts, fetch: ReturnType<typeof createFetch>['fetch'], consent: Consent) =>
  ({ deadline }: Pick<Call, 'deadline'>): AskGraph =>
  async (target, headers = {}) => {
    const call: Call = { method: 'GET', target, headers: {}, hasBody: false, baseUrl: '', deadline };
    const trace = beginTrace(call, ports);
    const send = async (token: AccessToken): Promise<UpstreamResponse> =>
      (await fetch({ target, headers }, token, trace)).response;
    const held = await ports.accessTokens.get();
    const first = await send(held);
    const { askAgain, token } = await consent.heal(first.status, held);
    return { response: askAgain ? await send(token) : first, roles: token.roles };
  };
