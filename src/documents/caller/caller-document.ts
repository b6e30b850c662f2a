import {
  type Block,
  code,
  codeBlock,
  type DocumentText,
  facts,
  heading,
  list,
  paragraph,
  subheading,
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
  facts(['Endpoint', [code(connector.endpoint)]]),
  subheading('Three calls to begin with'),
  ...readyCalls(connector).flatMap((call): readonly Block[] => {
    const [, hole] = placeholder.exec(call.url) ?? [];
    return [
      hole === undefined
        ? paragraph(call.title, ':')
        : paragraph(
            call.title,
            ': put a token (',
            code('p~…'),
            ') from the reply of an earlier call in place of ',
            code(`{${hole}}`),
            '.',
          ),
      codeBlock('sh', ...graphveilCall(model, call.url)),
    ];
  }),
];

/** The page for a caller: the URLs, the role, and the first calls. */
export const callerDocument = (model: CallerModel): DocumentText => {
  const [first] = model.connectors;
  return {
    title: `Calling Graphveil as ${model.caller}`,
    subtitle: `For the team that calls. Environment ${model.environment}.`,
    blocks: [
      paragraph(
        'Graphveil answers like Microsoft Graph, sanitized: people are pseudonyms, and what its rules do not name is not there. ',
        'Graph’s own SDKs and page iterators work as they are.',
      ),
      facts(
        ['Role to assume', [code(model.roleArn)]],
        ['External id', [model.externalId === undefined ? 'none' : code(model.externalId)]],
        ['Region', [code(model.region)]],
        ['Requests are signed with', ['AWS Signature Version 4, service ', code(model.service)]],
        ...model.connectors.map(({ title, endpoint }) => [title, [code(endpoint)]] as const),
      ),
      heading('What to know'),
      list(
        ['The same person has the same pseudonym in every reply and every connector; joins work.'],
        [
          'A pseudonym that begins with ',
          code('p~'),
          ' can stand in the path of a later call; one that begins with ',
          code('t~'),
          ' cannot.',
        ],
        [
          'Follow ',
          code('@odata.nextLink'),
          ' and ',
          code('@odata.deltaLink'),
          ' exactly as they come. A 410 means: start the synchronization over.',
        ],
        [
          code('npx --no-install graphveil'),
          ' runs in a checkout of Graphveil, after ',
          code('npm ci'),
          '; no registry has it, so never install one from there. The end of this page does without.',
        ],
        ['On 429 and 503 wait as long as ', code('Retry-After'), ' says.'],
        [
          'Errors have Graph’s shape; ',
          code('error.code'),
          ' says what is wrong, and ',
          code('error.innerError.request-id'),
          ' finds the log line.',
        ],
      ),
      ...(model.google === undefined
        ? []
        : [
            heading('As a Google service account'),
            paragraph(
              'AWS takes the identity token of a service account that the deployment names, and gives the role for it ',
              '(AssumeRoleWithWebIdentity). The token holds for an hour; inside of Google Cloud, the metadata server gives ',
              'it as well. SDKs of AWS read the file that ',
              code('AWS_WEB_IDENTITY_TOKEN_FILE'),
              ' names, with the role in ',
              code('AWS_ROLE_ARN'),
              ', as the calls below do.',
            ),
            codeBlock('sh', ...googleTokenCommands(model)),
          ]),
      ...model.connectors.flatMap((connector) => connectorPart(model, connector)),
      heading('Without Graphveil’s command line'),
      paragraph('With the AWS CLI and curl 7.88 or newer:'),
      codeBlock('sh', ...(first === undefined ? [] : withCurl(model, readyCalls(first)[0]?.url ?? first.endpoint))),
      paragraph('A tool that cannot sign can talk to a loopback that signs what it gets and passes it on:'),
      codeBlock('sh', ...graphveilCall(model, first?.endpoint ?? '', ['--listen'])),
    ],
    footer: `Written by Graphveil ${model.version}. The external id is no secret, but belongs to this caller alone.`,
  };
};

/** The content of the page as plain data. */
export const callerData = (model: CallerModel) => ({
  product: 'graphveil',
  version: model.version,
  environment: model.environment,
  caller: model.caller,
  roleArn: model.roleArn,
  externalId: model.externalId ?? null,
  region: model.region,
  service: model.service,
  connectors: model.connectors.map((connector) => ({
    name: connector.name,
    title: connector.title,
    endpoint: connector.endpoint,
    calls: readyCalls(connector),
  })),
});

/** The documents for one caller. */
export const callerFiles = (model: CallerModel): readonly DocumentFile[] =>
  documentFiles(`callers/${model.caller}`, callerDocument(model), callerData(model));
