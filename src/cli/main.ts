import { env } from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { CommanderError } from 'commander';
import { commands } from './commands.ts';
import { createProgram } from './program.ts';
import { CliError, cliError, exitCodes } from './shared/exit.ts';
import { printJson, printRemark } from './shared/terminal.ts';

// The SDK prints eight lines about its next versions; the version here is fixed.
env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

// V8 of Node.js 20 optimizes code so early that this takes a third of a short command's processor time.
if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=264000');

const wantsJson = process.argv.includes('--json');

const main = async (): Promise<number> => {
  const program = await createProgram(process.argv[2] ?? '');
  await program.parseAsync();
  return Number(process.exitCode ?? exitCodes.fine);
};

/** True for a file system error, whose message names the path and the problem. */
const isOfFiles = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error && 'syscall' in error && 'path' in error;

/**
 * Converts commander's message for wrong options or arguments: `error: unknown option '--sorce'`, with a second line if
 * a known option is similar.
 */
const wrongUsage = ({ message }: CommanderError): CliError => {
  const [wrong = '', near] = message.replace(/^error: /, '').split('\n');
  const command = commands.some(({ name }) => name === process.argv[2]) ? `${process.argv[2]} ` : '';
  const hint = near?.replace(/^\((.*)\)$/, '$1').replace(/^D/, 'd') ?? `run graphveil ${command}--help`;
  return cliError('Usage', { text: wrong, remedy: hint });
};

const failed = async (error: unknown): Promise<number> => {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.fine;
    return error.code === 'commander.help' ? exitCodes.usage : failed(wrongUsage(error));
  }
  if (error instanceof CliError) {
    const { code, message, hint, details } = error;
    if (wantsJson) printJson({ error: { code, message, hint }, ...details });
    else printRemark(`graphveil: ${code}: ${message}\n    ${hint}`);
    return error.exitCode;
  }
  const { networkFailure } = await import('./shared/network-failure.ts');
  const network = networkFailure(error, 'a service');
  if (network !== undefined) return failed(network);
  if (isOfFiles(error)) return failed(cliError('File.Unusable', { text: error.message }));
  printRemark(`graphveil: unexpected fault: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown'}`);
  return exitCodes.world;
};

/** The reader of the output may stop early: `graphveil prove | head`. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await main().catch(failed);
