import {
  accessCheckName,
  consoleApplicationName,
  consoleName,
  consoleRoles,
  functionRoleName,
  namesOfConsolePermissions,
  roleArn,
} from '../../config/index.ts';
import { expectedRoles } from '../../connectors/index.ts';
import type { ApplicationIds, ConsentModel, ConsoleIds } from '../../documents/index.ts';
import {
  buildConsentModel,
  type Described,
  groupsOfCallers,
  perSiteNames,
  perTeamNames,
} from '../../documents/index.ts';
import type { OperatorGraph } from '../shared/graph.ts';
import { readConsentFacts } from './consent-facts.ts';
import { type ConsentVerdict, type ExpectedConsent, judgeConsent } from './judge-consent.ts';

const expected = (model: ConsentModel): readonly ExpectedConsent[] =>
  model.applications.map(({ displayName, clientId, connectors }) => ({
    displayName,
    clientId,
    permissions: [...new Set(connectors.flatMap(({ permissions }) => expectedRoles(permissions)))],
    perTeam: perTeamNames({ connectors }),
    teams: groupsOfCallers(model, { connectors }),
    inExchange: [
      ...new Set(
        connectors.flatMap(({ permissions }) =>
          permissions.flatMap(({ name, grantedIn }) => (grantedIn === 'exchange' ? name : [])),
        ),
      ),
    ],
    perSite: perSiteNames({ connectors }),
    issuer: model.tokenIssuer,
    audience: model.cloud.tokenExchangeAudience,
    subjects: connectors.map(({ name }) => roleArn(model.aws, functionRoleName(model.environment, name))),
  }));

/** The console's application: people sign in to it, and two functions as it. */
const expectedConsole = (model: ConsentModel): readonly ExpectedConsent[] =>
  model.console === undefined
    ? []
    : [
        {
          displayName: consoleApplicationName(model.environment),
          clientId: model.console.ids.clientId,
          permissions: namesOfConsolePermissions('application'),
          perTeam: [],
          teams: [],
          inExchange: [],
          perSite: [],
          issuer: model.tokenIssuer,
          audience: model.cloud.tokenExchangeAudience,
          subjects: [consoleName, accessCheckName].map((name) =>
            roleArn(model.aws, functionRoleName(model.environment, name)),
          ),
          people: { scopes: namesOfConsolePermissions('delegated'), roles: consoleRoles },
        },
      ];

const readFacts = (graph: OperatorGraph, { clientId, perTeam, teams }: ExpectedConsent) =>
  readConsentFacts(graph, clientId, perTeam.length === 0 ? [] : teams);

/** Asks the tenant about each application of a deployment, the console's included, and reports granted, missing and surplus permissions. */
export const verifyConsent = async (
  described: Described,
  ids: ReadonlyMap<string, ApplicationIds>,
  graph: OperatorGraph,
  console?: ConsoleIds,
): Promise<readonly ConsentVerdict[]> => {
  const model = buildConsentModel(described, ids, console);
  return Promise.all(
    [...expected(model), ...expectedConsole(model)].map(async (application) =>
      judgeConsent(application, await readFacts(graph, application)),
    ),
  );
};

const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));

const verdictText = (verdict: ConsentVerdict): string => {
  const findings = verdict.findings.map(
    ({ severity, says, remedy }) => `  ${severity === 'error' ? 'wrong' : 'doubt'}  ${says}\n         ${remedy}`,
  );
  return [
    `${verdict.findings.some(({ severity }) => severity === 'error') ? 'NOT OK' : 'ok'}  ${verdict.displayName} (${verdict.clientId})`,
    `  granted  ${list(verdict.granted)}`,
    `  missing  ${list(verdict.missing)}`,
    `  surplus  ${list(verdict.surplus)}`,
    `  passwords ${verdict.passwords}, certificates ${verdict.certificates}, owners ${verdict.owners}`,
    ...findings,
  ].join('\n');
};

/** Renders the verdicts for people. */
export const verdictsText = (verdicts: readonly ConsentVerdict[]): string => verdicts.map(verdictText).join('\n\n');

export const allGood = (verdicts: readonly ConsentVerdict[]): boolean =>
  verdicts.every(({ findings }) => findings.every(({ severity }) => severity !== 'error'));
