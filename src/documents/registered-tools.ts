import { type ClientSettings, consoleName, type Settings } from '../config/index.ts';
import { type Block, code, heading, list, paragraph, strong, type Text } from './render/blocks.ts';

/** The limits of registered tools, and whether people decide about them in the console. */
export type RegisteredTools = Pick<ClientSettings, 'accessTokenMinutes' | 'grantDays' | 'unusedDays'> & {
  readonly console: boolean;
};

/** Undefined if a deployment has no registered tools. */
export const registeredTools = ({
  clients,
  console,
}: Pick<Settings, 'clients' | 'console'>): RegisteredTools | undefined =>
  clients && {
    accessTokenMinutes: clients.accessTokenMinutes,
    grantDays: clients.grantDays,
    unusedDays: clients.unusedDays,
    console: console !== undefined,
  };

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

const duration = (minutes: number): string =>
  minutes % 60 === 0 ? counted(minutes / 60, 'hour') : counted(minutes, 'minute');

const whoRegisters = ({ console }: RegisteredTools): Text => [
  strong('Who registers a tool: '),
  console
    ? 'an administrator or a developer, in the console. A registered tool can read nothing yet.'
    : 'an operator of the deployment, with the command line. A registered tool can read nothing yet.',
];

const whoGives = ({ console, grantDays }: RegisteredTools): Text => [
  strong('Who gives it access: '),
  console
    ? 'for the people of a group, an owner of that group, who sees an example of the data; for the whole tenant, an administrator together with a privacy officer. '
    : 'an operator, for the people of one group or for the whole tenant, with a reason. ',
  `A grant names the permissions of this deployment that it covers, and ends after at most ${counted(grantDays, 'day')}.`,
];

const howItSignsIn = ({ accessTokenMinutes, unusedDays }: RegisteredTools): Text => [
  strong('How it signs in: '),
  'with a federated identity, a key or a secret of its own. Secrets are shown once; at rest there is only a code that AWS KMS makes of them. ',
  `An access token is valid for ${duration(accessTokenMinutes)}, a refresh token ends after ${counted(unusedDays, 'day')} without use.`,
];

const howItEnds = ({ console }: RegisteredTools): Text => [
  strong('How it ends: '),
  'a grant or a tool can be ended at any time, and its next call is refused. ',
  ...(console
    ? [
        'If nobody owns the group any more, or who gave the grant no longer does, it is suspended until a current owner confirms it. ',
      ]
    : []),
  'Every decision is in a ledger with who and when, whose entries are chained so that a change of one shows.',
];

const points = (tools: RegisteredTools): Block =>
  list(whoRegisters(tools), whoGives(tools), howItSignsIn(tools), howItEnds(tools));

/** Explains registered tools to an administrator of the tenant. Nothing if there are none. */
export const toolsForAdministrators = (tools: RegisteredTools | undefined): readonly Block[] =>
  tools === undefined
    ? []
    : [
        heading('Registered tools'),
        paragraph(
          'This deployment has a token service of its own for tools that sign in with an ID and a secret. They get tokens from Graphveil, ' +
            'not from Entra: no tool gets an application, a secret or a token of your tenant. The permissions of this document are all that ' +
            'can be read for them, and the same rules apply.',
        ),
        points(tools),
        ...(tools.console
          ? [
              paragraph(
                'People sign in to the console with an application of its own, which has a document of its own (',
                code(`consent/${consoleName}`),
                ').',
              ),
            ]
          : []),
      ];

/** Explains registered tools to a privacy officer. Nothing if there are none. */
export const toolsForPrivacyOfficers = (tools: RegisteredTools | undefined): readonly Block[] =>
  tools === undefined
    ? []
    : [
        heading('Registered tools'),
        paragraph(
          'Tools can be registered while the deployment runs, so this report doesn’t list them. They get the same sanitized data as callers, ' +
            'and no more of it than their grants cover: one permission at a time, for the people of a group or for everybody.',
        ),
        points(tools),
        paragraph(
          'The present tools, grants and decisions: ',
          code('graphveil clients list'),
          ', ',
          code('graphveil grants list'),
          ' and ',
          code('graphveil ledger'),
          ...(tools.console ? [', or the pages Review and Ledger of the console'] : []),
          '. Ask for them whenever you review who reads what.',
        ),
      ];

/** Tells a caller that tools can sign in without AWS. Nothing if there are none. */
export const toolsForCallers = (tools: RegisteredTools | undefined): readonly Block[] =>
  tools === undefined
    ? []
    : [
        heading('Tools that know only Microsoft Graph'),
        paragraph(
          'A tool that can’t sign requests for AWS can be registered instead. It gets an ID and a secret or trusts a federated identity, asks a token ' +
            'service in the shape of Entra’s for tokens, and calls one base URL as it would call Microsoft Graph. ',
          ...(tools.console
            ? ['Register it in the console, and ask the owner of a group for access.']
            : ['Ask the operator of this deployment to register it.']),
        ),
      ];
