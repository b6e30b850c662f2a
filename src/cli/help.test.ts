import type { Command } from 'commander';
import { createProgram } from './program.ts';
import { rulesFolder } from './rules-folder.ts';

const withSubcommands = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap(withSubcommands),
];

describe('the help of every command', () => {
  it('is the same on every machine: it names no folder of this one', async () => {
    const commands = withSubcommands(await createProgram());
    const ownFolder = rulesFolder.replace(/[/\\]rules[/\\]?$/, '');

    expect(commands.length).toBeGreaterThan(10);
    expect(commands.filter((command) => command.helpInformation().includes(ownFolder)).map((c) => c.name())).toEqual(
      [],
    );
  });
});
