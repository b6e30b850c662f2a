import type { Source } from '../../sources/index.ts';
import { paint } from '../shared/paint.ts';
import { table } from '../shared/table.ts';
import type { DemoCall } from './ask.ts';
import { type ExcerptRow, excerpt } from './excerpt.ts';

/** Renders the heading of a source. */
export const renderSource = ({ title, availability, summary }: Source): string =>
  `\n${paint('bold', `── ${title}`)} (${availability})\n   ${summary}\n`;

const marks = { kept: 'kept', changed: 'made', gone: 'gone' } as const;
const styles = { kept: 'dim', changed: 'green', gone: 'red' } as const;
const nothing = '·';

/** Renders values before and after side by side, cut to `width` columns. */
export const renderExcerpt = (rows: readonly ExcerptRow[], width: number): readonly string[] => {
  const pathWidth = Math.min(34, Math.max(4, ...rows.map(({ path }) => path.length)));
  const valueWidth = Math.max(18, Math.floor((width - pathWidth - 12) / 2));
  const value = { width: valueWidth, overflow: 'cut' } as const;
  return table(
    rows.map(({ path, before, after, fate }) => [
      paint(styles[fate], marks[fate]),
      path,
      before === '' ? nothing : before,
      after ?? nothing,
    ]),
    { columns: [{}, { width: pathWidth, overflow: 'cut' }, value, value], indent: 2 },
  );
};

/** Renders a call: its request, its status and time, and the response before and after the rules. */
export const renderCall = (call: DemoCall, width: number): string => {
  const good = call.status < 400;
  const head = `${paint(good ? 'green' : 'yellow', String(call.status))} ${paint('bold', call.title)} ${paint('dim', `${call.ms.toFixed(0)} ms`)}`;
  const lines = [head, `  tool asks   GET ${shorten(call.target, width - 18)}`];
  if (call.upstream !== undefined) lines.push(paint('dim', `  Graph gets  GET ${shorten(call.upstream, width - 18)}`));
  const rows = good ? excerpt(call.before, call.after) : [];
  if (rows.length > 0)
    lines.push(paint('dim', '  answer of Graph, and the answer that the tool gets:'), ...renderExcerpt(rows, width));
  if (good && rows.length === 0) lines.push('  (an empty page)');
  if (!good) lines.push(...renderError(call.after));
  return `${lines.join('\n')}\n`;
};

const renderError = (reply: unknown): readonly string[] => {
  const { error } = (reply ?? {}) as { error?: { code?: string; message?: string } };
  return [`  ${paint('yellow', error?.code ?? 'no error body')}  ${error?.message ?? ''}`];
};

/** Shortens each token to its beginning, then the whole target to the line. */
const shorten = (target: string, width: number): string => {
  const cut = decoded(target)
    .replace(/([pt]~[A-Za-z0-9_-]{6})[A-Za-z0-9_-]+/g, '$1…')
    .replace(/(\$(?:skip|delta)token=[^&]{8})[^&]+/g, '$1…');
  return cut.length > width ? `${cut.slice(0, width - 1)}…` : cut;
};

const decoded = (target: string): string => {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
};

/** The text that the demo prints before its calls. */
export const introduction = (
  people: number,
): string => `Graphveil demo: an invented organization of ${people} people, on this machine only.

  tool ──► proxy ──► (signs in with a federated identity credential, no secret) ──► Graph
  tool ◄── only data that the rules name, people as pseudonyms ◄── answer

Marks: kept = passed on unchanged, made = transformed by a rule, gone = dropped.`;

/** The closing text of the demo: a summary and next steps. */
export const conclusion = (calls: readonly DemoCall[], ms: number): string => {
  const answered = calls.filter(({ status }) => status < 400).length;
  return `
${calls.length} calls in ${(ms / 1000).toFixed(1)} s: ${answered} answered, ${calls.length - answered} refused, each with a code.

Next:
  npx --no-install graphveil demo --serve        keep it running, and call it with curl or a Graph SDK
  npx --no-install graphveil prove               see how each property of each endpoint is treated, and why
  npx --no-install graphveil explain --help      find out why a call is allowed or refused
  docs/architecture.md              read how it works`;
};
