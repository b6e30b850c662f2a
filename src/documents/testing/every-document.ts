import { clouds } from '../../config/index.ts';
import { callerDocument } from '../caller/caller-document.ts';
import type { CallerModel } from '../caller/caller-model.ts';
import { combinedConsentDocument, consentDocument } from '../consent/consent-document.ts';
import { consoleDocument } from '../consent/console/console-document.ts';
import { reportDocument } from '../privacy-report/report-document.ts';
import type { DocumentText } from '../render/blocks.ts';
import { requestDocument } from '../request/request-document.ts';
import type { RequestModel } from '../request/request-model.ts';
import { diaries, groups, limited, oneEach, people, piecewise, shared, tools, withConsole } from './fixture.ts';
import { deployedReport, reportModel } from './report-fixture.ts';

export const request: RequestModel = {
  environment: 'prod',
  tenantId: '11111111-2222-3333-4444-555555555555',
  cloud: clouds.global,
  owner: '22222222-2222-3333-4444-555555555555',
  request: { requestedBy: 'Dora $(whoami)' },
  applications: [
    { connector: 'diaries', displayName: "Graphveil prod: Dora's diaries" },
    { connector: 'people', displayName: 'Graphveil prod: $(People) `id`' },
  ],
};

export const caller: CallerModel = {
  environment: 'prod',
  caller: 'bi',
  roleArn: 'arn:aws:iam::111122223333:role/graphveil-prod-caller-bi',
  externalId: "agreed 'id' $HOME",
  region: 'eu-central-1',
  service: 'lambda',
  google: undefined,
  connectors: [
    {
      ...diaries,
      name: 'diaries',
      endpoint: 'https://abc.lambda-url.eu-central-1.on.aws',
      api: 'openapi/diaries.json',
    },
    { ...people, name: 'people', endpoint: 'https://def.lambda-url.eu-central-1.on.aws' },
  ],
  groups: [],
  counterparts: false,
  tools: undefined,
};

export const limitedCaller: CallerModel = { ...caller, groups: [groups[0]], tools: tools(true) };

export const googleCaller: CallerModel = {
  ...caller,
  google: { audience: "our 'audience'" },
  externalId: undefined,
  service: 'execute-api',
};

const consent = () =>
  oneEach({ extras: ['members'], variants: ['plain-ids'], acceptUnproven: 'Taken over until March' });
const inExchange = () => oneEach({ mailboxAccess: 'exchange-rbac' });

const found = (document: DocumentText | undefined): DocumentText => {
  if (document === undefined) throw new Error('the document is missing');
  return document;
};

const portalPage = 'main a[href*="/#view/"]';
const command = 'main pre';
const summary = 'main .figures';

/**
 * Documents of every kind, with every possible part, and a selector whose first match is what the reader does first: a
 * page to open, a command to run, or the summary to read.
 */
export const everyDocument: readonly (readonly [name: string, write: () => DocumentText, firstAction: string])[] = [
  ['the consent document', () => found(consentDocument(consent(), 'diaries')), portalPage],
  ['the consent document of mailboxes in Exchange', () => found(consentDocument(inExchange(), 'diaries')), portalPage],
  [
    'the consent document of the console',
    () => consoleDocument(withConsole(consent()), withConsole(consent()).console),
    portalPage,
  ],
  [
    'the consent document for limited callers and registered tools',
    () => combinedConsentDocument(withConsole(limited(consent()))),
    portalPage,
  ],
  [
    'the consent document for single teams and sites',
    () => combinedConsentDocument(limited(piecewise(consent()))),
    portalPage,
  ],
  ['the combined consent document', () => combinedConsentDocument(consent()), portalPage],
  ['the consent document of a shared application', () => combinedConsentDocument(shared()), portalPage],
  ['the report', () => reportDocument(reportModel), summary],
  ['the report of a deployment', () => reportDocument(deployedReport), summary],
  ['the request', () => requestDocument(request), portalPage],
  ['the request without an owner', () => requestDocument({ ...request, owner: undefined }), portalPage],
  ['the page for callers', () => callerDocument(caller), command],
  ['the page for limited callers', () => callerDocument(limitedCaller), command],
  ['the page for Google service accounts', () => callerDocument(googleCaller), command],
];
