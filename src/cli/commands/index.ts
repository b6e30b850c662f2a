/** All commands, in the order that `graphveil --help` shows them. Each file loads only when its command runs. */
type CommandEntry = {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<{ readonly register: (command: import('commander').Command) => void }>;
};

export const commands: readonly CommandEntry[] = [
  {
    name: 'check',
    summary: 'say every mistake in rule files, each with its place and what to change',
    load: () => import('./check.ts'),
  },
  {
    name: 'keys',
    summary: 'make, rotate, retire and show the keys that pseudonyms are made with',
    load: () => import('./keys.ts'),
  },
];
