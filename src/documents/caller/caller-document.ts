import { effectiveMinutes } from '../caller-people.ts';
import { toolsForCallers } from '../registered-tools.ts';
import {
  type Block,
  code,
  codeBlock,
  contents,
  type DocumentText,
  facts,
  heading,
  joined,
  link,
  list,
  paragraph,
} from '../render/blocks.ts';
import { type DocumentFile, documentFiles } from '../render/document-files.ts';
import type { CallableConnector, CallerModel } from './caller-model.ts';
import { googleTokenCommands, graphveilCall, withCurl } from './commands.ts';

export type ReadyCall = { readonly title: string; readonly url: string };

/** The first three calls that a source recommends, as addresses on this deployment. */
export const readyCalls = ({
  endpoint,
  exampleCalls,
}: Pick<CallableConnector, 'endpoint' | 'exampleCalls'>): readonly ReadyCall[] =>
  exampleCalls.slice(0, 3).map(({ title, path }) => ({ title, url: `${endpoint}${path}` }));

const placeholder = /\{(\w+)\}/;

const connectorPart = (model: CallerModel, connector: CallableConnector): readonly Block[] => [
  heading(connector.title),
  paragraph(connector.summary),
  facts(
    ['Endpoint', [code(connector.endpoint)]],
    ...(connector.api === undefined
      ? []
      : [['All calls', [link(connector.api, `../${connector.api}`), ' (OpenAPI)']] as const]),
  ),
  ...readyCalls(connector).flatMap((call): readonly Block[] => {
    const [, hole] = placeholder.exec(call.url) ?? [];
    return [
      hole === undefined
        ? paragraph(call.title, ':')
        : paragraph(
            call.title,
            ': replace ',
            code(`{${hole}}`),
            ' with a token (',
            code('p~…'),
            ') from the reply of an earlier call.',
          ),
      codeBlock('sh', ...graphveilCall(model, call.url)),
    ];
  }),
];

/** Explains the replies for a caller that is limited to groups. */
const peoplePart = ({ groups, counterparts }: CallerModel): readonly Block[] =>
  groups.length === 0
    ? []
    : [
        heading('Whose data you get'),
        paragraph(
          groups.length === 1 ? 'Only that of the people of group ' : 'Only that of the people of groups ',
          ...joined(groups.map((id) => [code(id)])),
          ', those of nested groups included. Who joins or leaves is in or out within ',
          `${effectiveMinutes} minutes.`,
        ),
        list(
          [
            'A call about somebody else gets 403 ',
            code('Graphveil.OutsideGrant'),
            ', and one that names nobody, such as a list of all chats or sites, 403 ',
            code('Graphveil.EndpointUnbounded'),
            '.',
          ],
          [
            'Lists have only people of the group. A page can be empty and still have a next link, so follow it. Counts (',
            code('@odata.count'),
            ') are missing.',
          ],
          [
            counterparts
              ? 'Other people whom a record mentions have pseudonyms, but calls about them are refused.'
              : 'Of other people whom a record mentions, only that they were there is left, without a pseudonym.',
          ],
          ['After somebody has joined, delta links get 410. Start the synchronization over, as for any 410.'],
        ),
      ];

/** The page for a caller: the URLs, the role, and the first calls. */
export const callerDocument = (model: CallerModel): DocumentText => {
  const [first] = model.connectors;
  return {
    title: `Calling Graphveil as ${model.caller}`,
    subtitle: `For the team that calls Graphveil. Environment ${model.environment}.`,
    blocks: [
      paragraph(
        'Graphveil answers like Microsoft Graph, but its replies are sanitized: people are pseudonyms, and data that its rules ',
        'don’t name is missing. Microsoft’s Graph SDKs and page iterators work unchanged.',
      ),
      facts(
        ['Role to assume', [code(model.roleArn)]],
        ['External ID', [model.externalId === undefined ? 'none' : code(model.externalId)]],
        ['Region', [code(model.region)]],
        ['Signature', ['AWS Signature Version 4, service ', code(model.service)]],
        ...(model.groups.length === 0
          ? []
          : [['People', ['only those of ', model.groups.length === 1 ? 'a group' : 'groups', ', see below']] as const]),
      ),
      paragraph(
        code('npx --no-install graphveil'),
        ' runs in a checkout of Graphveil, after ',
        code('npm ci'),
        '. Graphveil isn’t in any registry, so never install a package of this name from one. The end of this page shows ',
        'calls without it.',
      ),
      contents,
      ...(model.google === undefined
        ? []
        : [
            heading('As a Google service account'),
            paragraph(
              'A service account that the deployment names can assume the role with its identity token ',
              '(AssumeRoleWithWebIdentity). The token is valid for an hour; inside Google Cloud, you can also get it from the ',
              'metadata server. AWS SDKs read the token from the file in ',
              code('AWS_WEB_IDENTITY_TOKEN_FILE'),
              ' and the role from ',
              code('AWS_ROLE_ARN'),
              ', as the calls below do.',
            ),
            codeBlock('sh', ...googleTokenCommands(model)),
          ]),
      ...model.connectors.flatMap((connector) => connectorPart(model, connector)),
      ...peoplePart(model),
      heading('Good to know'),
      list(
        ['A person has the same pseudonym in all replies of all connectors, so you can join data.'],
        [
          'You can use a pseudonym that begins with ',
          code('p~'),
          ' in the path of a later call, but not one that begins with ',
          code('t~'),
          '.',
        ],
        [
          'Follow ',
          code('@odata.nextLink'),
          ' and ',
          code('@odata.deltaLink'),
          ' exactly as you get them. If the reply is 410, start the synchronization over.',
        ],
        ['After a 429 or 503, wait for the time in ', code('Retry-After'), '.'],
        [
          'Errors have the same format as Graph’s: ',
          code('error.code'),
          ' identifies the problem, and ',
          code('error.innerError.request-id'),
          ' identifies the line in the log.',
        ],
      ),
      heading('Without Graphveil’s command line'),
      paragraph('With the AWS CLI and curl 7.88 or newer:'),
      codeBlock('sh', ...(first === undefined ? [] : withCurl(model, readyCalls(first)[0]?.url ?? first.endpoint))),
      paragraph('If a tool can’t sign requests, let it call a local port that signs and forwards them:'),
      codeBlock('sh', ...graphveilCall(model, first?.endpoint ?? '', ['--listen'])),
      ...toolsForCallers(model.tools),
    ],
    footer: 'Written by Graphveil. The external ID isn’t a secret, but only this caller uses it.',
  };
};

/** The content of the page as plain data. */
export const callerData = (model: CallerModel) => ({
  product: 'graphveil',
  environment: model.environment,
  caller: model.caller,
  roleArn: model.roleArn,
  externalId: model.externalId ?? null,
  region: model.region,
  service: model.service,
  ...(model.tools && { registeredTools: model.tools }),
  ...(model.groups.length > 0 && { groups: model.groups, counterparts: model.counterparts }),
  connectors: model.connectors.map((connector) => ({
    name: connector.name,
    title: connector.title,
    endpoint: connector.endpoint,
    ...(connector.api !== undefined && { api: connector.api }),
    calls: readyCalls(connector),
  })),
});

/** The documents for one caller. */
export const callerFiles = (model: CallerModel): readonly DocumentFile[] =>
  documentFiles(`callers/${model.caller}`, callerDocument(model), callerData(model));
