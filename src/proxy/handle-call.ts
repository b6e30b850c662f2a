import type { HandleCall } from './call.ts';
import type { ProxiedConnector, ProxyPorts } from './connector.ts';
import { createSteps } from './journey/index.ts';

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
    const journey = steps.begin(call);
    try {
      if (steps.isHealthCheck(call)) return journey.state(await steps.health());

      const found = steps.match(call, journey);
      if (!found.ok) return journey.refuse(found.problem);

      const { keyring, opened } = await steps.open(found, journey);
      if (!opened.ok) return journey.refuse(opened.problem);
      const { route } = opened;

      const token = await steps.authenticate();
      const first = await steps.fetch(call, route, token, journey);
      const healed = await steps.heal(first.status, token);
      const answer = healed.askAgain ? await steps.fetch(call, route, healed.token, journey) : first;
      const problem = steps.judge(answer, healed.token);
      if (problem !== undefined) return journey.refuse(problem);

      const sanitized = steps.sanitize(call, { route, answer, keyring });
      if (!sanitized.ok) return journey.refuse({ code: sanitized.code, detail: sanitized.why });
      return journey.reply(answer.status, sanitized);
    } catch (error) {
      return journey.fail(error);
    }
  };
};
