import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Application } from '@cdktf/provider-azuread/lib/application/index.js';
import { ServicePrincipal } from '@cdktf/provider-azuread/lib/service-principal/index.js';
import { TerraformStack, Testing } from 'cdktf';
import type { Deployment } from './deployment.ts';
import { buildApp, stacksOf, synthesize } from './main.ts';
import { caller, deploymentWith, settingsWith } from './testing/fixture.ts';

/** The provider's schema of an application, as its binding knows it. */
class EveryAttribute extends Application {
  names(): readonly string[] {
    return Object.keys(this.synthesizeAttributes());
  }
}

class EveryPrincipalAttribute extends ServicePrincipal {
  names(): readonly string[] {
    return Object.keys(this.synthesizeAttributes());
  }
}

type Terraform = {
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
  readonly data?: Record<string, Record<string, unknown>>;
  readonly removed?: readonly { readonly from: string; readonly lifecycle: object }[];
  readonly output: Record<string, { readonly value: unknown }>;
  readonly import?: readonly { readonly to: string; readonly id: string }[];
  readonly terraform: Record<string, unknown>;
};

let outdir: string;
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'graphveil-synth-'));
});
afterEach(() => rmSync(outdir, { recursive: true }));

type HandOver = {
  readonly triggers_replace: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly provisioner: readonly {
    readonly 'local-exec': { readonly environment: Readonly<Record<string, string>> };
  }[];
};

const handOver = ({ resource }: Terraform): HandOver => resource['terraform_data']?.['documents'] as HandOver;

const text = (stack: string): string => readFileSync(join(outdir, 'stacks', `${stack}.prod`, 'cdk.tf.json'), 'utf8');

const synthesized = (deployment: Deployment): Terraform => {
  synthesize(deployment, outdir);
  return JSON.parse(text(stacksOf(deployment)[0] ?? '')) as Terraform;
};

const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

const all = 'sources: { people: {}, diaries: {}, meetings: { extras: [members] } }';

describe('synthesize', () => {
  it.each([
    ['together', `${all}\n${caller}`],
    ['apart', `${all}\n${caller}\nstacks: apart`],
    ['shared application', `${all}\nsharedApplication:`],
    ['HTTP API and outputs', `${all}\n${caller}\nexposure: http-api\ndocuments: { deliver: outputs }`],
  ])('keeps the tree of constructs: %s', (_, rest) => {
    const deployment = deploymentWith(rest);
    const app = buildApp({ ...deployment, applications: new Map() }, outdir);

    expect(app.node.children.map((stack) => Testing.renderConstructTree(stack))).toMatchSnapshot();
  });

  it.each([
    ['keys-policy'],
    ['logs-key'],
    ['keyring-key'],
    ['dashboard'],
    ['connectors'],
    ['keyring'],
    ['logs'],
    ['shared'],
    ['deployer'],
    ['people-trust'],
    ['constructor'],
  ])('synthesizes a connector named %s with its own function and application', (name) => {
    const rest = `sources: { people: {}, ${name}: { source: diaries } }\n${caller}\ndeployerOwns: true`;
    const { resource } = synthesized(deploymentWith(rest));

    for (const type of ['aws_lambda_function', 'aws_iam_role', 'azuread_application'])
      expect(Object.keys(resource[type] ?? {})).toEqual(expect.arrayContaining(['people', name]));
    expect(Object.keys(resource['aws_kms_key'] ?? {})).toEqual(['keyring', 'logs']);
  });

  it.each([['together'], ['apart']])('synthesizes a caller named like a part of the stack: %s', (stacks) => {
    const callers = ['connectors', 'dashboard', 'keys-policy', 'constructor'].map(
      (name) => `${name}: { googleServiceAccounts: ["1234567890123"] }`,
    );
    const deployment = deploymentWith(`sources: { people: {} }\ncallers: { ${callers.join(', ')} }\nstacks: ${stacks}`);
    synthesize({ ...deployment, applications: new Map() }, outdir);
    const { resource } = JSON.parse(text(stacksOf(deployment).at(-1) ?? '')) as Terraform;

    expect(Object.keys(resource['aws_iam_role'] ?? {})).toEqual(
      expect.arrayContaining(['caller-connectors', 'caller-constructor', 'caller-dashboard', 'caller-keys-policy']),
    );
  });

  it('changes nothing of other sources when one is removed', () => {
    const before = synthesized(deploymentWith(`${all}\n${caller}`)).resource;
    const after = synthesized(
      deploymentWith(`sources: { people: {}, meetings: { extras: [members] } }\n${caller}`),
    ).resource;

    const shared = [
      'aws_cloudwatch_dashboard.dashboard',
      'aws_kms_key.keyring',
      'aws_iam_role.caller-bi',
      'aws_iam_role_policy.caller-bi',
      'terraform_data.documents',
    ];
    for (const [type, resources] of Object.entries(before))
      for (const [name, resource] of Object.entries(resources)) {
        if (name.includes('diaries') || shared.includes(`${type}.${name}`)) continue;
        expect({ [`${type}.${name}`]: after[type]?.[name] }).toEqual({ [`${type}.${name}`]: resource });
      }
  });

  it('gives the same bytes each time', () => {
    synthesize(deploymentWith(all), outdir);
    const first = text('graphveil');
    synthesize(deploymentWith(all), outdir);

    expect(text('graphveil')).toBe(first);
  });

  it('changes nothing in Entra, AWS or the documents when only the version does', () => {
    const rest = `${all}\n${caller}`;
    synthesize(deploymentWith(rest), outdir);
    const before = text('graphveil');
    synthesize({ ...deploymentWith(rest), version: '99.0.0' }, outdir);

    expect(text('graphveil')).toBe(before);
  });

  it('trusts exactly the role of the connector, and requests exactly its permissions', () => {
    const { resource } = synthesized(deploymentWith(all));

    expect(resource['azuread_application_federated_identity_credential']?.['diaries']).toMatchObject({
      application_id: '${azuread_application.diaries.id}',
      audiences: ['api://AzureADTokenExchange'],
      issuer: 'https://abcdefgh.tokens.sts.global.api.aws',
      subject: 'arn:aws:iam::111122223333:role/graphveil-prod-diaries',
    });
    expect(resource['aws_iam_role']?.['diaries']).toMatchObject({ name: 'graphveil-prod-diaries' });
    expect(resource['azuread_application']?.['diaries']).toMatchObject({
      sign_in_audience: 'AzureADMyOrg',
      required_resource_access: [
        {
          resource_app_id: '00000003-0000-0000-c000-000000000000',
          resource_access: [
            { id: '798ee544-9d2d-430c-a058-570e29e34338', type: 'Role' },
            { id: '40f97065-369a-49f4-947c-6a255697ae91', type: 'Role' },
            { id: 'df021288-bdef-4463-88db-98f22de89214', type: 'Role' },
          ],
        },
      ],
    });
  });

  it('leaves mailbox permissions out of Entra if Exchange grants them', () => {
    const { resource } = synthesized(deploymentWith('sources: { diaries: {} }\nmailboxAccess: exchange-rbac'));

    expect(resource['azuread_application']?.['diaries']).toMatchObject({
      required_resource_access: [{ resource_access: [{ id: 'df021288-bdef-4463-88db-98f22de89214', type: 'Role' }] }],
    });
  });

  it('makes no password, no certificate and no parameter', () => {
    const types = Object.keys(synthesized(deploymentWith(`${all}\n${caller}`)).resource);

    expect(types.filter((type) => /password|certificate|secret|ssm_parameter|random_/.test(type))).toEqual([]);
  });

  it('takes over applications that a colleague made, at the address they will have', () => {
    const objectId = '99999999-2222-3333-4444-555555555555';
    const {
      import: imports,
      resource,
      data,
    } = synthesized(deploymentWith(`${all}\napplications: { diaries: { objectId: ${objectId} } }`));

    expect(imports).toEqual([{ to: 'azuread_application.given_diaries_99999999', id: `/applications/${objectId}` }]);
    expect(resource['azuread_application']?.['given_diaries_99999999']).toMatchObject({
      lifecycle: { prevent_destroy: true },
    });
    expect(Object.keys(resource['azuread_service_principal'] ?? {})).toEqual(['meetings', 'people']);
    expect(data?.['azuread_service_principal']).toMatchObject({
      given_diaries_99999999: { client_id: '${azuread_application.given_diaries_99999999.client_id}' },
    });
  });

  it('checks that the given enterprise application belongs to the given application', () => {
    const principal = '88888888-2222-3333-4444-555555555555';
    const given = `{ objectId: 99999999-2222-3333-4444-555555555555, servicePrincipalObjectId: ${principal} }`;
    for (const [rest, name] of [
      [`${all}\napplications: { diaries: ${given} }`, 'diaries'],
      [`${all}\nsharedApplication: ${given}`, 'shared'],
    ] as const)
      expect(synthesized(deploymentWith(rest)).data?.['azuread_service_principal']).toMatchObject({
        [`given_${name}_99999999`]: {
          object_id: principal,
          lifecycle: {
            postcondition: [
              {
                condition: `\${self.client_id == azuread_application.given_${name}_99999999.client_id}`,
                error_message: expect.stringContaining(principal),
              },
            ],
          },
        },
      });
  });

  it('writes only the requested permissions of a colleague’s application', () => {
    const objectId = '99999999-2222-3333-4444-555555555555';
    const { resource } = synthesized(deploymentWith(`${all}\napplications: { diaries: { objectId: ${objectId} } }`));
    const given = resource['azuread_application']?.['given_diaries_99999999'] as
      | { readonly lifecycle: { readonly ignore_changes: readonly string[] } }
      | undefined;
    const attributes = new EveryAttribute(new TerraformStack(Testing.app(), 'any'), 'any', {
      displayName: 'any',
    }).names();

    expect(attributes.length).toBeGreaterThan(20);
    expect(attributes.filter((name) => given?.lifecycle.ignore_changes.includes(name) === false).sort()).toEqual([
      'id',
      'required_resource_access',
      'timeouts',
    ]);
  });

  it('writes nothing but owners of an enterprise application once it exists, and shows it in the portal’s list', () => {
    const stack = new TerraformStack(Testing.app(), 'any');
    const attributes = new EveryPrincipalAttribute(stack, 'any', { clientId: 'any' }).names();
    const { resource } = synthesized(deploymentWith(all));
    const principals = Object.values(resource['azuread_service_principal'] ?? {}) as unknown as readonly {
      readonly lifecycle: { readonly ignore_changes: readonly string[] };
    }[];

    expect(principals).toHaveLength(3);
    for (const { lifecycle, ...principal } of principals) {
      const written = attributes.filter((name) => !lifecycle.ignore_changes.includes(name));
      expect(written.sort()).toEqual(['client_id', 'id', 'owners', 'timeouts', 'use_existing']);
      expect(lifecycle.ignore_changes.filter((name) => !attributes.includes(name))).toEqual([]);
      expect(principal).toMatchObject({ feature_tags: [{ hide: true, enterprise: true }] });
      for (const name of ['account_enabled', 'use_existing', 'app_role_assignment_required'])
        expect(principal).not.toHaveProperty(name);
    }
  });

  it('lets one shared application hold every permission once, and trust every role', () => {
    const objectId = '99999999-2222-3333-4444-555555555555';
    const { import: imports, resource } = synthesized(
      deploymentWith(`${all}\nsharedApplication: { objectId: ${objectId} }`),
    );
    const [access] = (resource['azuread_application']?.['given_shared_99999999']?.['required_resource_access'] ??
      []) as [{ resource_access: readonly unknown[] }?];

    expect(Object.keys(resource['azuread_application'] ?? {})).toEqual(['given_shared_99999999']);
    expect(access?.resource_access).toHaveLength(5);
    expect(Object.keys(resource['azuread_application_federated_identity_credential'] ?? {})).toEqual([
      'diaries',
      'meetings',
      'people',
    ]);
    expect(imports).toEqual([{ to: 'azuread_application.given_shared_99999999', id: `/applications/${objectId}` }]);
  });

  it('keeps Entra out of the AWS stack, which takes the ids it is handed', () => {
    const ids = { clientId: 'client-of-people', objectId: 'object', servicePrincipalObjectId: 'principal' };
    synthesize(
      { ...deploymentWith('sources: { people: {} }\nstacks: apart'), applications: new Map([['people', ids]]) },
      outdir,
    );
    const aws = JSON.parse(text('graphveil-aws')) as Terraform;
    const entra = JSON.parse(text('graphveil-entra')) as Terraform;

    expect(JSON.stringify(aws)).not.toContain('azuread');
    expect(Object.keys(entra.resource).filter((type) => type.startsWith('aws_'))).toEqual([]);
    expect(aws.resource['aws_lambda_function']?.['people']).toMatchObject({
      environment: { variables: { GRAPHVEIL_CLIENT_ID: 'client-of-people' } },
    });
    expect(Object.keys(handOver(entra).triggers_replace)).toEqual(['consent']);
    expect(Object.keys(handOver(aws).triggers_replace)).toEqual(['callers']);
  });

  describe('the hand-over', () => {
    it('is written by the command line from the outputs, without a shell and without another provider', () => {
      const stack = synthesized(deploymentWith(`${all}\n${caller}`));
      const [provisioner] = handOver(stack).provisioner;
      const { GRAPHVEIL_OUTPUTS: outputs = '' } = provisioner?.['local-exec'].environment ?? {};

      expect(provisioner?.['local-exec']).toMatchObject({
        interpreter: [
          'node',
          '../../../dist/cli/graphveil.js',
          'consent',
          'render',
          '--settings',
          '../../../graphveil.yaml',
        ],
        command: '--outputs-variable=GRAPHVEIL_OUTPUTS',
      });
      expect(outputs).toContain('"clientId":"${azuread_application.people.client_id}"');
      expect(outputs).toContain('"endpoint":"${trimsuffix(aws_lambda_function_url.people.function_url, "/")}"');
      expect(outputs).toContain('"roleArn":"${aws_iam_role.caller-bi.arn}"');
      expect(Object.keys(stack.terraform['required_providers'] ?? {})).toEqual(['aws', 'azuread']);
    });

    it('keeps the text of documents out of the state', () => {
      const { provisioner: _, ...kept } = handOver(synthesized(deploymentWith(`${all}\n${caller}`)));

      expect(JSON.stringify(kept).length).toBeLessThan(2_500);
      expect(kept.triggers_replace).toMatchObject({
        consent: {
          people: {
            permissions: ['User.Read.All'],
            facts: expect.stringMatching(/^[0-9a-f]{16}$/),
            ids: { clientId: '${azuread_application.people.client_id}' },
          },
        },
        callers: { bi: { role: '${aws_iam_role.caller-bi.arn}', facts: expect.stringMatching(/^[0-9a-f]{16}$/) } },
      });
    });

    it('isn’t written again unless a permission, an ID or an endpoint changes', () => {
      const triggers = (rest: string) => handOver(synthesized(deploymentWith(`${rest}\n${caller}`))).triggers_replace;
      const before = triggers(all);
      const after = triggers('sources: { people: {}, diaries: {}, meetings: {} }');

      expect(triggers(`${all}\nalarms: { errors: 7 }`)).toEqual(before);
      expect(after['consent']?.['meetings']).not.toEqual(before['consent']?.['meetings']);
      expect({ ...after['consent'], meetings: {} }).toEqual({ ...before['consent'], meetings: {} });
    });

    it('is left to `consent render` where apply runs without Node', () => {
      const { resource } = synthesized(deploymentWith(`${all}\ndocuments: { deliver: outputs }`));

      expect(resource['terraform_data']).toBeUndefined();
    });
  });

  it('keeps the state in S3 with a lock file', () => {
    const { terraform } = synthesized(deploymentWith('sources: { people: {} }\nstate: { s3: { bucket: our-state } }'));

    expect(terraform['backend']).toEqual({
      s3: {
        bucket: 'our-state',
        key: 'graphveil/prod/graphveil.tfstate',
        region: 'eu-central-1',
        encrypt: true,
        use_lockfile: true,
      },
    });
  });

  it('takes text of people literally', () => {
    const deployment = deploymentWith('sources: { people: {} }');
    const tagged = { ...deployment.settings, aws: { ...deployment.settings.aws, tags: { team: '${data.x} 50%{off' } } };

    expect(JSON.stringify(synthesized({ ...deployment, settings: tagged }))).toContain('$${data.x} 50%%{off');
  });

  it('tells a function of a version of TLS only if the settings lower it', () => {
    const deployment = deploymentWith('sources: { people: {} }');
    const { settings } = deployment;
    const lowered = {
      ...deployment,
      settings: { ...settings, tenant: { ...settings.tenant, minimumTls: '1.2' } },
    } as const;
    const variables = (made: typeof deployment) => JSON.stringify(synthesized(made).resource['aws_lambda_function']);

    expect(variables(deployment)).not.toContain('GRAPHVEIL_MINIMUM_TLS');
    expect(variables(lowered)).toContain('"GRAPHVEIL_MINIMUM_TLS":"1.2"');
  });

  it.each([
    ['', 'RESPONSE_STREAM', 'index.stream'],
    ['streaming: false', 'BUFFERED', 'index.handler'],
    ['exposure: http-api', undefined, 'index.handler'],
  ])('streams replies of function URLs, with the handler that can: %s', (setting, invokeMode, handler) => {
    const { resource } = synthesized(deploymentWith(`sources: { people: {} }\n${setting}`));

    expect(resource['aws_lambda_function']?.['people']).toMatchObject({ handler });
    expect(resource['aws_lambda_function_url']?.['people']?.['invoke_mode']).toBe(invokeMode);
  });

  it('tells a function what callers may see, if one of them is limited to groups', () => {
    const group = '7d4a1d3e-1111-4000-8000-000000000001';
    const grantsOf = (callers: string): string | undefined =>
      JSON.stringify(
        synthesized(deploymentWith(`sources: { people: {} }\ncallers: { ${callers} }`)).resource['aws_lambda_function'],
      ).match(/"GRAPHVEIL_GRANTS":("(?:[^"\\]|\\.)*")/)?.[1];
    const all = 'all: { googleServiceAccounts: ["1234567890123"] }';
    const pilot = `pilot: { googleServiceAccounts: ["1234567890124"], groups: [${group}] }`;

    expect(grantsOf(all)).toBeUndefined();
    expect(JSON.parse(JSON.parse(grantsOf(`${all}, ${pilot}`) ?? 'null'))).toEqual({
      account: '111122223333',
      partition: 'aws',
      least: 5,
      groups: [group],
      callers: { all: {}, pilot: { groups: [0] } },
    });
  });

  it('sends callers to the domain that is in front of a function', () => {
    const { output } = synthesized(
      deploymentWith(`sources: { people: { publicUrl: https://graph.example } }\n${caller}`),
    );

    expect(output['connectors']?.value).toMatchObject({ people: { endpoint: 'https://graph.example' } });
  });

  it('gives no external id to a caller of only Google service accounts', () => {
    const google = 'callers: { sheets: { googleServiceAccounts: ["1234567890123"] } }';
    const { output } = synthesized(deploymentWith(`sources: { people: {} }\n${google}`));

    expect(output['callers']?.value).toEqual({
      sheets: expect.not.objectContaining({ externalId: expect.anything() }),
    });
  });

  it('gives each caller three ready calls for each connector', () => {
    const { output } = synthesized(deploymentWith(`sources: { people: {}, diaries: {} }\n${caller}`));
    const url = (path: string): string => `\${trimsuffix(aws_lambda_function_url.people.function_url, "/")}${path}`;
    const three = [
      { title: 'First people', url: url('/v1.0/users?$top=5') },
      { title: 'One person', url: url('/v1.0/users/{userId}') },
      { title: 'Groups', url: url('/v1.0/groups') },
    ];

    expect(output['callers']?.value).toMatchObject({ bi: { calls: { people: three, diaries: expect.any(Array) } } });
  });

  it('uses keys of the account’s own if they are given', () => {
    const key = 'arn:aws:kms:eu-central-1:111122223333:key/11111111-1111-1111-1111-111111111111';
    const { settings, ...rest } = deploymentWith('sources: { people: {} }');
    const { resource } = synthesized({
      ...rest,
      settings: { ...settings, aws: { ...settings.aws, kmsKeys: { keyring: key, logs: key } } },
    });

    expect(resource['aws_kms_key']).toBeUndefined();
    expect(resource['aws_cloudwatch_log_group']?.['people']).toMatchObject({ kms_key_id: key });
  });

  it('refuses to destroy the keyring’s key except until the day in the settings', () => {
    const key = (rest: string) =>
      synthesized(deploymentWith(`sources: { people: {} }\n${rest}`)).resource['aws_kms_key']?.['keyring'];

    expect(key('')).toMatchObject({ deletion_window_in_days: 30, lifecycle: { prevent_destroy: true } });
    expect(key('protectKeyring: true')).toMatchObject({ lifecycle: { prevent_destroy: true } });
    expect(key(`protectKeyring: { offUntil: ${tomorrow} }`)).not.toHaveProperty('lifecycle');
  });

  describe('what holds data or belongs to somebody else', () => {
    const objectId = '99999999-2222-3333-4444-555555555555';
    const given = `applications: { diaries: { objectId: ${objectId} } }`;
    const ownKey = 'arn:aws:kms:eu-central-1:111122223333:key/11111111-1111-1111-1111-111111111111';

    const after = (first: string, second: string) => {
      const kept = synthesized(deploymentWith(first)).output['kept']?.value as readonly string[];
      const next = synthesized({ ...deploymentWith(second), earlier: new Map([['graphveil', kept]]) });
      const present = Object.entries(next.resource).flatMap(([type, ofType]) =>
        Object.keys(ofType).map((name) => `${type}.${name}`),
      );
      const forgotten = (next.removed ?? []).map(({ from }) => from);
      for (const { lifecycle } of next.removed ?? []) expect(lifecycle).toEqual({ destroy: false });
      // Terraform refuses a configuration that has and removes the same address.
      expect(forgotten.filter((address) => present.includes(address))).toEqual([]);
      for (const address of kept) expect([...present, ...forgotten]).toContain(address);
      return forgotten;
    };

    it.each([
      ['nothing', all, all, []],
      ['a source', all, 'sources: { people: {}, meetings: {} }', ['aws_cloudwatch_log_group.diaries']],
      ['an application that a colleague made', `${all}\n${given}`, all, ['azuread_application.given_diaries_99999999']],
      [
        'a source and the application that a colleague made for it',
        `${all}\n${given}`,
        'sources: { people: {}, meetings: {} }',
        ['aws_cloudwatch_log_group.diaries', 'azuread_application.given_diaries_99999999'],
      ],
      [
        'a shared application that a colleague made',
        `${all}\nsharedApplication: { objectId: ${objectId} }`,
        `${all}\nsharedApplication:`,
        ['azuread_application.given_shared_99999999'],
      ],
      ['protection of the key', all, `${all}\nprotectKeyring: { offUntil: ${tomorrow} }`, []],
    ])('is forgotten, not destroyed, when the settings lose %s', (_, first, second, expected) => {
      expect(after(first, second)).toEqual(expected);
    });

    it('keeps own keys when others are named, even without an earlier synthesis', () => {
      const { settings, ...rest } = deploymentWith(all);
      const { removed, resource } = synthesized({
        ...rest,
        settings: { ...settings, aws: { ...settings.aws, kmsKeys: { keyring: ownKey, logs: ownKey } } },
      });

      expect(resource['aws_kms_key']).toBeUndefined();
      expect(removed?.map(({ from }) => from)).toEqual([
        'aws_kms_alias.keyring',
        'aws_kms_alias.logs',
        'aws_kms_key.keyring',
        'aws_kms_key.logs',
      ]);
    });

    it('keeps the keyring’s key in Terraform while secrets move away from it, and then forgets it', () => {
      const moving = (rewrap: string) => {
        const kmsKeys = `kmsKeys: { keyring: "${ownKey}"${rewrap} }`;
        const { settings, ...rest } = deploymentWith(all);
        const { aws } = settingsWith(`${all}\n`, kmsKeys);
        return synthesized({ ...rest, settings: { ...settings, aws } });
      };
      const during = moving(`, rewrap: { from: deployment, until: ${tomorrow} }`);
      const policy = (type: string, name: string) => JSON.stringify(during.resource[type]?.[name]?.['policy']);

      expect(during.removed).toBeUndefined();
      expect(during.resource['aws_kms_key']?.['keyring']).toMatchObject({ lifecycle: { prevent_destroy: true } });
      expect(policy('aws_kms_key', 'keyring')).toContain('kms:ReEncryptFrom');
      expect(policy('aws_iam_role_policy', 'people')).toContain('${aws_kms_key.keyring.arn}');
      expect(policy('aws_iam_role_policy', 'people')).toContain(ownKey);
      expect(moving('').removed?.map(({ from }) => from)).toEqual(['aws_kms_alias.keyring', 'aws_kms_key.keyring']);
    });

    it('asks for a Terraform that knows locks in S3 and removed blocks, and for ranges of providers', () => {
      expect(synthesized(deploymentWith(all)).terraform).toMatchObject({
        required_version: '>= 1.10',
        required_providers: {
          aws: { source: 'hashicorp/aws', version: expect.stringMatching(/^>= 6\.\d+\.0, < 6\.\d+\.0$/) },
          azuread: { source: 'hashicorp/azuread', version: expect.stringMatching(/^>= 3\.\d+\.0, < 3\.\d+\.0$/) },
        },
      });
    });

    it('keeps environments in folders of their own', () => {
      expect(buildApp(deploymentWith(all), outdir).node.children.map(({ node }) => node.id)).toEqual([
        'graphveil.prod',
      ]);
    });
  });

  it('lets a stopped connector answer nothing, and keeps everything of it', () => {
    const { resource } = synthesized(deploymentWith('sources: { people: { enabled: false, reservedConcurrency: 5 } }'));
    const running = synthesized(deploymentWith('sources: { people: { reservedConcurrency: 5 } }'));

    expect(resource['aws_lambda_function']?.['people']).toMatchObject({ reserved_concurrent_executions: 0 });
    expect(running.resource['aws_lambda_function']?.['people']).toMatchObject({ reserved_concurrent_executions: 5 });
    expect(Object.keys(resource)).toEqual(Object.keys(running.resource));
  });

  it('removes alarms if they are switched off', () => {
    const { resource } = synthesized(deploymentWith('sources: { people: { alarms: { enabled: false } } }'));

    expect(resource['aws_cloudwatch_metric_alarm']).toBeUndefined();
  });
});
