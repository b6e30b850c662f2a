import { entry } from '../diagnostics/entry.ts';
import { suggest } from '../diagnostics/nearest.ts';

type Path = { readonly path: string };
type Name = { readonly name: string };
type Known = Name & { readonly known: readonly string[] };
type Text = { readonly text: string };
type Options = { readonly options: string };
const oneOf = (known: readonly string[]): string => `use one of ${known.join(', ') || 'none'}`;
const writeOutputs = 'terraform -chdir=cdktf.out/stacks/graphveil.ENVIRONMENT output -json > outputs.json';

const sample = 'name a JSON file with a reply of the proxy: { "value": [ … ] }';

/** Wrong usage: options, arguments, and files that they name. */
export const usageEntries = {
  'Client.NoChange': {
    message: 'nothing to change',
    hint: 'state --permission, --contact, --issuer with --subject, or --no-federated',
  },
  Usage: entry<Text & { readonly remedy: string }>({
    message: ({ text }) => text,
    hint: ({ remedy }) => remedy,
    example: { text: "unknown option '--sorce'", remedy: 'did you mean --source?' },
  }),
  'Usage:exclude': entry<Options>({
    message: ({ options }) => `${options} exclude each other`,
    hint: 'use one of them',
    example: { options: '--json and --markdown' },
  }),
  'Usage:exactly-one': entry<Options>({
    message: ({ options }) => `exactly one of ${options} is required`,
    hint: 'use one of them',
    example: { options: '--source and --rules' },
  }),
  'Usage:together': entry<Options>({
    message: ({ options }) => `${options} require each other`,
    hint: 'use all of them or none',
    example: { options: '--tls-key and --tls-cert' },
  }),
  'Usage:requires': entry<Options & { readonly required: string }>({
    message: ({ options, required }) => `${options} requires ${required}`,
    hint: ({ options, required }) => `add ${required}, or remove ${options}`,
    example: { options: '--permission', required: '--rules' },
  }),
  'Usage:scheme': {
    message: '--scheme psoxy takes its keys from the environment, not from --keyring',
    hint: 'remove --keyring; a keyring file has its own scheme',
  },
  'Usage:application': {
    message: '--tenant and --client-id are missing',
    hint: 'name the application that signs in, or use --settings',
  },
  'Usage:connector': entry<{ readonly known: readonly string[] }>({
    message: 'settings have no connector of this name',
    hint: ({ known }) => oneOf(known),
    example: { known: ['mail'] },
  }),
  'Usage:client-id': entry<Name & { readonly outputs: string }>({
    message: ({ name }) => `application of ${name} is unknown`,
    hint: ({ outputs }) => `apply the Entra stack, which writes ${outputs}, or use --client-id`,
    example: { name: 'mail', outputs: 'entra.outputs.json' },
  }),
  'Usage:sample-json': { message: "--sample can't be read as JSON", hint: sample },
  'Usage:sample-items': { message: '--sample has no items', hint: sample },
  'Usage:date': { message: "--date isn't a day", hint: 'write it as 2026-03-02' },
  'Usage:owner': {
    message: "--owner isn't an object id, expected a GUID",
    hint: 'az ad signed-in-user show --query id --output tsv prints yours',
  },
  'File.Missing': entry<Path>({
    message: ({ path }) => `file ${path} can't be read`,
    hint: 'check its path and permissions',
    example: { path: 'tls.pem' },
  }),
  'File.Invalid:certificate': entry<Path>({
    message: ({ path }) => `file ${path} has no certificate`,
    hint: 'use a certificate in PEM',
    example: { path: 'tls.pem' },
  }),
  'File.Invalid:key': {
    message: "key and certificate for HTTPS don't belong together",
    hint: 'use a private key in PEM without a passphrase, and its certificate',
  },
  'Check.Unreadable': entry<Path>({
    message: ({ path }) => `file ${path} doesn't exist`,
    hint: 'name a rule file, or another file of a source',
    example: { path: 'rules.yaml' },
  }),
  'Check.Unreadable:folder': entry<Path>({
    message: ({ path }) => `${path} is a folder`,
    hint: ({ path }) => `name its files: ${path.replace(/[/\\]$/, '')}/*.yaml`,
    example: { path: 'rules/mail' },
  }),
  'Check.Unreadable:code': entry<Path & { readonly code: string }>({
    message: ({ path, code }) => `file ${path} can't be read (${code})`,
    hint: 'name a rule file, or another file of a source',
    example: { path: 'rules.yaml', code: 'ENOTDIR' },
  }),
  'Rules.Missing': entry<Path>({
    message: ({ path }) => `file ${path} doesn't exist`,
    hint: 'name a rule file',
    example: { path: 'rules.yaml' },
  }),
  'Rules.Missing:folder': entry<Path>({
    message: ({ path }) => `${path} is a folder`,
    hint: 'name a rule file',
    example: { path: 'rules/mail' },
  }),
  'Settings.Missing': entry<Path>({
    message: ({ path }) => `settings file ${path} doesn't exist`,
    hint: 'npx --no-install graphveil init writes one; --settings names another file',
    example: { path: 'graphveil.yaml' },
  }),
  'Outputs.Unreadable': entry<Path>({
    message: ({ path }) => `${path} doesn't exist, or isn't what terraform output -json prints`,
    hint: `write it with: ${writeOutputs}`,
    example: { path: 'outputs.json' },
  }),
  'Outputs.Missing': {
    message: "ids of the applications aren't known yet",
    hint: `deploy first, then run ${writeOutputs} and add --outputs outputs.json`,
  },
  'Outputs.Missing:endpoints': {
    message: "endpoints behind an HTTP API aren't known without Terraform's outputs",
    hint: `run ${writeOutputs} and add --outputs outputs.json`,
  },
  'Source.NoFolder': entry<Path>({
    message: ({ path }) => `folder ${path} doesn't exist`,
    hint: 'name the folder of sources',
    example: { path: 'rules' },
  }),
  'Source.None': entry<Path>({
    message: ({ path }) => `folder ${path} has no source`,
    hint: 'name a folder with a source: a folder in it that has a source.yaml',
    example: { path: 'rules' },
  }),
  'Source.Unknown': entry<Known>({
    message: ({ name }) => `unknown source ${name}`,
    hint: ({ known }) => oneOf(known),
    example: { name: 'mial', known: ['mail'] },
  }),
  'Demo.Group': entry<Known>({
    message: ({ name }) => `organization of the demo has no group ${name}`,
    hint: ({ known }) => oneOf(known),
    example: { name: 'volunters', known: ['volunteers'] },
  }),
  'Source.UnknownOverlay': entry<{ readonly kind: string; readonly source: string; readonly known: readonly string[] }>(
    {
      message: ({ kind, source }) => `${source} has no such ${kind}`,
      hint: ({ known }) => oneOf(known),
      example: { kind: 'variant', source: 'mail', known: ['plain-ids'] },
    },
  ),
  'Source.Id': entry<Name>({
    message: ({ name }) => `${name} can't be the id of a source`,
    hint: 'use lower-case words joined by hyphens',
    example: { name: 'My Source' },
  }),
  'Source.Path': {
    message: "--path isn't a path template",
    hint: "write it with its version, as in '/v1.0/users/{userId}/planner/tasks'",
  },
  'Source.Permission': entry<Known & { readonly listed: readonly string[] }>({
    message: ({ name }) => `${name} isn't an application permission of Microsoft Graph that only reads`,
    hint: ({ name, known, listed }) =>
      listed.length > 0
        ? `use one that Microsoft lists for this path: ${listed.join(', ')}`
        : suggest(name, known, "see Microsoft's permissions reference"),
    example: { name: 'Mail.Raed', known: ['Mail.Read'], listed: [] },
  }),
  'Source.Entity': entry<Known>({
    message: ({ name }) => `Microsoft Graph has no type ${name}`,
    hint: ({ name, known }) =>
      suggest(name, known, "write its name as Microsoft's reference does, without microsoft.graph."),
    example: { name: 'evnt', known: ['event'] },
  }),
  'Source.Entity:path': entry<{ readonly type: string }>({
    message: ({ type }) => `path answers with ${type}`,
    hint: ({ type }) => `write --entity ${type}, or remove it`,
    example: { type: 'plannerTask' },
  }),
  'Source.Entity:unknown': { message: "path doesn't reveal the type of its response", hint: 'name it with --entity' },
  'Prove.NoTypes': entry<Text>({
    message: ({ text }) => text,
    hint: 'npm pack @microsoft/microsoft-graph-types@latest and unpack it',
    example: { text: 'folder has no microsoft-graph.d.ts' },
  }),
  'Psoxy.Environment': entry<{ readonly problems: readonly string[] }>({
    message: ({ problems }) => problems.join('; '),
    hint: 'set the variables of the Psoxy deployment',
    example: { problems: ['PSOXY_SALT is missing'] },
  }),
  'Client.Unknown': entry<Name>({
    message: ({ name }) => `no client has the id or name ${name}`,
    hint: 'graphveil clients list shows all of them',
    example: { name: 'acme' },
  }),
  'Client.Name': {
    message: "name can't be that of a client",
    hint: 'use 2 to 50 lower-case letters, digits and single hyphens, a letter first',
  },
  'Client.Permission': entry<{ readonly unknown: readonly string[] }>({
    message: ({ unknown }) => `unknown permission ${unknown.join(', ')}`,
    hint: 'graphveil clients permissions lists them; the name of a connector means all of its own',
    example: { unknown: ['calendars:Calendar.Read'] },
  }),
  'Client.Issuer': {
    message: "issuer isn't usable, expected an https URL with a public host name, without query or fragment",
    hint: 'write it exactly as the iss claim of its tokens has it',
  },
  'Client.Key': entry<Path>({
    message: ({ path }) =>
      `${path} has no public key that can be used, expected RSA of 2,048 bits or more, or P-256, in PEM`,
    hint: 'write the public half with: openssl pkey -in key.pem -pubout',
    example: { path: 'key.pem' },
  }),
  'Grant.Unknown': entry<Name>({
    message: ({ name }) => `client has no grant ${name}`,
    hint: 'graphveil grants list shows all of them',
    example: { name: 'k3vq7m2xab' },
  }),
  'Grant.Days': entry<{ readonly most: number }>({
    message: ({ most }) => `--days is longer than clients.grantDays of the settings (${most})`,
    hint: ({ most }) => `use ${most} or less`,
    example: { most: 180 },
  }),
  'Claim.Url': {
    message: "--url isn't an https origin",
    hint: 'graphveil status prints the origin of the token service',
  },
  'Claim.Environment': {
    message: 'environment lacks the claim code or the credential of the client',
    hint: 'set GRAPHVEIL_CLAIM_CODE, and GRAPHVEIL_CLIENT_SECRET or GRAPHVEIL_CLIENT_ASSERTION',
  },
  'Grant.Group': {
    message: "--group isn't an object id, expected a GUID",
    hint: 'az ad group show --group NAME --query id --output tsv prints it',
  },
  'Call.Header': {
    message: 'header is wrong, expected “Name: value”',
    hint: "write --header 'Prefer: odata.maxpagesize=50'",
  },
  'Call.Url': {
    message: 'URL is wrong, expected one that begins with https://',
    hint: 'take it from the page for callers',
  },
  'Call.Names': {
    message: 'endpoints are wrong, expected a different name for each, written NAME=URL',
    hint: "write --listen one='https://…' other='https://…'",
  },
  'Call.RegionUnknown': {
    message: "URL doesn't contain its AWS region",
    hint: 'add --region, as on the page for callers',
  },
} as const;
