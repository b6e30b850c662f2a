/**
 * Runs the main function of a script. `--help` prints the usage instead. An error is printed on one line without a
 * stack, and the exit code is 1.
 */
export const runScript = async (
  usage: string,
  work: (args: readonly string[]) => Promise<void> | void,
): Promise<void> => {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) return console.log(usage.trim());
  try {
    await work(args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
};
