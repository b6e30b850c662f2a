import { Command, CommanderError } from 'commander';
import { commands } from './commands/index.ts';
import { CliError, exitCodes } from './exit.ts';
import { printJson, printRemark } from './terminal.ts';
import { version } from './version.ts';

const wantsJson = process.argv.includes('--json');

const program = new Command('graphveil')
  .description('A privacy proxy for Microsoft 365: what the rules do not name never leaves.')
  .version(version)
  .exitOverride()
  .showHelpAfterError('(graphveil --help lists the commands)');

const main = async (): Promise<number> => {
  const asked = process.argv[2];
  for (const entry of commands) {
    const command = program.command(entry.name).summary(entry.summary).description(entry.summary).exitOverride();
    if (entry.name === asked) (await entry.load()).register(command);
  }
  await program.parseAsync();
  return Number(process.exitCode ?? exitCodes.fine);
};

const failed = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
  if (error instanceof CliError) {
    if (wantsJson) printJson({ error: { code: error.code, message: error.message, hint: error.hint } });
    else printRemark(`graphveil: ${error.message}${error.hint === undefined ? '' : `\n    ${error.hint}`}`);
    return error.exitCode;
  }
  printRemark(`graphveil: unexpected fault: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown'}`);
  return exitCodes.world;
};

process.exitCode = await main().catch(failed);
