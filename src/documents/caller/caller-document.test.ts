import { toMarkdown } from '../render/to-markdown.ts';
import { caller, googleCaller } from '../testing/every-document.ts';
import { nodesOf, parseMarkdown, rowsOf } from '../testing/read-markdown.ts';
import { runShell, shells } from '../testing/run-shell.ts';
import { callerData, callerDocument, readyCalls } from './caller-document.ts';
import type { CallerModel } from './caller-model.ts';
import { encodedUrl } from './commands.ts';

const commandsOf = (model: CallerModel): readonly string[] =>
  nodesOf(parseMarkdown(toMarkdown(callerDocument(model))), 'code').map(({ value = '' }) => value);

let urls: readonly string[];
beforeAll(() => {
  urls = caller.connectors.flatMap(readyCalls).map(({ url }) => url);
});
const role = caller.roleArn;

describe('callerDocument', () => {
  it('shows role, external id, region, service and endpoints', () => {
    expect(rowsOf(toMarkdown(callerDocument(caller)))).toEqual(
      expect.arrayContaining([
        ['Role to assume', role],
        ['External ID', caller.externalId],
        ['Region', 'eu-central-1'],
        ['Signature', 'AWS Signature Version 4, service lambda'],
        ...caller.connectors.map(({ endpoint }) => ['Endpoint', endpoint]),
      ]),
    );
  });

  it.each(shells)('calls three URLs of each connector with the role and the external id: %s', (shell) => {
    const runs = runShell(shell, commandsOf(caller).slice(0, urls.length).join('\n'), { npx: '' });

    expect(urls).toHaveLength(6);
    expect(runs.map(({ args }) => args)).toEqual(
      urls.map((url) => [
        '--no-install',
        'graphveil',
        'call',
        '--region',
        'eu-central-1',
        '--role',
        role,
        '--external-id',
        caller.externalId,
        url,
      ]),
    );
  });

  it.each(shells)('calls with the AWS CLI and curl, signed with the credentials of the role: %s', (shell) => {
    const runs = runShell(shell, commandsOf(caller)[urls.length] ?? '', { aws: 'KEY\tsecret+/=\ttoken', curl: '' });

    expect(runs.map(({ program, args }) => [program, ...args])).toEqual([
      [
        'aws',
        'sts',
        'assume-role',
        '--role-arn',
        role,
        '--external-id',
        caller.externalId,
        '--role-session-name',
        'graphveil',
        '--output',
        'text',
        '--query',
        'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]',
      ],
      [
        'curl',
        '--aws-sigv4',
        'aws:amz:eu-central-1:lambda',
        '--user',
        'KEY:secret+/=',
        '--header',
        'x-amz-security-token: token',
        encodedUrl(urls[0] ?? ''),
      ],
    ]);
  });

  it('starts a loopback that signs, last of all', () => {
    const [run] = runShell('sh', commandsOf(caller).at(-1) ?? '', { npx: '' });

    expect(run?.args.slice(0, 4)).toEqual(['--no-install', 'graphveil', 'call', '--listen']);
    expect(run?.args.at(-1)).toBe(caller.connectors[0]?.endpoint);
  });

  it.each(shells)('gives Google service accounts calls by an identity token, without an external id: %s', (shell) => {
    const [token = '', ...calls] = commandsOf(googleCaller);
    const variables = ['AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_ROLE_ARN'];
    const runs = runShell(
      shell,
      [token, ...calls.slice(0, urls.length + 1)].join('\n'),
      { gcloud: 'google', npx: '', aws: 'KEY secret token', curl: '' },
      variables,
    );

    expect(runs[0]?.args).toEqual([
      'auth',
      'print-identity-token',
      '--impersonate-service-account=SERVICE-ACCOUNT',
      "--audiences=our 'audience'",
    ]);
    expect(runs.slice(1, 1 + urls.length)).toEqual(
      urls.map((url) => ({
        program: 'npx',
        args: ['--no-install', 'graphveil', 'call', '--region', 'eu-central-1', url],
        environment: { AWS_WEB_IDENTITY_TOKEN_FILE: 'google-token', AWS_ROLE_ARN: role },
      })),
    );
    expect(runs.at(-2)?.args).toEqual(
      expect.arrayContaining(['assume-role-with-web-identity', '--role-arn', role, '--web-identity-token', 'google']),
    );
    expect(runs.at(-1)?.args).toContain('aws:amz:eu-central-1:execute-api');
  });

  it('gives AWS principals without an external id calls without one', () => {
    const without = { ...caller, externalId: undefined };

    expect(rowsOf(toMarkdown(callerDocument(without)))).toContainEqual(['External ID', 'none']);
    expect(commandsOf(without)[0]?.split('\n')).toEqual([
      'npx --no-install graphveil call --region eu-central-1 \\',
      `  --role '${role}' \\`,
      `  '${urls[0]}'`,
    ]);
    expect(commandsOf(without).at(-2)?.split('\n').slice(0, 3)).toEqual([
      'set -- $(aws sts assume-role \\',
      `  --role-arn '${role}' \\`,
      '  --role-session-name graphveil --output text \\',
    ]);
  });

  it('gives a caller without a connector no calls', () => {
    expect(commandsOf({ ...caller, connectors: [] }).join('\n')).not.toMatch(/curl|undefined/);
  });

  it('tells for which part of a path a pseudonym is needed', () => {
    const text = toMarkdown(callerDocument(caller));

    expect(text.match(/replace `\{userId\}` with a token/g)).toHaveLength(2);
    expect(text).not.toContain('`{undefined}`');
  });

  it('keeps the calls of AWS principals if both may call', () => {
    const text = toMarkdown(callerDocument({ ...caller, google: googleCaller.google }));

    expect(text).toContain('As a Google service account');
    expect(commandsOf({ ...caller, google: googleCaller.google })[1]).toContain('--external-id');
  });

  it('names the origin of the command line, so that nobody runs a stranger’s package of the same name', () => {
    expect(toMarkdown(callerDocument(caller))).toContain(
      '`npx --no-install graphveil` runs in a checkout of Graphveil',
    );
  });
});

describe('encodedUrl', () => {
  it.each([
    ["https://a.example/v1.0/users?$filter=id eq 'x'", 'https://a.example/v1.0/users?%24filter=id%20eq%20%27x%27'],
    [
      'https://a.example/v1.0/users?$orderby=a%20desc&$top=5',
      'https://a.example/v1.0/users?%24orderby=a%20desc&%24top=5',
    ],
    ["https://a.example/users('x')/{id}", 'https://a.example/users%28%27x%27%29/%7Bid%7D'],
    ['https://a.example/straße?a=b,c:d*e!', 'https://a.example/stra%C3%9Fe?a=b%2Cc%3Ad%2Ae%21'],
    ['PLACEHOLDER0001/v1.0/users?$top=5', 'PLACEHOLDER0001/v1.0/users?%24top=5'],
    ['https://a.example', 'https://a.example'],
  ])('encodes %s as a signature requires', (url, encoded) => {
    expect(encodedUrl(url)).toBe(encoded);
  });
});

describe('callerData', () => {
  it('holds the same for programs', () => {
    expect(callerData(caller)).toMatchObject({
      caller: 'bi',
      roleArn: role,
      externalId: caller.externalId,
      region: 'eu-central-1',
      service: 'lambda',
      connectors: caller.connectors.map((connector) => ({
        name: connector.name,
        endpoint: connector.endpoint,
        calls: readyCalls(connector),
      })),
    });
    expect(callerData(googleCaller)).toMatchObject({ externalId: null });
  });
});
