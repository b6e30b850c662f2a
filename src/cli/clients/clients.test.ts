import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessKeysFile } from '../../adapters/access-keys/index.ts';
import { type AwsStandIn, startAwsStandIn } from '../../adapters/aws/testing/aws-stand-in.ts';
import {
  credentials,
  type DynamodbStandIn,
  region,
  startDynamodbStandIn,
} from '../../adapters/records/testing/dynamodb-stand-in.ts';
import { runCommand } from '../testing/run-command.ts';
import { settingsFile } from '../testing/settings-folder.ts';

const settings = settingsFile('clients: { grantDays: 90, publicUrl: https://access.example }\n');
const keys = 'access-keys.json';
let made: string | undefined;
/** A folder of its own. Its keys are copied from the first one, since they take a while to make. */
const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'graphveil-clients-'));
  if (made === undefined) accessKeysFile(join(path, keys));
  else cpSync(join(made, keys), join(path, keys));
  made ??= path;
  return path;
};
const group = '99999999-2222-4333-8444-555555555555';
const reason = 'Pilot of the analysis';

let where: string;
const inNewFolder = (): void => {
  where = folder();
};

const run = async (args: readonly string[], more: Record<string, string> = {}) =>
  runCommand([...args, '--folder', where, '--settings', settings], more);
const json = async <Shape>(...args: readonly string[]): Promise<Shape> => {
  const { status, stdout, stderr } = await run([...args, '--json']);
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Shape;
};
type Permissions = {
  readonly permissions: readonly { readonly name: string; readonly endpoints: readonly string[] }[];
};
type Created = { readonly client: { readonly id: string; readonly name: string }; readonly secret?: string };
type Blocks = { readonly blocks: readonly { readonly title: string; readonly text: string }[] };

let known: Permissions['permissions'];
let connector: string;
beforeAll(async () => {
  where = folder();
  ({ permissions: known } = await json<Permissions>('clients', 'permissions'));
  connector = known[0]?.name.split(':')[0] ?? '';
});

const create = (name = 'acme', ...more: readonly string[]) =>
  json<Created & Blocks>('clients', 'create', name, '--permission', connector, ...more);
const give = async (...more: readonly string[]): Promise<string> => {
  const { id } = await json<{ readonly id: string }>(
    'grants',
    'give',
    'acme',
    '--permission',
    connector,
    '--reason',
    reason,
    ...more,
  );
  return id;
};

describe('graphveil clients', () => {
  beforeEach(inNewFolder);

  it('lists permissions of each connector with their endpoints, every endpoint in one', async () => {
    const { stdout } = await runCommand(['clients', 'permissions']);
    const all = JSON.parse((await runCommand(['clients', 'permissions', '--json'])).stdout) as Permissions;

    expect(known.length).toBeGreaterThan(1);
    expect(all.permissions.length).toBeGreaterThan(known.length);
    for (const { name, endpoints } of all.permissions) {
      expect(name).toMatch(/^[a-z-]+:[A-Z][A-Za-z.]+$/);
      expect(stdout).toContain(`${name}\n  ${endpoints[0]}\n`);
    }
  });

  it('registers a client, and shows its secret once with four ready blocks', async () => {
    const { client, secret = '', blocks } = await create();
    const shown = await run(['clients', 'show', 'acme']);
    const listed = await run(['clients', 'list', '--json']);

    expect(secret).toMatch(/^gvs_[\w-]{49}$/);
    expect(blocks.map(({ title }) => title)).toEqual([
      'Environment of tools that use an Azure SDK',
      'Node.js',
      'Python',
      'curl',
    ]);
    expect(blocks[0]?.text.split('\n')).toEqual([
      'AZURE_AUTHORITY_HOST=https://access.example',
      'AZURE_TENANT_ID=adfs',
      `AZURE_CLIENT_ID=${client.id}`,
      `AZURE_CLIENT_SECRET=${secret}`,
    ]);
    expect(blocks[3]?.text).toContain('https://access.example/adfs/oauth2/token');
    for (const { stdout, stderr } of [shown, listed]) expect(stdout + stderr).not.toContain(secret.slice(4, 20));
    expect(shown.stdout).toContain(client.id);
    expect(JSON.parse(listed.stdout)).toMatchObject({
      clients: [{ name: 'acme', secrets: [{ id: expect.any(String) }] }],
    });
    for (const name of ['access.sqlite', keys])
      expect(readFileSync(join(where, name)).includes(secret.slice(4, 20))).toBe(false);
  });

  it('registers clients that need no secret: a federated credential, a public key', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = join(where, 'key.pem');
    writeFileSync(pem, publicKey.export({ format: 'pem', type: 'spki' }));
    const federated = await create('job', '--issuer', 'https://issuer.example', '--subject', 'repo:insights');
    const keyed = await create('keyed', '--public-key', pem, '--contact', 'Data team');
    const both = await create('both', '--public-key', pem, '--secret');
    const shown = await run(['clients', 'show', 'job']);

    expect([federated.secret, keyed.secret, both.secret?.slice(0, 4)]).toEqual([undefined, undefined, 'gvs_']);
    expect(federated.blocks[0]?.text).toContain('AZURE_FEDERATED_TOKEN_FILE=');
    expect(shown.stdout).toContain('tokens of https://issuer.example for repo:insights, audience api://graphveil');
    expect((await run(['clients', 'show', 'keyed'])).stdout).toMatch(/1 public key[\s\S]*|Data team/);
  });

  it('rotates a secret, of which two are alive at most', async () => {
    const { secret } = await create();
    const rotated = await json<Created>('clients', 'rotate', 'acme');
    const third = await run(['clients', 'rotate', 'acme']);
    const last = await run(['clients', 'rotate', 'acme', '--overlap', '0']);

    expect(rotated.secret).not.toBe(secret);
    expect([third.status, third.stderr]).toEqual([1, expect.stringMatching(/two secrets, the older one until 20/)]);
    expect([last.status, last.stdout]).toEqual([0, expect.stringContaining('The secret is shown once')]);
  });

  it('changes a client, and ends one secret', async () => {
    const { client } = await create();
    const federated = ['--issuer', 'https://issuer.example', '--subject', 'repo:insights'];
    type Changed = { readonly client: { readonly contact?: string; readonly federated: readonly unknown[] } };
    expect(
      (await json<Changed>('clients', 'change', 'acme', '--contact', 'Data team', ...federated)).client,
    ).toMatchObject({ contact: 'Data team', federated: [{ subject: 'repo:insights', audience: 'api://graphveil' }] });
    expect((await json<Changed>('clients', 'change', client.id, '--no-federated')).client.federated).toEqual([]);
    expect((await run(['clients', 'change', 'acme'])).stderr).toContain('nothing to change');

    const { secrets } = await json<{ readonly secrets: readonly { readonly id: string }[] }>('clients', 'show', 'acme');
    const ended = await run(['clients', 'end-secret', 'acme', secrets[0]?.id ?? '']);
    expect([ended.status, ended.stdout]).toEqual([0, expect.not.stringContaining('secret ')]);
    expect((await run(['clients', 'end-secret', 'acme', 'none'])).stderr).toContain('has no such secret');
  });

  it('deletes a client when that is confirmed', async () => {
    const { client } = await create();
    const unconfirmed = await run(['clients', 'delete', 'acme']);
    const deleted = await json<object>('clients', 'delete', client.id, '--yes');

    expect([unconfirmed.status, unconfirmed.stderr]).toEqual([1, expect.stringContaining('nothing was changed')]);
    expect(deleted).toEqual({ deleted: client.id, name: 'acme', grants: 0 });
    expect((await run(['clients', 'list'])).stdout).toBe('no client is registered\n');
    expect((await run(['clients', 'show', 'acme'])).status).toBe(2);
  });

  it.each<[string, readonly string[], number]>([
    ['a name of another form', ['create', 'Acme Inc', '--permission', 'x'], 2],
    ['an unknown permission', ['create', 'acme', '--permission', 'calendar.read'], 2],
    ['a half of a federated credential', ['create', 'acme', '--permission', 'x', '--issuer', 'https://a.example'], 2],
    [
      'an issuer without TLS',
      ['create', 'a-b', '--permission', 'x', '--issuer', 'http://a.example', '--subject', 's'],
      2,
    ],
    [
      'an issuer in this network',
      ['create', 'a-b', '--permission', 'x', '--issuer', 'https://10.0.0.1', '--subject', 's'],
      2,
    ],
    [
      'an issuer of this machine',
      ['create', 'a-b', '--permission', 'x', '--issuer', 'https://a.local', '--subject', 's'],
      2,
    ],
    ['a key that is not there', ['create', 'acme', '--permission', 'x', '--public-key', 'none.pem'], 2],
    ['a key that is none', ['create', 'acme', '--permission', 'x', '--public-key', settings], 2],
    ['an overlap of another form', ['rotate', 'acme', '--overlap', '169'], 2],
    ['an unknown client', ['rotate', 'nobody'], 2],
  ])('refuses %s', async (_, args, expected) => {
    expect((await run(['clients', ...args])).status).toBe(expected);
  });

  it('refuses a name that is taken, and a store that can’t be used', async () => {
    await create();
    const taken = await run(['clients', 'create', 'acme', '--permission', connector]);
    writeFileSync(join(where, keys), '{}');
    const broken = await run(['clients', 'list']);

    expect([taken.status, taken.stderr]).toEqual([1, expect.stringContaining('client named acme exists')]);
    expect([broken.status, broken.stderr]).toEqual([3, expect.stringContaining("isn't a file of access keys")]);
  });
});

describe('graphveil grants', () => {
  beforeAll(async () => {
    inNewFolder();
    await create();
  });
  afterEach(async () => {
    const { grants } = await json<{ grants: { id: string }[] }>('grants', 'list', 'acme');
    for (const { id } of grants) await run(['grants', 'end', 'acme', id]);
  });

  it('gives, lists, suspends, resumes and ends', async () => {
    const grant = await give('--days', '30');
    const [first] = known.filter(({ name }) => name.startsWith(connector));
    const forGroup = await run([
      'grants',
      'give',
      'acme',
      '--permission',
      first?.name ?? '',
      '--group',
      group,
      '--reason',
      reason,
    ]);
    const listed = await run(['grants', 'list']);
    const state = async () =>
      (await json<{ grants: { id: string; state: string }[] }>('grants', 'list', 'acme')).grants.find(
        ({ id }) => id === grant,
      )?.state;
    const suspended = await run(['grants', 'suspend', 'acme', grant]);
    const between = await state();
    await run(['grants', 'resume', 'acme', grant]);

    expect(forGroup.stdout).toContain(`group ${group}`);
    expect(listed.stdout).toMatch(/acme +[a-z2-9]{10} +everybody/);
    expect([suspended.stdout, between, await state()]).toEqual([`suspended grant ${grant}\n`, 'suspended', 'active']);
    expect((await run(['grants', 'end', 'acme', grant])).stdout).toBe(`ended grant ${grant}\n`);
    expect(await state()).toBeUndefined();
  });

  it('makes a refresh token, and shows it once', async () => {
    const grant = await give();
    const { refreshToken } = await json<{ refreshToken: string }>('grants', 'regenerate', 'acme', grant);
    const again = await run(['grants', 'regenerate', 'acme', grant]);

    expect(refreshToken).toMatch(/^gvr_[\w-]{49}$/);
    expect(again.stdout).toMatch(/^refresh token +gvr_[\w-]{49}\n/);
    expect(again.stdout).not.toContain(refreshToken);
  });

  it.each<[string, readonly string[], number, string]>([
    [
      'more days than the settings allow',
      ['give', 'acme', '--permission', 'CONNECTOR', '--days', '91', '--reason', reason],
      2,
      'clients.grantDays',
    ],
    ['no days', ['give', 'acme', '--permission', 'CONNECTOR', '--days', '0', '--reason', reason], 2, ''],
    ['a short reason', ['give', 'acme', '--permission', 'CONNECTOR', '--reason', 'x'], 2, ''],
    [
      'a group that isn’t an id',
      ['give', 'acme', '--permission', 'CONNECTOR', '--group', 'sales', '--reason', reason],
      2,
      "isn't an object id",
    ],
    ['an unknown client', ['give', 'nobody', '--permission', 'CONNECTOR', '--reason', reason], 2, 'no client'],
    ['grants of an unknown client', ['list', 'nobody'], 2, 'no client'],
    ['an unknown grant', ['end', 'acme', 'none'], 2, 'no grant none'],
    ['a refresh token of an unknown grant', ['regenerate', 'acme', 'none'], 2, 'no grant none'],
  ])('refuses %s', async (_, args, expected, text) => {
    const { status, stderr } = await run(['grants', ...args.map((arg) => (arg === 'CONNECTOR' ? connector : arg))]);
    expect([status, stderr]).toEqual([expected, expect.stringContaining(text)]);
  });

  it('refuses what the client isn’t registered for, and what another grant holds', async () => {
    const [first] = known;
    await json('clients', 'create', 'narrow', '--permission', first?.name ?? '');
    await give();
    const wide = await run(['grants', 'give', 'narrow', '--permission', connector, '--reason', reason]);
    const twice = await run(['grants', 'give', 'acme', '--permission', connector, '--reason', reason]);

    expect([wide.status, wide.stderr]).toEqual([1, expect.stringContaining("isn't registered for")]);
    expect([twice.status, twice.stderr]).toEqual([1, expect.stringContaining('has the same population')]);
  });
});

describe('graphveil ledger', () => {
  beforeEach(inNewFolder);

  it('lists decisions, and verifies their chain', async () => {
    await create();
    await give();
    const listed = await run(['ledger', 'list']);
    const { entries, head } = await json<{ entries: number; head: string }>('ledger', 'verify');
    const known = await run(['ledger', 'verify', '--head', head]);
    const lost = await run(['ledger', 'verify', '--head', 'none']);

    expect(listed.stdout).toMatch(
      /^1 +\S+Z +client\.create +acme[\s\S]*\n2 +\S+Z +grant\.give .*Pilot of the analysis\n$/,
    );
    expect(entries).toBe(2);
    expect(known.stdout).toBe(`2 entries, none changed\nhead ${head}\n`);
    expect([lost.status, lost.stderr]).toEqual([1, expect.stringContaining('no entry has the hash')]);
  });

  it('is empty before anything was decided', async () => {
    expect((await run(['ledger', 'list'])).stdout).toBe('the ledger is empty\n');
  });
});

describe('graphveil clients --aws', () => {
  let aws: AwsStandIn;
  let database: DynamodbStandIn;
  beforeAll(async () => {
    inNewFolder();
    database = await startDynamodbStandIn();
  });
  afterAll(() => database.stop());
  afterEach(() => aws.stop());

  const deployed = async (args: readonly string[], account?: string) => {
    aws = await startAwsStandIn({ region, credentials, ...(account !== undefined && { account }) });
    return run([...args, '--aws'], {
      AWS_ENDPOINT_URL: aws.url,
      AWS_ENDPOINT_URL_DYNAMODB: database.url,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    });
  };

  it('registers a client in the table, with a code that KMS makes, by the operator’s role', async () => {
    const created = await deployed(['clients', 'create', 'acme', '--permission', connector, '--json']);
    const asked = [...aws.asked];
    await aws.stop();
    const ledger = await deployed(['ledger', 'list', '--json']);

    expect([created.status, created.stderr]).toEqual([0, '']);
    expect(asked).toEqual(['sts GetCallerIdentity', 'kms GenerateMac']);
    expect(database.asked.filter((line) => line.startsWith('refused'))).toEqual([]);
    expect(JSON.parse(ledger.stdout)).toMatchObject({
      entries: [{ verb: 'client.create', by: 'arn:aws:sts::111122223333:assumed-role/operators/someone' }],
    });
  });

  it('refuses credentials of another account, and names what the table or the key refuses', async () => {
    const other = await deployed(['clients', 'list'], '999999999999');
    await aws.stop();
    database.failure = { status: 400, code: 'AccessDeniedException' };
    const refused = await deployed(['clients', 'list']);
    database.failure = undefined;

    expect([other.status, other.stderr]).toEqual([1, expect.stringContaining('another account')]);
    expect([refused.status, refused.stderr]).toEqual([
      3,
      expect.stringContaining("table graphveil-prod-access can't be used (AccessDeniedException)"),
    ]);
  });
});
