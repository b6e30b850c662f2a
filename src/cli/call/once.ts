import { CliError, cliError, exitCodes } from '../shared/exit.ts';
import { networkFailure } from '../shared/network-failure.ts';
import { printJson, printOut, printRemark } from '../shared/terminal.ts';

export type CallOptions = { readonly header: readonly string[]; readonly json?: true };

const headersOf = (lines: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    lines.map((line) => {
      const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? [];
      if (name === undefined || value === undefined) throw cliError('Call.Header');
      return [name.toLowerCase(), value];
    }),
  );

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** AWS rejects a wrong signature or policy before it invokes the function. */
export const awsRefused = [
  'AWS refused the call before Graphveil saw it',
  'Take the caller role (--role, --external-id), and check that it may call this connector.',
] as const;

/** Explains a response, of Graphveil or of AWS itself. */
const remark = (response: Response): string => {
  const ours = response.headers.get('graphveil-version');
  const requestId = response.headers.get('request-id');
  if (response.status === 403 && ours === null) return `403: ${awsRefused.join('. ')}`;
  return `${response.status}${ours === null ? '' : ` by Graphveil ${ours}`}${requestId === null ? '' : `, request-id ${requestId}`}`;
};

/** Makes one call and prints the reply. Exit code 1 for a refusal, 3 for a fault. */
export const callOnce = async (url: URL, send: typeof fetch, options: CallOptions): Promise<void> => {
  const headers = headersOf(options.header);
  const response = await send(url, { headers }).catch((error: unknown) => {
    if (error instanceof CliError) throw error;
    throw networkFailure(error, url.host) ?? error;
  });
  const text = await response.text();
  const body = parsed(text);
  if (options.json)
    printJson({ status: response.status, headers: Object.fromEntries(response.headers), body: body ?? text });
  else {
    printRemark(remark(response));
    if (body !== undefined) printJson(body);
    else if (text !== '') printOut(text);
  }
  process.exitCode = response.status < 400 ? exitCodes.fine : response.status < 500 ? exitCodes.no : exitCodes.world;
};
