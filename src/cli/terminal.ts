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

/** Standard input to its end; empty when it is a terminal. */
export const readStandardInput = async (): Promise<Uint8Array> => {
  if (process.stdin.isTTY) return new Uint8Array();
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
};
