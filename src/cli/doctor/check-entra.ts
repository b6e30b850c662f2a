import { azureSignInCommands, clouds, type Settings } from '../../config/index.ts';
import { CliError } from '../shared/exit.ts';
import { type Finding, failed, notChecked, ok, wrong } from '../shared/finding.ts';
import { GraphRefusal, type OperatorGraph } from '../shared/graph.ts';
import type { OperatorSignIn } from '../shared/sign-in.ts';
import { checkConsole, consoleCheck, type FindConsole } from './check-console.ts';
import { checkGroups } from './check-groups.ts';

/** Access to Microsoft Entra ID for `doctor`. */
export type EntraWorld = {
  readonly signIn: () => Promise<OperatorSignIn>;
  readonly graph: (token: string) => OperatorGraph;
};

/** Directory roles that may create applications, the least privileged first. Source: Microsoft Entra built-in roles. */
const roles: ReadonlyMap<string, string> = new Map([
  ['cf1c38e5-3621-4004-a7cb-879624dced7c', 'Application Developer'],
  ['158c047a-c907-4556-b7ef-446551a6b5f7', 'Cloud Application Administrator'],
  ['9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3', 'Application Administrator'],
  ['62e90394-69f5-4237-9190-012177145e10', 'Global Administrator'],
]);

const roleCheck = 'Entra role';

/** True if the deployment creates applications instead of using ones that a colleague created. */
const createsApplications = ({ connectors, sharedApplication }: Settings): boolean =>
  sharedApplication === undefined
    ? connectors.some(({ application }) => application.kind === 'own')
    : sharedApplication.objectId === undefined;

const checkRole = async (settings: Settings, graph: OperatorGraph): Promise<Finding> => {
  if (!createsApplications(settings)) return ok(roleCheck, 'none required; owning the applications is enough');
  try {
    const held = await graph.list<{ readonly roleTemplateId?: string }>(
      '/me/transitiveMemberOf/microsoft.graph.directoryRole?$select=roleTemplateId',
    );
    const names = held.flatMap(({ roleTemplateId }) => roles.get(roleTemplateId ?? '') ?? []);
    return names.length > 0
      ? ok(roleCheck, names.join(', '))
      : wrong(
          roleCheck,
          'no active role can create applications; the least privileged one is Application Developer (none is required if the tenant lets users register applications)',
          'request the role, or the applications: npx --no-install graphveil consent request --format html > request.html',
          'a Privileged Role Administrator, who assigns the role',
        );
  } catch (error) {
    if (error instanceof CliError) return failed(roleCheck, error);
    const why = error instanceof GraphRefusal ? error.message : "Graph can't be reached";
    return notChecked(
      roleCheck,
      `${why}; a workload identity that deploys needs Application.ReadWrite.OwnedBy instead`,
    );
  }
};

const groupsCheck = 'groups of callers';

/**
 * Checks the sign-in with the Azure CLI, its tenant, the role, the groups that callers are limited to, and the console.
 * @param seesHidden tells whether a connector has the permission that shows hidden members
 */
export const checkEntra = async (
  settings: Settings,
  world: EntraWorld,
  seesHidden: (connector: string) => boolean,
  findConsole: FindConsole,
): Promise<readonly Finding[]> => {
  const check = 'Azure CLI';
  const { tenant } = settings;
  const command = azureSignInCommands(tenant.id, clouds[tenant.cloud]).join(' && ');
  const signIn = await world.signIn().catch((error: unknown) => {
    if (error instanceof CliError) return error;
    throw error;
  });
  const hasGroups = settings.callers.some(({ groups }) => groups.length > 0);
  const later = [
    roleCheck,
    ...(hasGroups ? [groupsCheck] : []),
    ...(settings.console === undefined ? [] : [consoleCheck]),
  ].map((each) => notChecked(each, 'sign in first'));
  if (signIn instanceof CliError) return [failed(check, signIn), ...later];
  if (signIn.tenantId !== tenant.id)
    return [wrong(check, 'signed in to a tenant other than tenant.id', command), ...later];
  const graph = world.graph(signIn.token);
  return [
    ok(check, `signed in to the tenant, object id ${signIn.objectId}`),
    await checkRole(settings, graph),
    ...(await checkGroups(settings, graph, seesHidden)),
    ...(await checkConsole(settings, findConsole, graph)),
  ];
};
