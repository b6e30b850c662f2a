import { type Command, InvalidArgumentError } from 'commander';
import { lazily } from '../shared/lazily.ts';
import { withSourceNames } from '../shared/source-names.ts';

const load = () => import('./command.ts');

const examples = `
Examples:
  graphveil test                              all sources: cases, completeness, permissions, canaries, non-interference
  graphveil test --source SOURCE              one source
  graphveil test --source SOURCE --update     update the expected replies of cases; review them before you commit
  graphveil test my-rules.yaml                your own rules, in either form, with the cases/ folder next to them
  graphveil test --population                 callers that are limited to groups, in an invented organization

A case consists of a call, Graph's response and the expected reply; its people come from rules/cast.yaml. The case runs
through the whole proxy, with a public test keyring. Write cases of refused calls by hand; --update never changes them.
Canaries are the cast's names, addresses, IDs, texts, files and links. They are planted in every property of Microsoft's
type, in links, annotations, errors and calls, and none may appear in a reply, a header, an error or the log.

With --population, three groups of an invented organization are granted to a caller each. All endpoints of all sources are
called as these callers and as one who sees everybody, with random parameters, through further pages, changes and attacks.
Each reply must have every record, value and pseudonym of the granted people that the unlimited reply has, and nothing of
anybody else.

Exit code 0: all checks pass. Exit code 1: at least one check fails; the output lists the failures.`;

const each = (name: string, before: readonly string[] = []): readonly string[] => [...before, name];

const readCount = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('expected a whole number from 1');
  return Number(text);
};

/** Registers `graphveil test`. */
export const register = (command: Command): void => {
  command
    .argument('[file]', 'your own rule file (default: all sources)')
    .option('--source <id>', 'only this source (may be repeated)', each)
    .option('--rules-folder <path>', "folder of sources and cast.yaml, instead of the project's own")
    .option('--cases-only', 'skip canaries and non-interference')
    .option('--update', 'update the expected replies of cases, except refusals')
    .option('--population', 'test callers that are limited to groups')
    .option('--documents <n>', 'with --population: replies to compare (default: 1000)', readCount)
    .option('--seed <n>', 'with --population: seed of the organization and of the calls (default: 1)', readCount)
    .option('--json', 'print JSON')
    .addHelpText('after', () => withSourceNames(examples))
    .action(lazily(load, 'run'));
};
