import type { Command } from 'commander';
import { lazily } from '../shared/lazily.ts';
import { withSourceNames } from '../shared/source-names.ts';

const load = () => import('./command.ts');

const examples = `
Examples:
  graphveil test                              all sources: cases, completeness, permissions, canaries, non-interference
  graphveil test --source SOURCE              one source
  graphveil test --source SOURCE --update     update the expected replies of cases; review them before you commit
  graphveil test my-rules.yaml                your own rules, in either form, with the cases/ folder next to them

A case consists of a call, Graph's response and the expected reply; its people come from rules/cast.yaml. The case runs
through the whole proxy, with a public test keyring. Write cases of refused calls by hand; --update never changes them.
Canaries are the cast's names, addresses, IDs, texts, files and links. They are planted in every property of Microsoft's
type, in links, annotations, errors and calls, and none may appear in a reply, a header, an error or the log.

Exit code 0: all checks pass. Exit code 1: at least one check fails; the output lists the failures.`;

const each = (name: string, before: readonly string[] = []): readonly string[] => [...before, name];

/** Registers `graphveil test`. */
export const register = (command: Command): void => {
  command
    .argument('[file]', 'your own rule file (default: all sources)')
    .option('--source <id>', 'only this source (may be repeated)', each)
    .option('--rules-folder <path>', "folder of sources and cast.yaml, instead of the project's own")
    .option('--cases-only', 'skip canaries and non-interference')
    .option('--update', 'update the expected replies of cases, except refusals')
    .option('--json', 'print JSON')
    .addHelpText('after', () => withSourceNames(examples))
    .action(lazily(load, 'run'));
};
