import type { ConsentApplication } from '../consent-model.ts';
import { exchangeStep } from './exchange.ts';
import { grantStep } from './grant.ts';
import { selectedSitesStep } from './selected-sites.ts';
import type { Step, StepContext } from './step.ts';
import { teamAppStep } from './team-app.ts';
import { teamsApplicationAccessPolicy } from './teams-application-access-policy.ts';

/** Steps in addition to the grant that a source can require, by the id in its source.yaml. */
export const administratorSteps: ReadonlyMap<string, (context: StepContext) => Step> = new Map([
  ['teams-application-access-policy', teamsApplicationAccessPolicy],
]);

/** The applications with connectors that require a step, without their other connectors. */
const requiring = (applications: readonly ConsentApplication[], id: string): readonly ConsentApplication[] =>
  applications
    .map((application) => ({
      ...application,
      connectors: application.connectors.filter((connector) => connector.administratorSteps.includes(id)),
    }))
    .filter(({ connectors }) => connectors.length > 0);

/** Everything that an administrator does for some applications, in order. */
export const stepsOf = (context: StepContext): readonly Step[] => {
  const { model, applications } = context;
  const further = [...administratorSteps].flatMap(([id, step]) => {
    const those = requiring(applications, id);
    return those.length === 0 ? [] : [step({ model, applications: those })];
  });
  return [
    grantStep(context),
    ...further,
    ...exchangeStep(context),
    ...teamAppStep(context),
    ...selectedSitesStep(context),
  ];
};
