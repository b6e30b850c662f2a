import { callerSettingsEntries } from './caller-settings.ts';
import { entry } from './entry.ts';
import { suggest } from './nearest.ts';
import { shapeEntries } from './shapes.ts';

type Name = { readonly name: string };
type Known = Name & { readonly known: readonly string[] };
type Length = { readonly name: string; readonly limit: number; readonly shorten: string };
type Unproven = {
  readonly connector: string;
  readonly gaps: readonly string[];
  readonly more: number;
  readonly remedy: string;
};

type Outputs = { readonly file: string };

const applyFirst = 'apply the Entra stack first: npm run deploy -- --only graphveil-entra';

/** Settings of a deployment, value by value and between values. */
export const settingsEntries = {
  ...shapeEntries('settings', { what: 'a setting', see: 'see graphveil.example.yaml' }),
  'settings/no-sources': {
    message: 'sources is empty, expected at least one',
    hint: 'list the sources to deploy, for example only the calendar',
  },
  'settings/unknown-source': entry<Known>({
    message: ({ name }) => `unknown source ${name}`,
    hint: ({ name, known }) =>
      suggest(name, known, `use one of ${known.join(', ')}; give a connector of another name the key source`),
    example: { name: 'mial', known: ['mail', 'calendar'] },
  }),
  'settings/unknown-variant': entry<Known & { readonly source: string }>({
    message: ({ name, source }) => `${source} has no variant ${name}`,
    hint: ({ name, known }) => suggest(name, known, oneOf(known)),
    example: { source: 'mail', name: 'plain-id', known: ['plain-ids'] },
  }),
  'settings/unknown-extra': entry<Known & { readonly source: string }>({
    message: ({ name, source }) => `${source} has no extra ${name}`,
    hint: ({ name, known }) => suggest(name, known, oneOf(known)),
    example: { source: 'mail', name: 'folder', known: ['folders'] },
  }),
  'settings/unknown-narrower': entry<Known & { readonly source: string }>({
    message: ({ name, source }) => `${source} has no narrower permission ${name}`,
    hint: ({ name, known }) => suggest(name, known, oneOf(known)),
    example: { source: 'mail', name: 'Mail.ReadBasic', known: ['Mail.ReadBasic.All'] },
  }),
  'settings/nothing-narrower': entry<{ readonly source: string; readonly known: readonly string[] }>({
    message: ({ source, known }) =>
      `${source} has no narrower permissions${known.length === 0 ? '' : ' that Entra grants for the whole tenant'}`,
    hint: ({ known }) =>
      known.length === 0 ? 'remove permissions' : `remove permissions, or name one of ${known.join(', ')}`,
    example: { source: 'mail', known: [] },
  }),
  'settings/narrower-of-own-rules': entry<{ readonly names: readonly string[] }>({
    message: ({ names }) => `${names.join(', ')} would change the source's own rules, and rules names others`,
    hint: 'remove them from permissions, and write into the rule file what they don’t cover',
    example: { names: ['Chat.ReadBasic.All'] },
  }),
  'settings/narrower-in-exchange': entry<{ readonly names: readonly string[] }>({
    message: ({ names }) => `Exchange has no role for ${names.join(', ')}, so Entra would open every mailbox`,
    hint: 'remove them from permissions, or use mailboxAccess: entra',
    example: { names: ['Calendars.ReadBasic.All'] },
  }),
  'settings/nothing-unproven': {
    message: "acceptUnproven has no effect, the source's own rules always prove",
    hint: 'remove it, or name a rule file with rules:',
  },
  'settings/unused-reason': entry<{ readonly name: string }>({
    message: ({ name }) => `reason for ${name}, which isn't a variant or extra of this connector`,
    hint: 'remove the reason, or add the name to variants or extras',
    example: { name: 'organization' },
  }),
  'settings/variants-of-own-rules': {
    message: "variants change the source's own rules, and rules names others",
    hint: 'remove variants, or write their changes into the rule file',
  },
  'settings/no-rules-file': entry<{ readonly path: string }>({
    message: ({ path }) => `rule file ${path} doesn't exist`,
    hint: 'correct the path; it is relative to the settings file',
    example: { path: 'rules/mail.yaml' },
  }),
  'settings/no-rules-file:folder': entry<{ readonly path: string }>({
    message: ({ path }) => `${path} isn't a file`,
    hint: 'correct the path; it is relative to the settings file',
    example: { path: 'rules' },
  }),
  'settings/acceptance-ended': entry<{ readonly connector: string; readonly until: string }>({
    message: ({ connector, until }) => `unproven rules of ${connector} were accepted until ${until}, which is over`,
    hint: 'close the gaps that graphveil prove shows, or accept them anew with a reason and a later day',
    example: { connector: 'mail', until: '2026-03-31' },
  }),
  'settings/failing-rules': entry<Unproven>({
    message: ({ connector, gaps, more }) =>
      `rules of ${connector} fail their tests: ${gaps.join('; ')}${more > 0 ? ` and ${more} more` : ''}`,
    hint: ({ remedy }) => remedy,
    example: { connector: 'mail', gaps: ['a name leaves in subject'], more: 0, remedy: 'run graphveil test' },
  }),
  'settings/unproven-rules': entry<Unproven>({
    message: ({ connector, gaps, more }) =>
      `rules of ${connector} don't prove: ${gaps.join('; ')}${more > 0 ? ` and ${more} more` : ''}`,
    hint: ({ remedy }) => remedy,
    example: { connector: 'mail', gaps: ['subject is free text and is kept'], more: 2, remedy: 'close the gaps' },
  }),
  'settings/entra-outputs': entry<Outputs>({
    message: ({ file }) => `${file} doesn't exist, stacks: apart requires it`,
    hint: applyFirst,
    example: { file: 'entra-outputs.json' },
  }),
  'settings/entra-outputs:folder': entry<Outputs>({
    message: ({ file }) => `${file} isn't a file`,
    hint: 'correct entraOutputs',
    example: { file: 'outputs' },
  }),
  'settings/entra-outputs:content': entry<Outputs>({
    message: ({ file }) => `${file} isn't an output file of the Entra stack`,
    hint: applyFirst,
    example: { file: 'entra-outputs.json' },
  }),
  'settings/entra-outputs:deployment': entry<Outputs>({
    message: ({ file }) => `${file} belongs to another environment or tenant than the settings`,
    hint: 'use the file that the Entra stack of this environment wrote',
    example: { file: 'entra-outputs.json' },
  }),
  'settings/entra-outputs:missing': entry<Outputs & { readonly connectors: readonly string[] }>({
    message: ({ file, connectors }) => `${file} has no application for ${connectors.join(', ')}`,
    hint: 'apply the Entra stack with these settings again',
    example: { file: 'entra-outputs.json', connectors: ['mail'] },
  }),
  'settings/not-in-cloud': entry<{ readonly source: string; readonly cloud: string }>({
    message: ({ source, cloud }) => `Microsoft doesn't offer ${source} in the cloud ${cloud}`,
    hint: 'remove it, or correct tenant.cloud',
    example: { source: 'mail', cloud: 'china' },
  }),
  'settings/trust-too-long': entry<Name & { readonly length: number; readonly quota: number }>({
    message: ({ name, length, quota }) =>
      `trust policy of caller ${name} has about ${length} characters, expected at most ${quota} unless AWS raised the quota`,
    hint: 'name an account’s root in place of its roles, split the caller, or ask for the quota "Role trust policy length" of IAM',
    example: { name: 'analytics', length: 2_400, quota: 2_048 },
  }),
  'settings/reserved-name': entry<Name>({
    message: ({ name }) => `${name} is a name that Graphveil or Windows reserves`,
    hint: 'choose another name; a connector of another name needs the key source',
    example: { name: 'all' },
  }),
  'settings/name-too-long': entry<Length>({
    message: ({ name, limit }) => `name ${name} is too long, expected at most ${limit} characters, got ${name.length}`,
    hint: ({ name, limit, shorten }) => `shorten environment or ${shorten} by ${name.length - limit} characters`,
    example: { name: 'graphveil-production', limit: 16, shorten: "the caller's name" },
  }),
  'settings/duplicate-name': entry<Name & { readonly key: string; readonly other: string; readonly remedy: string }>({
    message: ({ key, other, name }) => `${key} and ${other} name the same connector, ${name}`,
    hint: ({ remedy }) => remedy,
    example: { key: 'cal', other: 'calendar', name: 'calendar', remedy: 'remove one' },
  }),
  'settings/timeout-too-long': {
    message: 'timeout is longer than the 29 seconds after which an HTTP API gives up',
    hint: 'use at most 29, or exposure: function-url without clients',
  },
  'settings/console-without-clients': {
    message: 'console requires clients',
    hint: 'add clients: {}, whose store and token service the console uses',
  },
  'settings/console-without-url': {
    message: 'console requires console.publicUrl with stacks: apart',
    hint: 'set console.publicUrl to an origin of your own domain; the Entra stack registers it before AWS has an address',
  },
  'settings/two-topologies': {
    message: 'sharedApplication and applications exclude each other',
    hint: 'keep sharedApplication for one application of all connectors, or applications for one each',
  },
  'settings/unknown-connector': entry<Known>({
    message: ({ name }) => `unknown connector ${name}`,
    hint: ({ known }) => `list it under sources, or use one of ${known.join(', ')}`,
    example: { name: 'mial', known: ['mail'] },
  }),
  'settings/base-url-order': entry<{ readonly path: string; readonly names: readonly string[] }>({
    message: ({ path, names }) =>
      `paths below the base URL, such as ${path}, could lead to several connectors: ${names.join(', ')}`,
    hint: 'name those that serve them in baseUrl.order',
    example: { path: '/v1.0/users', names: ['mail', 'calendar'] },
  }),
  'settings/duplicate-application': entry<{ readonly key: string; readonly other: string }>({
    message: ({ key, other }) => `${key} and ${other} have the same application`,
    hint: 'give each its own, or use sharedApplication for all of them',
    example: { key: 'mail', other: 'calendar' },
  }),
  'settings/principal-alone': {
    message: 'servicePrincipalObjectId requires objectId',
    hint: 'name the object id of the application too; the enterprise application belongs to it',
  },
  'settings/too-many-credentials': entry<{ readonly count: number; readonly limit: number }>({
    message: ({ count, limit }) =>
      `sharedApplication has too many connectors for the federated credentials of one application, expected at most ${limit}, got ${count}`,
    hint: 'remove sharedApplication, or split the connectors over two environments',
    example: { count: 21, limit: 20 },
  }),
  'settings/mixed-mailbox-access': {
    message:
      'connectors of a shared application differ in mailboxAccess, and a grant in Entra would open every mailbox to all of them',
    hint: 'use one value for all, or remove sharedApplication',
  },
  'settings/no-owners': {
    message: 'Entra applications would have no owner',
    hint: 'list object ids under owners; without an owner only an administrator can change or remove them',
  },
  'settings/request-incomplete': entry<{ readonly missing: readonly string[] }>({
    message: ({ missing }) => `request lacks ${missing.join(', ')}`,
    hint: 'add them, so that the administrator who reads the consent document can check that the request is genuine',
    example: { missing: ['contact', 'ticket'] },
  }),
  'settings/account-mismatch': entry<{ readonly setting: string }>({
    message: ({ setting }) => `${setting} belongs to another account than aws.account`,
    hint: 'use an ARN of that account, or correct aws.account',
    example: { setting: 'aws.keysRole' },
  }),
  'settings/region-mismatch': entry<{ readonly setting: string }>({
    message: ({ setting }) => `${setting} belongs to another region or partition than aws.region`,
    hint: 'use an ARN of that region, or correct aws.region',
    example: { setting: 'aws.kmsKeys.logs' },
  }),
  'settings/no-function-urls': entry<{ readonly region: string }>({
    message: ({ region }) => `AWS has no Lambda function URLs in ${region}`,
    hint: 'set exposure: http-api, or choose another region',
    example: { region: 'eu-central-2' },
  }),
  'settings/no-certificates': entry<{ readonly path: string }>({
    message: ({ path }) => `file ${path} doesn't exist`,
    hint: 'correct the path, which is relative to the settings file; the network team has the certificates',
    example: { path: 'company-ca.pem' },
  }),
  'settings/no-certificates:content': entry<{ readonly path: string }>({
    message: ({ path }) => `file ${path} has no certificates, expected PEM`,
    hint: 'export the certificate authorities in PEM: -----BEGIN CERTIFICATE-----',
    example: { path: 'company-ca.der' },
  }),
  'settings/placeholder': entry<{ readonly setting: string; readonly remedy: string }>({
    message: ({ setting }) => `${setting} is a placeholder, expected your own value`,
    hint: ({ remedy }) => `${remedy}; npx --no-install graphveil init fills in what AWS and Azure know`,
    example: { setting: 'tenant.id', remedy: 'az account show --query tenantId prints it' },
  }),
  'settings/protection-due': entry<{ readonly until: string }>({
    message: ({ until }) => `protection of the keyring's key was off until ${until}, which is over`,
    hint: 'remove protectKeyring to protect the key again, or name a later day',
    example: { until: '2027-03-31' },
  }),
  'settings/rewrap-same-key': {
    message: 'aws.kmsKeys.rewrap names the key that protects the keyring anyway',
    hint: 'name the former key in from: its ARN, or deployment with another key in aws.kmsKeys.keyring',
  },
  'settings/rewrap-due': entry<{ readonly until: string }>({
    message: ({ until }) => `aws.kmsKeys.rewrap could move the keyring until ${until}, which is over`,
    hint: 'remove rewrap if graphveil keys rewrap has run; otherwise name a later day, deploy and run it',
    example: { until: '2027-03-31' },
  }),
  ...callerSettingsEntries,
  'settings/two-states': {
    message: 'state.s3 and state.local exclude each other',
    hint: 'keep s3 if more than one person deploys',
  },
} as const;

const oneOf = (known: readonly string[]): string =>
  known.length === 0 ? 'remove it' : `use one of ${known.join(', ')}`;
