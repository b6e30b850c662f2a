/** All commands in the order of `graphveil --help`. Each file is loaded only when its command runs. */
type CommandEntry = {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<{ readonly register: (command: import('commander').Command) => void }>;
};

export const commands: readonly CommandEntry[] = [
  {
    name: 'demo',
    summary: 'run the whole proxy on this machine with an invented organization',
    load: () => import('./demo/command.ts'),
  },
  {
    name: 'console',
    summary: 'run the console on this machine, with everything behind it and no account',
    load: () => import('./console/register.ts'),
  },
  {
    name: 'serve',
    summary: 'serve connectors on this machine, over HTTP and HTTPS',
    load: () => import('./serve/command.ts'),
  },
  {
    name: 'sanitize',
    summary: 'apply rules to a saved Microsoft Graph response, offline',
    load: () => import('./sanitize/register.ts'),
  },
  {
    name: 'explain',
    summary: 'show which rule allows or refuses a call and how its response is sanitized',
    load: () => import('./explain/register.ts'),
  },
  {
    name: 'check',
    summary: 'validate rule files and report every error with its location and a fix',
    load: () => import('./check/register.ts'),
  },
  {
    name: 'test',
    summary: 'run the test cases of sources and search their replies for planted canaries',
    load: () => import('./test/register.ts'),
  },
  {
    name: 'prove',
    summary: "verify rules against Microsoft's published types, property by property",
    load: () => import('./prove/register.ts'),
  },
  {
    name: 'new-source',
    summary: 'create the folder of a new source, with a list of the decisions to make',
    load: () => import('./new-source/register.ts'),
  },
  {
    name: 'report',
    summary: 'write the data-flow and privacy report for a privacy officer',
    load: () => import('./report/register.ts'),
  },
  {
    name: 'init',
    summary: 'write the settings of a first deployment, with what AWS and Azure know',
    load: () => import('./init/register.ts'),
  },
  {
    name: 'keys',
    summary: 'create, rotate, retire and list the keys that pseudonyms are made with',
    load: () => import('./keys/register.ts'),
  },
  {
    name: 'catalog',
    summary: 'list sources, and print the data dictionary of their replies',
    load: () => import('./catalog/register.ts'),
  },
  {
    name: 'connectors',
    summary: 'show, check, change, pause and delete connectors',
    load: () => import('./connectors/register.ts'),
  },
  {
    name: 'clients',
    summary: 'register tools that call with a token, rotate their secrets, and delete them',
    load: () => import('./clients/register.ts'),
  },
  {
    name: 'grants',
    summary: 'give and end the rights of registered tools',
    load: () => import('./grants/register.ts'),
  },
  {
    name: 'claim',
    summary: 'redeem the code of a grant, as its client',
    load: () => import('./claim/register.ts'),
  },
  {
    name: 'access-check',
    summary: 'check the owners and groups of all grants now',
    load: () => import('./access-check/register.ts'),
  },
  {
    name: 'review',
    summary: 'list who has access by age and last use, and end what nobody needs',
    load: () => import('./review/register.ts'),
  },
  {
    name: 'checks',
    summary: 'check best practices of connectors, clients and reviews',
    load: () => import('./checks/register.ts'),
  },
  {
    name: 'ledger',
    summary: 'list and verify the record of decisions about clients and grants',
    load: () => import('./ledger/register.ts'),
  },
  {
    name: 'call',
    summary: 'send a signed request to a deployed connector, or sign requests of local tools',
    load: () => import('./call/register.ts'),
  },
  {
    name: 'status',
    summary: 'show the health, calls and alarms of a deployment, and who can fix what is wrong',
    load: () => import('./status/register.ts'),
  },
  {
    name: 'consent',
    summary: 'write the consent documents for administrators, and verify their grants',
    load: () => import('./consent/register.ts'),
  },
  {
    name: 'doctor',
    summary: 'check deployment prerequisites and show who can fix each problem',
    load: () => import('./doctor/register.ts'),
  },
  {
    name: 'synth',
    summary: 'write the Terraform JSON for a deployment',
    load: () => import('./synth/command.ts'),
  },
  {
    name: 'aws',
    summary: 'prepare an AWS account (once per account)',
    load: () => import('./aws/register.ts'),
  },
];
