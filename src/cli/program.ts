import { Command } from 'commander';
import { commands } from './commands.ts';
import { version } from './shared/version.ts';

/**
 * Creates the `graphveil` program. Registers the requested command in full (all of them without `asked`), the others by
 * name.
 */
export const createProgram = async (asked?: string): Promise<Command> => {
  const program = new Command('graphveil')
    .description("A privacy proxy for Microsoft 365. Data that the rules don't name never leaves.")
    .version(version)
    .exitOverride()
    // `main` prints these errors together with all others.
    .configureOutput({ outputError: () => undefined });
  for (const entry of commands) {
    const command = program.command(entry.name).summary(entry.summary).description(entry.summary).exitOverride();
    if (asked === undefined || entry.name === asked) (await entry.load()).register(command);
  }
  return program;
};
