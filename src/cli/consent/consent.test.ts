import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { consoleRoles, loadSettings } from '../../config/index.ts';
import { expectedRoles, resolveSettings } from '../../connectors/index.ts';
import { consentConnector, type Described } from '../../documents/index.ts';
import { graphPermissions } from '../../graph-types/index.ts';
import { GraphRefusal, operatorGraph } from '../shared/graph.ts';
import { readSignIn } from '../shared/sign-in.ts';
import { graphStandIn, type KnownApplication } from '../testing/graph-stand-in.ts';
import { runCommand } from '../testing/run-command.ts';
import { account, allSources, issuer, settingsFile } from '../testing/settings-folder.ts';
import { allGood, verdictsText, verifyConsent } from './verify.ts';

const graphOrigin = 'https://graph.microsoft.com';
const clientId = '33333333-2222-3333-4444-555555555555';

const [first] = allSources();
if (first === undefined) throw new Error('there is no source');
const name = first.id;

const described = (rest?: string): Described => {
  const file = settingsFile(rest);
  const sources = allSources();
  const { settings, positionOf } = loadSettings(readFileSync(file, 'utf8'), file, sources);
  if (settings === undefined) throw new Error('the settings have mistakes');
  const resolved = resolveSettings({ settings, sources, folder: '', positionOf });
  return { settings, version: '0.0.0', connectors: resolved.map(consentConnector) };
};

const needed = described().connectors.flatMap(({ permissions }) => expectedRoles(permissions));
const idsOf = (permissions: readonly string[]) =>
  permissions.map((permission) => graphPermissions[permission]?.id ?? '');

const right: KnownApplication = {
  clientId,
  owners: ['owner-1', 'owner-2'],
  granted: idsOf(needed),
  trusts: [
    {
      issuer,
      subject: `arn:aws:iam::${account}:role/graphveil-prod-${name}`,
      audiences: ['api://AzureADTokenExchange'],
    },
  ],
};

const consoleIds = { clientId: 'c0', objectId: 'o', servicePrincipalObjectId: 's', url: 'https://console.example' };
const consoleRight: KnownApplication = {
  clientId: consoleIds.clientId,
  owners: ['owner-1'],
  granted: idsOf(['GroupMember.Read.All', 'Application.Read.All']),
  scopes: 'openid User.Read',
  assignedRoles: consoleRoles.map(({ id }) => id),
  trusts: ['console', 'access-check'].map((own) => ({
    issuer,
    subject: `arn:aws:iam::${account}:role/graphveil-prod-${own}`,
    audiences: ['api://AzureADTokenExchange'],
  })),
};

const verifyConsole = async (changes: Partial<KnownApplication>) => {
  const { send } = graphStandIn('token', [right, { ...consoleRight, ...changes }]);
  const ids = new Map([[name, { clientId, objectId: 'o', servicePrincipalObjectId: 's' }]]);
  const given = described('clients: {}\nconsole: true\n');
  const graph = operatorGraph({ graph: graphOrigin, token: 'token', send });
  const verdicts = await verifyConsent(given, ids, graph, consoleIds);
  return { text: verdictsText(verdicts), ok: allGood(verdicts) };
};

const verify = async (applications: readonly KnownApplication[]) => {
  const { send } = graphStandIn('token', applications);
  const ids = new Map([[name, { clientId, objectId: 'o', servicePrincipalObjectId: 's' }]]);
  const verdicts = await verifyConsent(described(), ids, operatorGraph({ graph: graphOrigin, token: 'token', send }));
  return { verdicts, text: verdictsText(verdicts), ok: allGood(verdicts) };
};

describe('verifyConsent', () => {
  it('accepts exactly the requested permissions', async () => {
    const { verdicts, ok } = await verify([right]);

    expect(ok).toBe(true);
    expect(verdicts).toMatchObject([
      { granted: needed, missing: [], surplus: [], passwords: 0, certificates: 0, owners: 2 },
    ]);
  });

  it.each<[string, KnownApplication | undefined, RegExp]>([
    ['what is missing', { ...right, granted: idsOf(needed.slice(1)) }, /consent is missing for /],
    [
      'what is surplus',
      { ...right, granted: [...idsOf(needed), '810c84a8-4a9e-49e6-bf7d-12d183f40d01'] },
      /granted though nothing needs it: Mail\.Read\n/,
    ],
    ['permissions of other APIs', { ...right, otherGrants: 2 }, /2 permissions of other APIs/],
    ['a password', { ...right, passwords: 1 }, /it has 1 passwords and 0 certificates, and must have none/],
    ['a certificate', { ...right, certificates: 1 }, /0 passwords and 1 certificates/],
    [
      'a password of the enterprise application',
      { ...right, passwords: 1, principalPasswords: 1 },
      /it has 2 passwords/,
    ],
    ['delegated grants', { ...right, delegatedGrants: 2 }, /2 delegated grants let it act for people/],
    [
      'an Entra role',
      { ...right, directoryRoles: ['Global Reader', 'Helpdesk Administrator'] },
      /it has the Entra role Global Reader, Helpdesk Administrator/,
    ],
    ['an application that is not there', undefined, /the application is not in this tenant/],
    [
      'an enterprise application that is not there',
      { ...right, servicePrincipal: false },
      /enterprise application is missing/,
    ],
    ['sign-in that is switched off', { ...right, enabled: false }, /sign-in is switched off/],
    ['a trust that is not there', { ...right, trusts: [] }, /no federated credential trusts arn:aws:iam/],
    [
      'a trust in somebody else',
      { ...right, trusts: [...(right.trusts ?? []), { issuer: 'https://other.example', subject: 'x', audiences: [] }] },
      /1 federated credentials trust somebody else/,
    ],
  ])('reports %s, and who can fix it', async (_, application, says) => {
    const { ok, text } = await verify(application === undefined ? [] : [application]);

    expect(ok).toBe(false);
    expect(text).toMatch(says);
    expect(text).toContain('NOT OK');
  });

  it('only doubts an application without owners', async () => {
    const { ok, text } = await verify([{ ...right, owners: [] }]);

    expect(ok).toBe(true);
    expect(text).toContain('doubt  it has no owner');
  });
});

describe('verifyConsent with a console', () => {
  it('accepts its permissions, app roles and two roles that sign in', async () => {
    expect(await verifyConsole({})).toMatchObject({
      ok: true,
      text: expect.stringContaining('graphveil-prod-console'),
    });
  });

  it.each<[string, Partial<KnownApplication>, boolean, RegExp]>([
    ['consent to sign people in', { scopes: 'openid' }, false, /missing for delegated User\.Read\n/],
    ['a delegated permission too many', { scopes: 'User.Read Mail.Read' }, false, /nothing needs them: Mail\.Read\n/],
    ['an application permission', { granted: [] }, false, /missing for GroupMember\.Read\.All, Application\.Read\.All/],
    [
      'an app role that nobody has',
      { assignedRoles: [] },
      true,
      /nobody has the app role Administrator, Privacy officer/,
    ],
    [
      'the trust in the access check',
      { trusts: consoleRight.trusts?.slice(0, 1) ?? [] },
      false,
      /graphveil-prod-access-check/,
    ],
  ])('reports %s', async (_, changes, ok, says) => {
    const found = await verifyConsole(changes);
    expect(found.ok).toBe(ok);
    expect(found.text).toMatch(says);
  });
});

describe('operatorGraph', () => {
  it('keeps nothing of Graph’s messages about people', async () => {
    const { send } = graphStandIn('another token', []);
    const refused = operatorGraph({ graph: graphOrigin, token: 'token', send }).get('/applications/x');

    await expect(refused).rejects.toEqual(new GraphRefusal(401, 'InvalidAuthenticationToken'));
  });

  it('reports that the tenant doesn’t respond', async () => {
    const send = () => Promise.reject(new TypeError('fetch failed'));

    await expect(operatorGraph({ graph: graphOrigin, token: 't', send }).get('/me')).rejects.toMatchObject({
      code: 'unreachable',
    });
  });

  it('refuses to take the token to another host', async () => {
    const send: typeof fetch = async () =>
      Response.json({ value: [{}], '@odata.nextLink': 'https://elsewhere.example/x' });

    await expect(operatorGraph({ graph: graphOrigin, token: 't', send }).list('/users')).rejects.toThrow(GraphRefusal);
  });
});

describe('readSignIn', () => {
  it('reads tenant and person from a token, and nothing from other texts', () => {
    const payload = Buffer.from(JSON.stringify({ tid: 'tenant', oid: 'person' })).toString('base64url');

    expect(readSignIn(`x.${payload}.y`)).toMatchObject({ tenantId: 'tenant', objectId: 'person' });
    expect(readSignIn('nonsense')).toMatchObject({ tenantId: '', objectId: '' });
  });
});

const outputs = {
  entra: {
    value: {
      environment: 'prod',
      tenant: '11111111-2222-3333-4444-555555555555',
      applications: { [name]: { clientId, objectId: 'o', servicePrincipalObjectId: 's' } },
    },
  },
  connectors: { value: { [name]: { endpoint: 'https://abc.lambda-url.eu-central-1.on.aws' } } },
  callers: { value: { bi: { roleArn: 'arn:aws:iam::111122223333:role/graphveil-prod-caller-bi' } } },
};

const callers = 'callers: { bi: { awsPrincipals: ["arn:aws:iam::444455556666:root"], externalId: agreed-id } }\n';

describe('graphveil consent', () => {
  it.each(['md', 'html'])('prints the request as %s', async (format) => {
    const ran = await runCommand(['consent', 'request', '--settings', settingsFile(), '--format', format]);

    expect(ran.status).toBe(0);
    expect(ran.stdout).toContain('OWNER-OBJECT-ID');
  });

  it('prints the request for programs, with the owner', async () => {
    const { stdout } = await runCommand([
      'consent',
      'request',
      '--settings',
      settingsFile(),
      '--format',
      'json',
      '--owner',
      clientId,
    ]);

    expect(JSON.parse(stdout)).toMatchObject({
      owner: clientId,
      applications: [{ connector: name }],
    });
  });

  it('rejects an owner that isn’t an object id, which would end up in a command', async () => {
    const ran = await runCommand(['consent', 'request', '--settings', settingsFile(), '--owner', 'me; ls']);

    expect(ran).toMatchObject({ status: 2, stdout: '' });
    expect(ran.stderr).toContain('expected a GUID');
  });

  it('refuses outputs that are a folder, and a folder that is a file', async () => {
    const settings = settingsFile(callers);
    const printed = join(dirname(settings), 'outputs.json');
    writeFileSync(printed, JSON.stringify(outputs));
    const render = (named: string, out: string) =>
      runCommand(['consent', 'render', '--settings', settings, '--outputs', named, '--out', out]);

    const unreadable = await render(dirname(settings), 'handover');
    expect(unreadable.status).toBe(2);
    expect(unreadable.stderr).toContain("isn't what terraform output -json prints");
    const unwritable = await render(printed, printed);
    expect(unwritable.status).toBe(3);
    expect(unwritable.stderr).toContain('name a folder that you may write to with --out');
  });

  it('renders documents if apply ran elsewhere', async () => {
    const settings = settingsFile(callers);
    const printed = join(dirname(settings), 'outputs.json');
    writeFileSync(printed, JSON.stringify(outputs));
    const { status, stdout } = await runCommand([
      'consent',
      'render',
      '--settings',
      settings,
      '--outputs',
      printed,
      '--json',
    ]);
    const { written } = JSON.parse(stdout) as { written: readonly string[] };
    const folder = join(dirname(settings), 'handover');

    expect(status).toBe(0);
    expect(written).toHaveLength(11);
    expect(JSON.parse(readFileSync(join(dirname(settings), 'entra.outputs.json'), 'utf8'))).toEqual(
      outputs.entra.value,
    );
    expect(readFileSync(join(folder, `consent/${name}.md`), 'utf8')).toContain(clientId);
    expect(readFileSync(join(folder, 'callers/bi.html'), 'utf8')).toContain('https://abc.');
    expect(existsSync(join(folder, 'consent/all.json'))).toBe(true);
    expect(JSON.parse(readFileSync(join(folder, `openapi/${name}.json`), 'utf8'))).toMatchObject({
      openapi: '3.1.0',
      servers: [{ url: 'https://abc.lambda-url.eu-central-1.on.aws' }],
    });
    expect(readFileSync(join(folder, 'callers/bi.html'), 'utf8')).toContain(`href="../openapi/${name}.json"`);
  });

  it('renders documents for a resource of Terraform, and removes those of connectors and callers that are gone', async () => {
    const settings = settingsFile(callers);
    const folder = join(dirname(settings), 'handover');
    const render = (value: string) =>
      runCommand(['consent', 'render', '--settings', settings, '--outputs-variable', 'GRAPHVEIL_OUTPUTS'], {
        GRAPHVEIL_OUTPUTS: value,
      });
    await render(JSON.stringify(outputs));
    const former = { product: 'graphveil', environment: 'prod' };
    for (const [path, content] of [
      ['consent/gone.md', ''],
      ['consent/gone.json', JSON.stringify(former)],
      ['consent/of-test.json', JSON.stringify({ ...former, environment: 'test' })],
      ['consent/notes.json', 'mine'],
      ['callers/gone.json', JSON.stringify(former)],
    ] as const)
      writeFileSync(join(folder, path), content);
    const { callers: _, ...withoutCallers } = outputs;
    writeFileSync(settings, readFileSync(settings, 'utf8').replace(callers, ''));
    const { status } = await render(JSON.stringify(withoutCallers));

    expect(status).toBe(0);
    expect(readdirSync(join(folder, 'callers'))).toEqual([]);
    expect(readdirSync(join(folder, 'openapi'))).toEqual([]);
    expect(readdirSync(join(folder, 'consent')).filter((file) => file.endsWith('.json'))).toEqual(
      ['all.json', 'notes.json', 'of-test.json', `${name}.json`].sort(),
    );
    expect(existsSync(join(folder, 'consent/gone.md'))).toBe(false);
    expect(await render('nonsense')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('variable GRAPHVEIL_OUTPUTS'),
    });
  });

  it.each([
    ['no outputs', undefined, [], 'Outputs', 2],
    ['outputs that are none', '{}', ['--outputs'], 'terraform', 2],
    [
      'outputs without the connector',
      { entra: { value: { ...outputs.entra.value, applications: {} } } },
      ['--outputs'],
      `no application for ${name}`,
      1,
    ],
    [
      'outputs of another deployment',
      { entra: { value: { ...outputs.entra.value, environment: 'test' } } },
      ['--outputs'],
      'another environment',
      1,
    ],
  ])('refuses %s', async (_, content, options, says, exitCode) => {
    const settings = settingsFile();
    const printed = join(dirname(settings), 'outputs.json');
    if (content !== undefined) writeFileSync(printed, typeof content === 'string' ? content : JSON.stringify(content));
    const ran = await runCommand([
      'consent',
      'render',
      '--settings',
      settings,
      ...options.flatMap((option) => [option, printed]),
    ]);

    expect({ status: ran.status, stderr: ran.stderr }).toMatchObject({
      status: exitCode,
      stderr: expect.stringContaining(says === 'Outputs' ? 'deploy first' : says),
    });
  });

  it('finds the outputs of apply next to the settings, and explains how to sign in', async () => {
    const settings = settingsFile();
    writeFileSync(join(dirname(settings), 'entra.outputs.json'), JSON.stringify(outputs.entra.value));
    const ran = await runCommand(['consent', 'verify', '--settings', settings], { PATH: '/nowhere' });

    expect(ran).toMatchObject({
      status: 3,
      stderr: expect.stringContaining(
        'az login --tenant 11111111-2222-3333-4444-555555555555 --allow-no-subscriptions',
      ),
    });
  });
});
