import { entry } from '../diagnostics/entry.ts';

type Path = { readonly path: string };
type Text = { readonly text: string };
const allListed = 'correct all of them and run it again';
const confirm = 'answer yes, or run it with --yes';

/** Negative results: errors in files, and actions without confirmation. */
export const negativeEntries = {
  'Rules.Invalid': { message: 'rules have errors, so nothing was run', hint: allListed },
  'Cast.Invalid': entry<Text>({
    message: ({ text }) => `cast.yaml has errors\n${text}`,
    hint: allListed,
    example: { text: 'cast.yaml:1:1: error cast/missing: people is missing, expected a mapping' },
  }),
  'Settings.Invalid': entry<Text>({
    message: ({ text }) => `settings have errors\n${text}`,
    hint: allListed,
    example: { text: 'graphveil.yaml:1:1: error settings/no-sources: sources is empty, expected at least one' },
  }),
  'Settings.Exists': entry<Path>({
    message: ({ path }) => `${path} exists and has no placeholder, so nothing was written`,
    hint: 'edit it, or name another file with --settings',
    example: { path: 'graphveil.yaml' },
  }),
  'Call.NotDeployed': entry<{ readonly name: string }>({
    message: ({ name }) => `function of connector ${name} isn't deployed`,
    hint: 'npm run deploy, and check --settings',
    example: { name: 'mail' },
  }),
  'Outputs.Incomplete': entry<{ readonly connectors: readonly string[] }>({
    message: ({ connectors }) => `outputs have no application for ${connectors.join(', ')}`,
    hint: 'deploy with these settings first (with stacks: apart, the Entra stack)',
    example: { connectors: ['mail'] },
  }),
  'Outputs.OtherDeployment': {
    message: 'outputs belong to another environment or tenant than the settings',
    hint: 'name the outputs of this deployment',
  },
  'Source.Exists': entry<Path>({
    message: ({ path }) => `${path} exists, so nothing was written`,
    hint: 'choose another id, or remove the folder yourself',
    example: { path: 'rules/mail' },
  }),
  'Source.Exists:alias': entry<{ readonly id: string; readonly owner: string }>({
    message: ({ id, owner }) => `${id} is an alias of ${owner}`,
    hint: 'choose another id',
    example: { id: 'mail', owner: 'my-mail' },
  }),
  'Aws.OtherAccount': entry<{ readonly account: string; readonly role: string }>({
    message: ({ account }) => `AWS credentials belong to another account than aws.account (${account}) of the settings`,
    hint: ({ role }) => `sign in with ${role}`,
    example: { account: '111122223333', role: 'arn:aws:iam::111122223333:role/keys' },
  }),
  'Aws.NotConfirmed': { message: 'nothing was changed', hint: confirm },
  'Client.Exists': entry<{ readonly name: string }>({
    message: ({ name }) => `client named ${name} exists`,
    hint: 'choose another name, or delete that client first',
    example: { name: 'acme' },
  }),
  'Client.TwoSecrets': entry<{ readonly until: string }>({
    message: ({ until }) => `client has two secrets, the older one until ${until}`,
    hint: 'wait until then, or end both at once with --overlap 0',
    example: { until: '2027-03-31T12:00:00Z' },
  }),
  'Client.PermissionInUse': entry<{ readonly permissions: readonly string[] }>({
    message: ({ permissions }) => `grants of the client hold ${permissions.join(', ')}`,
    hint: 'end these grants first, or keep the permissions',
    example: { permissions: ['mailboxes:Mail.ReadBasic.All'] },
  }),
  'Client.ChangedMeanwhile': entry<{ readonly name: string }>({
    message: ({ name }) => `somebody else has changed client ${name} in the meantime`,
    hint: 'look at it with graphveil clients show, and run the command again',
    example: { name: 'acme' },
  }),
  'Client.SecretUnknown': entry<{ readonly name: string }>({
    message: ({ name }) => `client ${name} has no such secret`,
    hint: 'graphveil clients show lists the ids of its secrets',
    example: { name: 'acme' },
  }),
  'Client.NotConfirmed': { message: 'nothing was changed', hint: confirm },
  'Grant.NotRegistered': entry<{ readonly permissions: readonly string[] }>({
    message: ({ permissions }) => `client isn't registered for ${permissions.join(', ')}`,
    hint: 'give less, or register a client with these permissions',
    example: { permissions: ['mailboxes:Mail.ReadBasic.All'] },
  }),
  'Grant.Overlaps': entry<{ readonly grant: string }>({
    message: ({ grant }) => `grant ${grant} of this client has the same population and one of these permissions`,
    hint: 'end that grant first',
    example: { grant: 'k3vq7m2xab' },
  }),
  'Grant.DiffersTooLittle': entry<{ readonly grant: string }>({
    message: ({ grant }) => `group differs from the one of grant ${grant} by too few people`,
    hint: 'a client that sees both could tell who they are; end that grant first, or choose another group',
    example: { grant: 'k3vq7m2xab' },
  }),
  'Grant.Refused': entry<Text>({
    message: ({ text }) => `refused: ${text}`,
    hint: 'nothing was changed; graphveil grants list, requests and proposals show what there is',
    example: { text: 'the client already asks for this group' },
  }),
  'Grant.Directory': entry<{ readonly kind: string }>({
    message: ({ kind }) => `groups can't be read: ${kind}`,
    hint: 'sign in with the Azure CLI as a user who may read groups, and try again',
    example: { kind: 'not-permitted' },
  }),
  'Claim.Refused': entry<Text>({
    message: ({ text }) => `claim refused: ${text.replace(/\.$/, '')}`,
    hint: 'ask the owner of the group for a new code; five wrong codes end a claim',
    example: { text: 'Graphveil.ClaimUsed: The claim code was used before.' },
  }),
  'Ledger.Broken': entry<Text>({
    message: ({ text }) => `ledger isn't the one that was written: ${text}`,
    hint: 'compare it with a backup of the table, and find out who could write to it',
    example: { text: 'entry 12 was changed' },
  }),
  'Keyring.Refused': entry<Text>({
    message: ({ text }) => text,
    hint: 'use a keyring that graphveil keys init wrote',
    example: { text: 'version: expected 1' },
  }),
  'Keyring.NotConfirmed': { message: 'nothing was changed', hint: confirm },
} as const;
