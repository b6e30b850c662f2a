import {
  accessCheckName,
  consoleApplicationName,
  consoleCallbackPath,
  consoleName,
  consolePermissions,
  consoleRoles,
  functionRoleName,
  roleArn,
} from '../../../config/index.ts';
import { allowedBy } from '../../../graph-types/index.ts';
import { learnLinks } from '../../links.ts';
import {
  type Block,
  code,
  contents,
  type DocumentText,
  facts,
  heading,
  link,
  list,
  paragraph,
  strong,
  table,
} from '../../render/blocks.ts';
import type { ConsentModel, ConsentScope, ConsoleConsent } from '../consent-model.ts';
import { genuinePart } from '../parts/genuine.ts';
import { requestPart } from '../parts/request.ts';
import { revokePart, verifyPart } from '../parts/verify-and-revoke.ts';
import { footer, stepBlocks } from '../shared-blocks.ts';
import { assignRolesStep, grantConsoleStep } from './console-steps.ts';

/** The console's application, as the parts of a consent document need it. It has no connector. */
const scopeOf = (model: ConsentModel, { ids }: ConsoleConsent): ConsentScope => ({
  model,
  connectors: [],
  applications: [{ displayName: consoleApplicationName(model.environment), ...ids, given: false, connectors: [] }],
});

const delegatedWords = 'Lets people sign in, and reads the profile of the person who signed in.';

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;

const reasons = (): readonly Block[] => [
  heading('Reasons'),
  paragraph(
    'The console is a page on which people of your organization decide which registered tools may use Graphveil, for whom, and ' +
      'until when. People sign in to it with Entra. The console shows settings, decisions, and names of groups and people. It ' +
      'can’t read mail, calendars, chats or files, and has none of the keys with which Graphveil makes pseudonyms.',
  ),
  table(
    ['Permission', 'Kind', 'Lets the application', 'Reason'],
    consolePermissions.map(({ name, kind, reason }) => [
      [code(name)],
      [kind],
      [kind === 'delegated' ? delegatedWords : sentence(allowedBy(name))],
      [reason],
    ]),
  ),
];

const peopleOf = ({ settings }: ConsoleConsent): Block =>
  table(
    ['App role', 'Lets somebody', 'Assigned by the deployment'],
    consoleRoles.map(({ displayName, value, description, setting }) => [
      [strong(displayName), ' (', code(value), ')'],
      [description],
      settings[setting].length === 0
        ? ['nobody yet']
        : settings[setting].flatMap((id, index) => [...(index === 0 ? [] : [', ']), code(id)]),
    ]),
  );

const rolesPart = (console: ConsoleConsent): readonly Block[] => [
  heading('App roles'),
  peopleOf(console),
  paragraph(
    'Everybody else of the tenant can sign in without an app role: owners of a group decide about that group only, and ' +
      'everybody sees which connectors there are. Graphveil asks Microsoft Graph who owns the group at every such decision, and once a day. ' +
      'That is why ',
    strong('Assignment required?'),
    ' is off. If your policy requires it, assign all owners who should decide.',
  ),
  paragraph(
    'The console reads the app roles of a person again before every decision. A role that you take away ends at once, not when the ' +
      'person signs in the next time.',
  ),
];

const applicationPart = (model: ConsentModel, { ids, url }: ConsoleConsent): readonly Block[] => {
  const roleOf = (name: string): string => roleArn(model.aws, functionRoleName(model.environment, name));
  return [
    heading('The application'),
    facts(
      ['Application', [consoleApplicationName(model.environment)]],
      ['Application (client) ID', [code(ids.clientId)]],
      ['Object ID', [code(ids.objectId)]],
      ['Enterprise application', [code(ids.servicePrincipalObjectId)]],
      ['Redirect URI', [code(`${url}${consoleCallbackPath}`)]],
    ),
    paragraph(
      'It has no password and no certificate. It signs in with ',
      link('federated credentials', learnLinks.federation),
      ' from ',
      code(model.tokenIssuer),
      ', and only as these AWS roles:',
    ),
    list(
      ['The console, which redeems the sign-in of people: ', code(roleOf(consoleName))],
      ['The access check, which asks once a day who owns the groups: ', code(roleOf(accessCheckName))],
    ),
  ];
};

/** The document that an administrator follows for the console. */
export const consoleDocument = (model: ConsentModel, console: ConsoleConsent): DocumentText => {
  const scope = scopeOf(model, console);
  const steps = [grantConsoleStep(model, console), assignRolesStep(model, console)];
  const [application] = scope.applications;
  return {
    title: `Consent for the console, environment ${model.environment}`,
    subtitle: `For an administrator of Microsoft Entra ID. Deployment: Graphveil, environment ${model.environment}.`,
    blocks: [
      ...requestPart(scope, steps, [
        'Please let people of your tenant sign in to ',
        strong(application?.displayName ?? ''),
        ', and choose its administrators, privacy officers and developers.',
      ]),
      contents,
      heading('Steps'),
      ...stepBlocks(steps),
      ...genuinePart(scope),
      ...reasons(),
      ...rolesPart(console),
      ...verifyPart(scope, steps, 'that people can sign in'),
      ...revokePart(scope, steps),
      ...applicationPart(model, console),
    ],
    footer: footer(model),
  };
};

/** The document's content as plain data. */
export const consoleData = (model: ConsentModel, { ids, url, settings }: ConsoleConsent) => ({
  product: 'graphveil',
  environment: model.environment,
  tenantId: model.tenantId,
  request: model.request,
  console: {
    displayName: consoleApplicationName(model.environment),
    ...ids,
    url,
    permissions: consolePermissions,
    appRoles: consoleRoles.map(({ id, value, setting }) => ({ id, value, assigned: settings[setting] })),
    signIn: {
      passwords: 0,
      certificates: 0,
      federatedCredentials: [consoleName, accessCheckName].map((name) => ({
        issuer: model.tokenIssuer,
        audience: model.cloud.tokenExchangeAudience,
        subject: roleArn(model.aws, functionRoleName(model.environment, name)),
      })),
    },
  },
});
