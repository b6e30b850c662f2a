// Checks the synthesized files with Terraform itself: validate and the tests of infra/tests, providers mocked, no network.
// Runs if terraform and the mocked providers are installed, and reports it if they aren't.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { filledExample } from './filled-example.ts';
import { root } from './root.ts';
import { synthesizeDeployment } from './synth/synthesize-deployment.ts';

/** The folder of the providers' bindings, which have their schemas. A release also checks newer ones (synth-cdktn.ts). */
const [, , bindings = join(root, 'node_modules')] = process.argv;

const stub = join(root, '../shared/terraform-stub/run');

const { sources } = parse(filledExample(root)) as { readonly sources: Readonly<Record<string, unknown>> };

/** The commented parts of the example about AWS and Google callers, enabled. */
const uncommented = (example: string): string =>
  example
    .replace(/^( {2})# (permissionsBoundary|deployRole|vpc|warehouse):/gm, '$1$2:')
    .replace(/^( {2})#( {3}google)/gm, '$1 $2');

/** Settings to test in addition to the example: the choices that it leaves out. */
const additions: readonly (readonly [
  name: string,
  settings: string,
  commands: readonly string[],
  example?: (text: string) => string,
])[] = [
  ['the example', '', ['validate', 'test']],
  [
    'a shared application, mailboxes through Exchange, addresses limited',
    `mailboxAccess: exchange-rbac
allowedSourceIps: [203.0.113.0/24]
sharedApplication:
`,
    ['validate', 'test'],
  ],
  [
    'stacks apart, HTTP API, the console under a name of your own, state in S3',
    `stacks: apart\nexposure: http-api\nstate: { s3: { bucket: our-state } }\nclients: {}\nconsole: { publicUrl: https://console.example }\nbaseUrl: { order: [${Object.keys(sources).reverse()}] }\n`,
    ['validate', 'test'],
  ],
  [
    'functions in a VPC, a boundary, a role to deploy with, Google callers, outputs in place of files',
    'exposure: http-api\ndocuments: { deliver: outputs }\n',
    ['validate'],
    uncommented,
  ],
  [
    'registered tools, from some addresses',
    `clients: { signingKeys: [2, 1] }\nbaseUrl: { order: [${Object.keys(sources).reverse()}] }\nallowedSourceIps: [203.0.113.0/24]\n`,
    ['validate', 'test'],
  ],
  [
    'registered tools and the console, with people in its roles',
    `clients: {}\nconsole: { contact: privacy@contoso.example, administrators: [22222222-2222-3333-4444-555555555555] }\nbaseUrl: { order: [${Object.keys(sources).reverse()}] }\n`,
    ['validate', 'test'],
  ],
  // A mocked provider can't import, and protected resources can't be cleaned up after a test.
  [
    'an application that a colleague made, a protected key',
    'sharedApplication: { objectId: 22222222-2222-3333-4444-555555555555, servicePrincipalObjectId: 33333333-2222-3333-4444-555555555555 }\n',
    ['validate'],
  ],
];

const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

const missing = (): string | undefined => {
  if (spawnSync('terraform', ['version'], { stdio: 'ignore' }).status !== 0) return 'terraform is not on the PATH';
  return existsSync(stub) ? undefined : '../shared/terraform-stub is not here';
};

type Settings = {
  readonly environment: string;
  readonly tenant: { readonly id: string };
  readonly sources: Readonly<Record<string, unknown>>;
};

/** Ids as the Entra stack would hand them over, for every connector of the settings. */
const entraOutputs = ({ environment, tenant, sources }: Settings): string => {
  const ids = { clientId: 'client', objectId: 'object', servicePrincipalObjectId: 'principal' };
  const applications = Object.fromEntries(Object.keys(sources).map((name) => [name, ids]));
  const console = { ...ids, url: 'https://console.example' };
  return JSON.stringify({ environment, tenant: tenant.id, applications, console });
};

/** Terraform runs in a copy of a stack's folder, from which only absolute paths lead to the command line and the settings. */
const withAbsolutePaths = (folder: string): void => {
  const path = join(folder, 'cdk.tf.json');
  const text = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    text.replaceAll(/(?<=")(?:\.\.\/)+[^"]+\.(?:js|yaml)(?=")/g, (relative) =>
      JSON.stringify(resolve(folder, relative)).slice(1, -1),
    ),
  );
};

/** An id that the mocked providers create. */
const created = '33333333-0000-0000-0000-000000000000';

/** The documents that apply has to leave, and a text in each. */
const expectedDocuments = (connectors: readonly string[]): ReadonlyMap<string, string> =>
  new Map([
    ['entra.outputs.json', created],
    ['handover/consent/all.html', `/appId/${created}/isMSAApp~/false`],
    ['handover/callers/analytics.html', 'Calling Graphveil as analytics'],
    ...connectors.flatMap((name): readonly (readonly [string, string])[] => [
      [`handover/consent/${name}.md`, `/appId/${created}/isMSAApp~/false`],
      [`handover/consent/${name}.json`, created],
    ]),
  ]);

const absentDocuments = (folder: string, connectors: readonly string[]): readonly string[] =>
  [...expectedDocuments(connectors)].flatMap(([path, content]) => {
    const file = join(folder, path);
    return existsSync(file) && readFileSync(file, 'utf8').includes(content) ? [] : [path];
  });

const tryDeployment = async ([
  name,
  addition,
  commands,
  edit = String,
]: (typeof additions)[number]): Promise<boolean> => {
  const folder = mkdtempSync(join(tmpdir(), 'graphveil-terraform-'));
  try {
    // Terraform's tests destroy the resources that they create, which fails for a protected key.
    const unprotected = commands.includes('test') ? `protectKeyring: { offUntil: ${tomorrow} }\n` : '';
    const text = `${edit(filledExample(root))}\n${addition}${unprotected}`;
    const settings = join(folder, 'graphveil.yaml');
    const parsed = parse(text) as Settings;
    writeFileSync(settings, text);
    writeFileSync(join(folder, 'entra.outputs.json'), entraOutputs(parsed));
    const { folders } = await synthesizeDeployment({ root, settings, outdir: join(folder, 'cdktf.out') });
    for (const stack of folders) withAbsolutePaths(stack);
    symlinkSync(bindings, join(folder, 'node_modules'));
    cpSync(join(root, 'infra/tests'), join(folder, 'infra/tests'), { recursive: true });
    const passed = commands.every((command) => {
      const ran = spawnSync(stub, ['--', 'terraform', command, '-no-color'], { cwd: folder, encoding: 'utf8' });
      const ok = ran.status === 0;
      console.log(`${ok ? 'ok' : 'FAILED'}: terraform ${command} on ${name}`);
      if (!ok) console.log(`${ran.stdout}${ran.stderr}`);
      return ok;
    });
    const absent = commands.includes('test') ? absentDocuments(folder, Object.keys(parsed.sources)) : [];
    if (absent.length > 0) console.log(`FAILED: apply of ${name} left no ${absent.join(', ')}`);
    return passed && absent.length === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const reason = missing();
if (reason !== undefined) console.log(`not checked: ${reason}`);
else {
  // The command line that apply runs, from its current sources.
  spawnSync(process.execPath, [join(root, 'scripts/prepare.mjs')], { stdio: 'inherit' });
  const results: boolean[] = [];
  for (const addition of additions) results.push(await tryDeployment(addition));
  process.exitCode = results.every(Boolean) ? 0 : 1;
}
