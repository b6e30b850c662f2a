import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Deployment } from '../../infra/deployment.ts';
import { synthesize } from '../../infra/main.ts';
import { deploymentWith } from '../../infra/testing/fixture.ts';
import { graphPermissions } from '../../src/graph-types/index.ts';
import { readPlan } from './plan-json.ts';
import { summarize } from './plan-summary.ts';
import { summaryText } from './summary-text.ts';
import { providerFree } from './testing/provider-free.ts';
import { describeWithTerraform, realTerraform } from './testing/terraform-on-path.ts';

type Change = { readonly actions: readonly string[]; readonly before?: object | null; readonly after?: object | null };

const resource = (address: string, { before = null, after = null, ...change }: Change & object) => {
  const [type = '', name = ''] = address.split('.');
  return { address, mode: 'managed', type, name, change: { before, after, ...change } };
};

const summaryOf = (changes: readonly object[], drift: readonly object[] = [], more: object = {}) =>
  summarize('graphveil.prod', readPlan(JSON.stringify({ resource_changes: changes, resource_drift: drift, ...more })));

const access = (...names: readonly string[]) => [
  { resource_access: names.map((name) => ({ id: graphPermissions[name]?.id ?? name })) },
];

describe('summarize', () => {
  it('groups what changes in the same way, and leaves out what follows from it', () => {
    const code = (name: string) =>
      resource(`aws_lambda_function.${name}`, {
        actions: ['update'],
        before: { id: name, source_code_hash: 'a', last_modified: '1', memory_size: 512 },
        after: { id: name, source_code_hash: 'b', memory_size: 512 },
        ...{ after_unknown: { last_modified: true } },
      });
    const summary = summaryOf([
      code('people'),
      code('diaries'),
      resource('aws_iam_role.people', { actions: ['no-op'], before: {}, after: {} }),
      { ...resource('data.x.y', { actions: ['read'], after: {} }), mode: 'data' },
      resource('aws_kms_key.keyring', { actions: ['forget'], before: {} }),
      resource('azuread_application.given_people', {
        actions: ['update'],
        before: {},
        after: {},
        ...{ importing: { id: '/applications/x' } },
      }),
    ]);

    expect(summary.groups).toEqual([
      { action: 'update', type: 'aws_lambda_function', names: ['people', 'diaries'], attributes: ['source_code_hash'] },
      { action: 'forget', type: 'aws_kms_key', names: ['keyring'], attributes: [] },
      { action: 'import', type: 'azuread_application', names: ['given_people'], attributes: [] },
    ]);
    expect(
      summaryText(summary, 'handover'),
    ).toBe(`graphveil.prod: 1 to forget (Terraform no longer manages them, but keeps them), 1 to import, 2 to change
  .   aws_kms_key: keyring
  <=  azuread_application: given_people
  ~   aws_lambda_function: people, diaries (source_code_hash)
No permission changes.
No document to send again.`);
  });

  it('names permissions that come and go, and documents whose facts or ids change', () => {
    const people = { permissions: ['User.Read.All'], facts: '1', ids: { clientId: 'a' } };
    const meetings = { permissions: ['OnlineMeetings.Read.All', 'User.Read.All'], facts: '2', ids: { clientId: 'b' } };
    const summary = summaryOf([
      resource('terraform_data.documents', {
        actions: ['delete', 'create'],
        before: { triggers_replace: { consent: { people, meetings }, callers: { bi: { facts: '3', role: 'r' } } } },
        after: {
          triggers_replace: {
            consent: {
              people,
              meetings: { ...meetings, permissions: ['OnlineMeetings.Read.All', 'TeamMember.Read.All'] },
              diaries: { permissions: ['Calendars.Read'], facts: '4' },
            },
            callers: { bi: { facts: '3' } },
          },
        },
      }),
    ]);

    expect(summary).toMatchObject({
      changes: true,
      groups: [],
      permissions: [
        { of: 'meetings', added: ['TeamMember.Read.All'], removed: ['User.Read.All'] },
        { of: 'diaries', added: ['Calendars.Read'], removed: [] },
      ],
      documents: { consent: ['meetings', 'diaries'], callers: ['bi'] },
    });
    expect(summaryText(summary, 'handover').split('\n')).toEqual([
      'graphveil.prod: only outputs and documents change',
      'New permissions, which an administrator must grant:',
      '  meetings: TeamMember.Read.All',
      '  diaries: Calendars.Read',
      'Permissions that aren’t requested any more, which an administrator revokes:',
      '  meetings: User.Read.All',
      'Send after apply:',
      '  to the administrator: handover/consent/meetings.html',
      '  to the administrator: handover/consent/diaries.html',
      '  to the caller: handover/callers/bi.html',
    ]);
  });

  it('reads permissions from the applications where apply writes no documents', () => {
    const application = (name: string, before: readonly string[], after: readonly string[]) =>
      resource(`azuread_application.${name}`, {
        actions: ['update'],
        before: { required_resource_access: access(...before) },
        after: { required_resource_access: access(...after) },
      });
    const summary = summaryOf([
      application('given_people_99999999', ['User.Read.All'], ['User.Read.All', 'Group.Read.All']),
      application('shared', [], ['11111111-0000-0000-0000-000000000000']),
    ]);

    expect(summary.permissions).toEqual([
      { of: 'given_people_99999999', added: ['Group.Read.All'], removed: [] },
      { of: 'shared', added: ['11111111-0000-0000-0000-000000000000'], removed: [] },
    ]);
    expect(summary.documents.consent).toEqual(['people', 'all']);
  });

  it('states what is lost for good', () => {
    const gone = (address: string) => resource(address, { actions: ['delete'], before: {} });
    const text = summaryText(
      summaryOf([
        gone('aws_cloudwatch_log_group.people'),
        gone('aws_kms_key.keyring'),
        gone('aws_kms_key.logs'),
        gone('azuread_application.people'),
        gone('aws_iam_role.people'),
      ]),
      'handover',
    );

    expect(text).toContain(`Lost for good:
  call records of people
  every pseudonym: nothing opens the keyring without its key
  what the key logs encrypts
  application people with its consent
`);
  });

  it('tells another copy’s deployment from a change by hand', () => {
    const summary = summaryOf(
      [],
      [
        resource('aws_lambda_function.people', {
          actions: ['update'],
          before: { code_sha256: 'a' },
          after: { code_sha256: 'b' },
        }),
        resource('aws_lambda_function.diaries', { actions: ['update'], before: { timeout: 1 }, after: { timeout: 2 } }),
      ],
    );

    expect(summary).toMatchObject({
      deployedElsewhere: ['people'],
      changedElsewhere: ['aws_lambda_function.diaries', 'aws_lambda_function.people'],
    });
    expect(summaryText(summary, 'handover')).toContain(
      'Changed without this state since its last apply:\n  aws_lambda_function.diaries, aws_lambda_function.people',
    );
  });

  it('warns if the key of the keyring changes without a move', () => {
    const locked = (after: object) =>
      summaryOf([], [], { output_changes: { keyring: { actions: ['update'], before: { key: 'old' }, after } } });

    expect(locked({ key: 'new' }).keyringLocked).toEqual({ from: 'old', to: 'new' });
    expect(summaryText(locked({ key: 'new' }), 'handover')).toContain('without aws.kmsKeys.rewrap:\n  old -> new');
    expect(locked({ key: 'new', former: 'deployment' }).keyringLocked).toBeUndefined();
    expect(locked({ key: 'old' }).keyringLocked).toBeUndefined();
  });

  it('notices a change of outputs alone', () => {
    const outputs = (action: string) => summaryOf([], [], { output_changes: { kept: { actions: [action] } } });

    expect(outputs('no-op').changes).toBe(false);
    expect(outputs('update').changes).toBe(true);
  });
});

describeWithTerraform('a release, planned by Terraform itself', () => {
  const folder = mkdtempSync(join(tmpdir(), 'graphveil-release-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const terraform = (...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(realTerraform ?? '', [`-chdir=${folder}`, ...args], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, CHECKPOINT_DISABLE: '1' },
    });
    if (status !== 0) throw new Error(`terraform ${args.join(' ')}: ${stderr}`);
    return stdout;
  };

  /** Writes the stack with resources of the same shape that need no provider, and documents that nobody writes. */
  const write = (deployment: Deployment) => {
    synthesize(deployment, join(folder, 'out'));
    const stack = JSON.parse(readFileSync(join(folder, 'out/stacks/graphveil.prod/cdk.tf.json'), 'utf8'));
    const free = providerFree({ ...stack, terraform: {} }) as {
      readonly resource: { readonly terraform_data: { readonly documents: { provisioner?: unknown } } };
    };
    delete free.resource.terraform_data.documents.provisioner;
    writeFileSync(join(folder, 'stack.tf.json'), JSON.stringify(free));
  };

  it('changes only the code of its functions if the rules are unchanged, on less than a screen', () => {
    const names = ['calendar', 'directory', 'mail', 'chats', 'agents', 'files', 'sites'];
    const seven = deploymentWith(`sources: { ${names.map((name) => `${name}: { source: diaries }`).join(', ')} }
callers: { bi: { awsPrincipals: ["arn:aws:iam::444455556666:root"], externalId: agreed-id } }`);
    write(seven);
    terraform('init');
    terraform('apply', '-auto-approve');
    const connectors = seven.connectors.map((connector) => ({ ...connector, codeHash: 'bmV3' }));
    write({ ...seven, connectors, version: '99.0.0' });
    const printed = terraform('plan', '-no-color', '-out=plan');
    const text = summaryText(summarize('graphveil.prod', readPlan(terraform('show', '-json', 'plan'))), 'handover');

    expect(printed).toContain('Plan: 0 to add, 7 to change, 0 to destroy.');
    expect(text.split('\n')).toEqual([
      'graphveil.prod: 7 to change',
      expect.stringMatching(/^ {2}~ {3}terraform_data: .*aws_lambda_function--sites \(input\)$/),
      'No permission changes.',
      'No document to send again.',
    ]);
    for (const name of names) expect(text).toContain(`aws_lambda_function--${name}`);
  });
});
