import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stop } from 'esbuild';
import { unzipSync } from 'fflate';
import { loadSources } from '../../src/sources/index.ts';
import { makeCertificate } from '../../src/twin/http/index.ts';
import { bundleRuntime } from '../build/bundle-functions.ts';
import { root } from '../root.ts';
import { readStackOptions } from './stack-options.ts';
import { type SynthOptions, synthesizeDeployment } from './synthesize-deployment.ts';

const { sources } = loadSources(join(root, 'rules'));
const [first] = sources;
if (first === undefined) throw new Error('no source found');

const folders: string[] = [];
afterAll(async () => {
  await stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'graphveil-synth-'));
  folders.push(folder);
  return folder;
};

const start = `environment: prod
tenant: { id: 11111111-2222-3333-4444-555555555555 }
aws:
  account: "111122223333"
  region: eu-central-1
  tokenIssuer: https://abc.tokens.sts.global.api.aws
  keysRole: arn:aws:iam::111122223333:role/operators
callers: { bi: { awsPrincipals: ["arn:aws:iam::444455556666:root"], externalId: agreed-id } }
`;

const settingsIn = (folder: string, rest = `sources: { ${first.id}: {} }\n`, text = start): string => {
  const path = join(folder, 'graphveil.yaml');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${text}${rest}`);
  return path;
};

const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();

/** In a clone, the command line is at the same place relative to the output folder; here, the output is elsewhere. */
const withoutProgram = (text: string): string => text.replace(/"[^"]+\/graphveil\.js"/, '"graphveil.js"');

const digest = (folder: string): Record<string, string> =>
  Object.fromEntries(
    filesOf(folder).map((file) => {
      const bytes = readFileSync(join(folder, file));
      const content = file.endsWith('.tf.json') ? withoutProgram(bytes.toString()) : bytes;
      return [file, createHash('sha256').update(content).digest('hex')];
    }),
  );

/** Bundled once; the test of identical bytes bundles anew. */
const runtime = bundleRuntime(root);

const synth = (folder: string, settings = settingsIn(folder), how: Partial<SynthOptions> = { runtime }) =>
  synthesizeDeployment({ root, settings, outdir: join(folder, 'cdktf.out'), ...how });

const problemsOf = async (rest: string, text = start): Promise<string> => {
  const folder = newFolder();
  const error = await synth(folder, settingsIn(folder, rest, text)).catch((thrown: unknown) => thrown);
  expect(readdirSync(folder).filter((name) => name.startsWith('cdktf.out'))).toEqual([]);
  return error instanceof Error ? error.message : '';
};

describe('synthesizeDeployment', () => {
  it('gives identical bytes from different folders', async () => {
    const [one, other] = [newFolder(), join(newFolder(), 'deeper', 'inside')];
    await synth(one, settingsIn(one), {});
    await synth(other, settingsIn(other), {});

    expect(digest(join(other, 'cdktf.out'))).toEqual(digest(join(one, 'cdktf.out')));
    expect(filesOf(join(one, 'cdktf.out'))).toEqual([
      'manifest.json',
      'stacks/graphveil.prod/cdk.tf.json',
      `stacks/graphveil.prod/functions/${first.id}.zip`,
    ]);
  });

  it('states the hash of the bytes that it writes', async () => {
    const folder = newFolder();
    await synth(folder);
    const stack = join(folder, 'cdktf.out/stacks/graphveil.prod');
    const zip = readFileSync(join(stack, `functions/${first.id}.zip`));
    const { resource } = JSON.parse(readFileSync(join(stack, 'cdk.tf.json'), 'utf8')) as {
      readonly resource: { readonly aws_lambda_function: Record<string, { readonly source_code_hash: string }> };
    };

    expect(resource.aws_lambda_function[first.id]?.source_code_hash).toBe(
      createHash('sha256').update(zip).digest('base64'),
    );
  });

  it('gives functions in a VPC its proxy and its certificate authorities, and nothing else of their file', async () => {
    const folder = newFolder();
    const { authority, privateKey } = await makeCertificate();
    const vpc =
      'vpc: { subnets: [subnet-0a1b2c3d], securityGroups: [sg-0a1b2c3d], proxy: { url: "http://proxy.example:3128", noProxy: [.amazonaws.com] }, certificates: company-ca.pem }';
    const settings = settingsIn(folder, `  ${vpc}\nsources: { ${first.id}: {} }\n`, start.replace(/callers.*\n/, ''));
    await expect(synth(folder, settings)).rejects.toThrow(/graphveil\.yaml:8:\d+: error settings\/no-certificates/);
    writeFileSync(join(folder, 'company-ca.pem'), privateKey);
    await expect(synth(folder, settings)).rejects.toThrow('has no certificates');
    writeFileSync(join(folder, 'company-ca.pem'), `${authority}${privateKey}`);
    await synth(folder, settings);
    const stack = join(folder, 'cdktf.out/stacks/graphveil.prod');
    const written = JSON.parse(readFileSync(join(stack, 'cdk.tf.json'), 'utf8')) as {
      resource: { aws_lambda_function: Record<string, { environment: { variables: Record<string, string> } }> };
    };
    const archive = unzipSync(readFileSync(join(stack, `functions/${first.id}.zip`)));

    expect(written.resource.aws_lambda_function[first.id]?.environment.variables).toMatchObject({
      HTTPS_PROXY: 'http://proxy.example:3128',
      NO_PROXY: '.amazonaws.com',
      NODE_EXTRA_CA_CERTS: '/var/task/certificates.pem',
    });
    expect(Buffer.from(archive['certificates.pem'] ?? []).toString()).toBe(`${authority.trim()}\n`);
  });

  it('leaves Terraform’s own files in place, and removes deleted functions', async () => {
    const folder = newFolder();
    const stack = join(folder, 'cdktf.out/stacks/graphveil.prod');
    await synth(folder);
    writeFileSync(join(stack, '.terraform.lock.hcl'), '# lock');
    writeFileSync(join(stack, 'functions/gone.zip'), '');
    await synth(folder);

    expect(existsSync(join(stack, '.terraform.lock.hcl'))).toBe(true);
    expect(readdirSync(join(stack, 'functions'))).toEqual([`${first.id}.zip`]);
  });

  it('forgets resources that an earlier synthesis protected until they return, and remembers a local state', async () => {
    const folder = newFolder();
    const given = 'azuread_application.given_gone';
    // Terraform refuses some of these, which would stop every plan, and forgets a whole module for another.
    const noAddresses = [
      '',
      '*',
      '${file("/etc/hosts")}',
      'module.x',
      'data.local_file.x',
      'aws_kms_key.a[0]',
      'a_b.c\n',
    ];
    const forgotten = () => {
      const path = join(folder, 'cdktf.out/stacks/graphveil.prod/cdk.tf.json');
      const { removed } = JSON.parse(readFileSync(path, 'utf8')) as { removed?: readonly { readonly from: string }[] };
      return (removed ?? []).map(({ from }) => from);
    };
    const [, second] = sources;
    const both = settingsIn(folder, `sources: { ${first.id}: {}, ${second?.id}: {} }\n`);
    await synth(folder, both);
    expect(forgotten()).toEqual([]);

    const one = settingsIn(folder);
    await synth(folder, one);
    await synth(folder, one);
    expect(forgotten()).toEqual([`aws_cloudwatch_log_group.${second?.id}`]);

    writeFileSync(
      join(folder, 'graphveil.prod.graphveil.tfstate'),
      JSON.stringify({ outputs: { kept: { value: [given, ...noAddresses] } } }),
    );
    await synth(folder, settingsIn(folder, `sources: { ${first.id}: {}, ${second?.id}: {} }\n`));
    expect(forgotten()).toEqual([given]);
  });

  it('never mixes two environments', async () => {
    const folder = newFolder();
    await synth(folder);
    await synth(folder, settingsIn(folder, undefined, start.replace('environment: prod', 'environment: test')));

    expect(readdirSync(join(folder, 'cdktf.out/stacks')).sort()).toEqual(['graphveil.prod', 'graphveil.test']);
  });

  it('writes no secret into any file', async () => {
    const folder = newFolder();
    await synth(folder);
    const out = join(folder, 'cdktf.out');
    const texts = filesOf(out).map((file) => {
      const bytes = readFileSync(join(out, file));
      if (!file.endsWith('.zip')) return bytes.toString();
      return Object.values(unzipSync(bytes))
        .map((entry) => Buffer.from(entry).toString())
        .join('\n');
    });
    const terraform = texts[1] ?? '';
    const { resource } = JSON.parse(terraform) as {
      readonly resource: Record<string, Record<string, Record<string, { readonly variables: object }>>>;
    };

    for (const text of texts) {
      expect(text).not.toMatch(/-----BEGIN [A-Z ]*PRIVATE KEY-----\s*\n[A-Za-z0-9+/]{20}/);
      expect(text).not.toMatch(/\bA(?:KIA|SIA)[A-Z0-9]{16}\b/);
    }
    expect(terraform).not.toMatch(
      /client_?secret|"password"|_password"|secret_string|insecure_value|value_wo|random_/i,
    );
    expect(Object.keys(resource)).not.toEqual(
      expect.arrayContaining(['aws_ssm_parameter', 'aws_secretsmanager_secret']),
    );
    expect(Object.keys(resource['aws_lambda_function']?.[first.id]?.['environment']?.variables ?? {})).toEqual([
      'GRAPHVEIL_CLIENT_ID',
      'GRAPHVEIL_CLOUD',
      'GRAPHVEIL_CONNECTOR',
      'GRAPHVEIL_ENVIRONMENT',
      'GRAPHVEIL_SETTINGS',
      'GRAPHVEIL_TENANT',
    ]);
  });

  it('synthesizes only the Entra stack before its ids are known', async () => {
    const folder = newFolder();
    const settings = settingsIn(folder, `sources: { ${first.id}: {} }\nstacks: apart\n`);
    const { stacks } = await synthesizeDeployment({
      root,
      settings,
      outdir: join(folder, 'cdktf.out'),
      only: ['graphveil-entra'],
    });

    expect(stacks).toEqual(['graphveil-entra']);
    expect(existsSync(join(folder, 'cdktf.out/stacks/graphveil-aws.prod'))).toBe(false);
  });

  it('rejects the AWS stack without the Entra stack’s outputs, and names the command to run', async () => {
    expect(await problemsOf(`sources: { ${first.id}: {} }\nstacks: apart\n`)).toMatch(
      /graphveil\.yaml:10:9: error settings\/entra-outputs: entra\.outputs\.json doesn't exist, stacks: apart requires it\n {4}apply the Entra stack first: npm run deploy -- --only graphveil-entra/,
    );
  });

  it.each([
    ['is none', 'nonsense', "isn't an output file of the Entra stack"],
    [
      'is of another environment',
      JSON.stringify({ environment: 'test', tenant: 'x', applications: {} }),
      'another environment or tenant',
    ],
    [
      'lacks a connector',
      JSON.stringify({ environment: 'prod', tenant: '11111111-2222-3333-4444-555555555555', applications: {} }),
      `has no application for ${first.id}`,
    ],
  ])('refuses a file of the Entra stack that %s', async (_, content, says) => {
    const folder = newFolder();
    const settings = settingsIn(folder, `sources: { ${first.id}: {} }\nstacks: apart\n`);
    writeFileSync(join(folder, 'entra.outputs.json'), content);

    await expect(synth(folder, settings)).rejects.toThrow(says);
  });

  it.each([
    [
      'a wrong tenant',
      `sources: { ${first.id}: {} }\n`,
      start.replace('11111111-2222-3333-4444-555555555555', 'contoso.example'),
      'tenant.id is invalid, expected a GUID',
    ],
    [
      'another account',
      `sources: { ${first.id}: {} }\n`,
      start.replace('"111122223333"', '"999922223333"'),
      'settings/account-mismatch',
    ],
    ['an unknown source', `sources: { ${first.id}x: {} }\n`, start, `did you mean ${first.id}?`],
    [
      'a name that is too long',
      `sources: { ${'a'.repeat(50)}: { source: ${first.id} } }\n`,
      start,
      'expected at most 64 characters',
    ],
    ['the same connector twice', `sources: { ${first.id}: {}, ${first.id}: {} }\n`, start, 'yaml/duplicate-key'],
    [
      'a rule file that is not there',
      `sources: { ${first.id}: { rules: gone.yaml } }\n`,
      start,
      'settings/no-rules-file',
    ],
    ['a folder in place of a rule file', `sources: { ${first.id}: { rules: . } }\n`, start, ". isn't a file"],
    [
      'a folder in place of the Entra stack’s outputs',
      `sources: { ${first.id}: {} }\nstacks: apart\nentraOutputs: .\n`,
      start,
      ". isn't a file",
    ],
  ])('refuses %s with its place, and leaves nothing behind', async (_, rest, text, says) => {
    const message = await problemsOf(rest, text);

    expect(message).toContain(says);
    expect(message).toMatch(/graphveil\.yaml:\d+:\d+: error/);
  });

  it('keeps earlier files if the settings are now wrong', async () => {
    const folder = newFolder();
    await synth(folder);
    const before = digest(join(folder, 'cdktf.out'));

    await expect(synth(folder, settingsIn(folder, 'sources: {}\n'))).rejects.toThrow('sources is empty');
    expect(digest(join(folder, 'cdktf.out'))).toEqual(before);
    expect(readdirSync(folder).filter((name) => name.includes('draft'))).toEqual([]);
  });

  it('rejects an output that is not a folder, and leaves nothing next to it', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'cdktf.out'), 'mine');

    await expect(synth(folder)).rejects.toThrow(/cdktf\.out cannot be written \(ENOTDIR\); make it a folder/);
    expect(readFileSync(join(folder, 'cdktf.out'), 'utf8')).toBe('mine');
    expect(readdirSync(folder).filter((name) => name.includes('draft'))).toEqual([]);
  });

  it('refuses a folder in place of the settings', async () => {
    const folder = newFolder();

    await expect(synth(folder, folder)).rejects.toThrow('cannot be read; name a file');
  });

  it('refuses a stack that these settings do not have', async () => {
    const folder = newFolder();
    const options = {
      root,
      settings: settingsIn(folder),
      outdir: join(folder, 'out'),
      only: ['graphveil-aws'] as const,
    };

    await expect(synthesizeDeployment(options)).rejects.toThrow('these settings have graphveil');
  });
});

describe('readStackOptions', () => {
  it('reads the options of scripts, and leaves the rest to Terraform', () => {
    expect(
      readStackOptions(['--settings', 'a.yaml', '-auto-approve', '--only', 'graphveil-aws', '-parallelism=1']),
    ).toEqual({
      settings: 'a.yaml',
      only: ['graphveil-aws'],
      out: undefined,
      rest: ['-auto-approve', '-parallelism=1'],
    });
  });

  it('refuses a stack that there is not', () => {
    expect(() => readStackOptions(['--only', 'other'])).toThrow('unknown stack other');
    expect(() => readStackOptions(['--settings'])).toThrow('--settings needs a value');
  });
});
