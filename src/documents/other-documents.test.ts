import { clouds } from '../config/index.ts';
import { clientData, clientDocument } from './caller/client-document.ts';
import type { ClientModel } from './caller/client-model.ts';
import { toMarkdown } from './render/to-markdown.ts';
import { type RequestModel, requestDocument } from './request/request-document.ts';
import { diaries } from './testing/fixture.ts';

const request: RequestModel = {
  environment: 'prod',
  version: '0.0.0',
  tenantId: '11111111-2222-3333-4444-555555555555',
  cloud: clouds.global,
  owner: '22222222-2222-3333-4444-555555555555',
  applications: [
    { connector: 'diaries', displayName: "Graphveil prod: Dora's diaries", address: 'azuread_application.diaries' },
  ],
};

const client: ClientModel = {
  environment: 'prod',
  version: '0.0.0',
  caller: 'bi',
  roleArn: 'arn:aws:iam::111122223333:role/graphveil-prod-caller-bi',
  externalId: 'agreed-id',
  region: 'eu-central-1',
  service: 'lambda',
  google: undefined,
  connectors: [{ ...diaries, name: 'diaries', endpoint: 'https://abc.lambda-url.eu-central-1.on.aws' }],
};

describe('requestDocument', () => {
  it('says what a colleague does, in the portal and by command', () => {
    expect(toMarkdown(requestDocument(request))).toMatchSnapshot();
  });

  it('names Graph of the cloud as what the token is for, since the Azure CLI knows one address of each cloud alone', () => {
    const text = toMarkdown(requestDocument({ ...request, cloud: clouds['us-government-dod'] }));

    expect(text).toContain('az rest --method post --resource https://dod-graph.microsoft.us \\');
  });

  it('asks for the owner where it is not known', () => {
    const text = toMarkdown(requestDocument({ ...request, owner: undefined }));

    expect(text).toContain('owner=OWNER-OBJECT-ID');
    expect(text).toContain('az ad signed-in-user show --query id');
  });

  it('asks for one application where all share it', () => {
    const shared = { connector: undefined, displayName: 'Graphveil prod', address: 'azuread_application.shared' };

    expect(toMarkdown(requestDocument({ ...request, applications: [shared] }))).toContain(
      'sharedApplication: { objectId: OBJECT-ID }',
    );
  });
});

describe('clientDocument', () => {
  it('says where, as whom, and three calls', () => {
    expect(toMarkdown(clientDocument(client))).toMatchSnapshot();
  });

  it('says where the command line comes from, so that nobody runs a stranger of the same name', () => {
    expect(toMarkdown(clientDocument(client))).toContain('`npx graphveil` runs in a checkout of Graphveil');
  });

  const google = { audience: 'our-audience' };

  it('gives Google service accounts, which cannot assume a role with an external id, calls that they can make', () => {
    const text = toMarkdown(clientDocument({ ...client, google, externalId: undefined, service: 'execute-api' }));

    expect(text).toContain("--audiences='our-audience' | tr -d '\\n' > google-token");
    expect(text.match(/AWS_WEB_IDENTITY_TOKEN_FILE=google-token AWS_ROLE_ARN=/g)).toHaveLength(4);
    expect(text).toContain('aws sts assume-role-with-web-identity');
    expect(text).not.toMatch(/--external-id|--role |sts assume-role /);
    expect(text).toContain('aws:amz:eu-central-1:execute-api');
  });

  it('keeps the calls of AWS principals where both may call', () => {
    const text = toMarkdown(clientDocument({ ...client, google }));

    expect(text).toContain('As a Google service account');
    expect(text).toContain("--external-id 'agreed-id'");
  });

  it('holds the same for programs', () => {
    expect(clientData(client)).toMatchSnapshot();
  });
});
