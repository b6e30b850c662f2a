import type { UpstreamResponse } from '../../ports/index.ts';
import type { CaseFile, CaseGoldens } from '../case-file.ts';
import type { Cast } from '../cast-file.ts';
import { caseKeyring } from './case-keyring.ts';
import { type Difference, differences } from './differences.ts';
import { graphUrl, type OfflineProxy, proxyUrl } from './offline-proxy.ts';
import { castValues, type Filling, fillDocument, fillText, unfillDocument, unfillText } from './placeholders.ts';

/** The result of running a case. */
export type CaseRun = {
  /** Path template of the endpoint that accepted the call. */
  readonly endpoint: string | undefined;
  /** Empty if everything matches the case. */
  readonly problems: readonly CaseProblem[];
  readonly goldens: CaseGoldens;
  /** The call and the responses, with actual people and tokens. */
  readonly example: CaseExample;
};

export type CaseProblem = { readonly about: string; readonly difference: Difference };

/** A call with the responses before and after the rules, for reports and reference pages. */
export type CaseExample = {
  readonly url: string;
  readonly asked: string | undefined;
  readonly before: unknown;
  readonly after: unknown;
};

/** Placeholders of the cast, with tokens of the case keyring. `kinds`: declared by the source. */
export const caseFilling = (cast: Cast, kinds: ReadonlySet<string> = new Set()): Filling => {
  const { pseudonyms } = caseKeyring();
  return { values: castValues(cast), token: pseudonyms.tokenize, kinds };
};

const sealed = new RegExp(`^${proxyUrl.replaceAll('.', '\\.')}/[^?]*\\?\\$(skip|delta)token=[A-Za-z0-9_-]+$`);

/** Sealed links contain a time and random bytes, so cases use a placeholder. */
const withoutSeals = (value: unknown): unknown => {
  if (typeof value === 'string')
    return value.replace(sealed, (_, kind: string) => `${proxyUrl}/sealed/${kind === 'skip' ? 'page' : 'delta'}`);
  if (Array.isArray(value)) return value.map(withoutSeals);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutSeals(member)]));
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const answerOf = ({ upstream }: CaseFile, filling: Filling): UpstreamResponse => {
  const body = fillDocument(upstream?.body, filling);
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  return {
    status: upstream?.status ?? 200,
    headers: { 'content-type': 'application/json', ...upstream?.headers },
    body: new TextEncoder().encode(text),
  };
};

const codeOf = (body: unknown): string | undefined => {
  const code = (body as { readonly error?: { readonly code?: unknown } } | undefined)?.error?.code;
  return typeof code === 'string' ? code : undefined;
};

const decoded = (target: string): string => {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
};

const problem = (about: string, expected: unknown, actual: unknown): readonly CaseProblem[] =>
  differences(expected, actual).map((difference) => ({ about, difference }));

const compareAsked = ({ upstream }: CaseFile, goldens: CaseGoldens, filling: Filling): readonly CaseProblem[] => {
  if (upstream === undefined)
    return goldens.asked === undefined ? [] : problem('Graph is asked', undefined, goldens.asked);
  const expected = upstream.asked === undefined ? undefined : decoded(fillText(upstream.asked, filling));
  const actual = goldens.asked === undefined ? undefined : decoded(fillText(goldens.asked, filling));
  return [...problem('Graph is asked', expected, actual), ...problem('Prefer', upstream.prefer, goldens.prefer)];
};

/** Runs a case through the whole proxy and compares the requests to Graph and the caller's reply. */
export const runCase = async (file: CaseFile, cast: Cast, proxy: OfflineProxy): Promise<CaseRun> => {
  const filling = caseFilling(cast, proxy.kinds);
  const call = {
    method: file.call.method,
    target: fillText(file.call.url, filling),
    headers: fillDocument(file.call.headers, filling) as Readonly<Record<string, string>>,
  };
  const answer = answerOf(file, filling);
  const { status, body: text, requests, records } = await proxy(call, answer);
  const [request] = requests;
  const body = withoutSeals(parsed(text));
  const refused = status >= 400;
  const code = refused ? codeOf(body) : undefined;
  const asked = request?.url.replace(graphUrl, '');
  const prefer = request?.headers['prefer'];
  const goldens: CaseGoldens = {
    ...(asked !== undefined && { asked: unfillText(asked, filling) }),
    ...(prefer !== undefined && { prefer }),
    reply: {
      status,
      ...(code !== undefined && { code }),
      ...(!refused && { body: unfillDocument(body, filling) }),
    },
  };
  const { reply } = file;
  return {
    endpoint: records[0]?.endpoint,
    goldens,
    problems: [
      ...compareAsked(file, goldens, filling),
      ...problem('reply.status', reply?.status, status),
      ...problem('reply.code', reply?.code, code),
      ...(refused ? [] : problem('reply.body', fillDocument(reply?.body, filling), body)),
    ],
    example: { url: call.target, asked, before: parsed(new TextDecoder().decode(answer.body)), after: body },
  };
};
