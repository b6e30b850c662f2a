/** All commands in the order of `graphveil --help`. Each file is loaded only when its command runs. */
type CommandEntry = {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<{ readonly register: (command: import('commander').Command) => void }>;
};

export const commands: readonly CommandEntry[] = [
  {
    name: 'demo',
    summary: 'see the whole journey on this machine, with an invented organization',
    load: () => import('./demo/command.ts'),
  },
  {
    name: 'serve',
    summary: 'serve connectors on this machine, over HTTP and HTTPS',
    load: () => import('./serve/command.ts'),
  },
  {
    name: 'sanitize',
    summary: 'run the rules over an answer of Microsoft Graph, offline',
    load: () => import('./sanitize/command.ts'),
  },
  {
    name: 'explain',
    summary: 'say which rule lets a call through or refuses it, and what becomes of its answer',
    load: () => import('./explain/command.ts'),
  },
  {
    name: 'check',
    summary: 'say every mistake in rule files, each with its place and what to change',
    load: () => import('./check/command.ts'),
  },
  {
    name: 'test',
    summary: 'run the cases of sources, and plant canaries in their answers',
    load: () => import('./test/command.ts'),
  },
  {
    name: 'prove',
    summary: "hold rules against Microsoft's types: what becomes of every property",
    load: () => import('./prove/command.ts'),
  },
  {
    name: 'new-source',
    summary: 'begin a source of your own: a folder with everything that is to be decided',
    load: () => import('./new-source/command.ts'),
  },
  {
    name: 'report',
    summary: 'write the data-flow and privacy report, for a privacy officer',
    load: () => import('./report/command.ts'),
  },
  {
    name: 'keys',
    summary: 'make, rotate, retire and show the keys that pseudonyms are made with',
    load: () => import('./keys/command.ts'),
  },
  {
    name: 'call',
    summary: 'call a deployed connector with a signed request, or sign for local tools',
    load: () => import('./call/command.ts'),
  },
  {
    name: 'consent',
    summary: 'write what administrators are asked for, and verify what they granted',
    load: () => import('./consent/command.ts'),
  },
  {
    name: 'doctor',
    summary: 'check deployment prerequisites and show who can fix each problem',
    load: () => import('./doctor/command.ts'),
  },
  {
    name: 'synth',
    summary: 'write the Terraform JSON of a deployment',
    load: () => import('./synth/command.ts'),
  },
  {
    name: 'aws',
    summary: 'prepare an AWS account, once',
    load: () => import('./aws/command.ts'),
  },
];
