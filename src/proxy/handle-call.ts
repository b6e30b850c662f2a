import type { HandleCall } from './call.ts';
import type { ProxiedConnector, ProxyPorts } from './connector.ts';
import { createSteps } from './steps.ts';

/**
 * Makes the proxy of one connector: match endpoint ► open pseudonyms ► authenticate ► fetch upstream ► sanitize and seal ►
 * reply. A refusal is a value and ends the journey where it is met; a fault is thrown by a step and becomes a reply at the
 * end. No step can be left out: only sanitizing makes a body that a reply accepts.
 */
export const createProxy = ({
  connector,
  ports,
}: {
  readonly connector: ProxiedConnector;
  readonly ports: ProxyPorts;
}): HandleCall => {
  const steps = createSteps(connector, ports);

  return async (call) => {
    const trace = steps.begin(call);
    try {
      if (steps.isHealthCheck(call)) return trace.state(await steps.health());

      const found = steps.match(call, trace);
      if (!found.ok) return trace.refuse(found.problem);

      const { keyring, opened } = await steps.open(found, trace);
      if (!opened.ok) return trace.refuse(opened.problem);
      const { route } = opened;

      const token = await steps.authenticate();
      const first = await steps.fetch(call, route, token, trace);
      const healed = await steps.heal(first.status, token);
      const answer = healed.askAgain ? await steps.fetch(call, route, healed.token, trace) : first;
      const problem = steps.judge(answer, healed.token);
      if (problem !== undefined) return trace.refuse(problem);

      const sanitized = steps.sanitize(call, { route, answer, keyring });
      if (!sanitized.ok) return trace.refuse({ code: sanitized.code, detail: sanitized.why });
      return trace.reply(answer.status, sanitized);
    } catch (error) {
      return trace.fail(error);
    }
  };
};
