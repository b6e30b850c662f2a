import { consoleRoles, type Settings } from '../../config/index.ts';
import { awsErrorName } from '../shared/aws-failure.ts';
import type { DeployedConsole } from '../shared/deployed-console.ts';
import { type Finding, failed, notChecked, ok, wrong } from '../shared/finding.ts';
import { GraphRefusal, type OperatorGraph } from '../shared/graph.ts';
import { networkFailure } from '../shared/network-failure.ts';

export const consoleCheck = 'console';

/** Finds the deployed console. Undefined if it isn't deployed. */
export type FindConsole = () => Promise<DeployedConsole | undefined>;

const whoAssigns = 'a Cloud Application Administrator of the tenant';

const judge = (
  { documents }: Settings,
  { url, clientId }: DeployedConsole,
  assigned: readonly { readonly appRoleId: string }[],
): Finding => {
  const nobody = consoleRoles.filter(({ id }) => !assigned.some(({ appRoleId }) => appRoleId === id));
  const names = nobody.map(({ displayName }) => displayName).join(', ');
  return nobody.length === 0
    ? ok(consoleCheck, `${url}, application ${clientId}; every app role has people`)
    : wrong(
        consoleCheck,
        `${url}, application ${clientId}; nobody has the app role ${names}`,
        `hand over ${documents.folder}/consent/console.html`,
        whoAssigns,
      );
};

/** Checks whether the console is deployed, and whether somebody has each of its app roles. Nothing without a console. */
export const checkConsole = async (
  settings: Settings,
  find: FindConsole,
  graph: OperatorGraph,
): Promise<readonly Finding[]> => {
  if (settings.console === undefined) return [];
  try {
    const found = await find();
    if (found === undefined) return [notChecked(consoleCheck, 'it isn’t deployed yet')];
    const path = `/servicePrincipals(appId='${found.clientId}')/appRoleAssignedTo?$select=appRoleId`;
    return [judge(settings, found, await graph.list<{ readonly appRoleId: string }>(path))];
  } catch (error) {
    if (error instanceof GraphRefusal)
      return [notChecked(consoleCheck, `${error.message}; app roles need a role that can read applications`)];
    const failure = networkFailure(error, 'AWS Lambda');
    if (failure !== undefined) return [failed(consoleCheck, failure)];
    return [
      notChecked(
        consoleCheck,
        `Lambda gave no answer (${awsErrorName(error)}); the check needs lambda:GetFunctionConfiguration`,
      ),
    ];
  }
};
