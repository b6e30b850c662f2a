import type { ConsentConnector } from '../../model.ts';
import { exchangeStep } from './exchange.ts';
import { grantStep } from './grant.ts';
import type { Step, StepContext } from './step.ts';
import { teamsApplicationAccessPolicy } from './teams-application-access-policy.ts';

/** Steps in addition to the grant that a source can require, by the id in its source.yaml. */
export const administratorSteps: ReadonlyMap<string, (context: StepContext) => Step> = new Map([
  ['teams-application-access-policy', teamsApplicationAccessPolicy],
]);

const asking = (connectors: readonly ConsentConnector[], id: string): readonly ConsentConnector[] =>
  connectors.filter((connector) => connector.administratorSteps.includes(id));

/** Everything that an administrator does for an application, in order; optional steps last. */
export const stepsOf = (context: StepContext): readonly Step[] => {
  const { connectors } = context;
  const further = [...administratorSteps].flatMap(([id, step]) => {
    const those = asking(connectors, id);
    return those.length === 0 ? [] : [step({ ...context, connectors: those })];
  });
  const all = [grantStep(context), ...further, ...exchangeStep(context)];
  return [...all.filter(({ optional }) => !optional), ...all.filter(({ optional }) => optional)];
};
