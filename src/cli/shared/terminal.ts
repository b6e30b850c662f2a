import { createInterface } from 'node:readline/promises';

/** The only file that writes to the terminal. Replies go to stdout, remarks to stderr. */
export const printOut = (text: string): void => {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
};

export const printRemark = (text: string): void => {
  process.stderr.write(text.endsWith('\n') ? text : `${text}\n`);
};

export const printJson = (value: unknown): void => {
  printOut(JSON.stringify(value, null, 2));
};

/** Replaces the line of progress on standard error, if it is a terminal. An empty text removes it. */
export const showProgress = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
};

/** Prints JSON on one line. */
export const printJsonLine = (value: unknown): void => {
  printOut(JSON.stringify(value));
};

/** Clears the screen, if standard output is one. */
export const clearScreen = (): void => {
  if (process.stdout.isTTY) process.stdout.write('\u001b[2J\u001b[H');
};

/** Reads standard input to its end; empty if it is a terminal. */
export const readStandardInput = async (): Promise<Uint8Array> => {
  if (process.stdin.isTTY) return new Uint8Array();
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
};

/** Asks a question and returns true for `y` or `yes`. Returns false if standard input isn't a terminal. */
export const confirm = async (question: string): Promise<boolean> => {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
};
