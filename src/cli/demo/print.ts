import type { Source } from '../../sources/index.ts';
import type { DemoCall } from './ask.ts';
import { excerpt } from './excerpt.ts';
import { type Paint, renderExcerpt } from './table.ts';

/** The heading of a source. */
export const renderSource = ({ title, availability, summary }: Source, paint: Paint): string =>
  `\n${paint('bold', `── ${title}`)} (${availability})\n   ${summary}\n`;

/** A call with its request, its status and time, and what the rules did to the answer. */
export const renderCall = (call: DemoCall, width: number, paint: Paint): string => {
  const good = call.status < 400;
  const head = `${paint(good ? 'green' : 'yellow', String(call.status))} ${paint('bold', call.title)} ${paint('dim', `${call.ms.toFixed(0)} ms`)}`;
  const lines = [head, `  tool asks   GET ${shorten(call.target, width - 18)}`];
  if (call.upstream !== undefined) lines.push(paint('dim', `  Graph gets  GET ${shorten(call.upstream, width - 18)}`));
  const rows = good ? excerpt(call.before, call.after) : [];
  if (rows.length > 0)
    lines.push(paint('dim', '  what Graph answers, and what the tool gets:'), ...renderExcerpt(rows, width, paint));
  if (good && rows.length === 0) lines.push('  (an empty page)');
  if (!good) lines.push(...renderError(call.after, paint));
  return `${lines.join('\n')}\n`;
};

const renderError = (reply: unknown, paint: Paint): readonly string[] => {
  const { error } = (reply ?? {}) as { error?: { code?: string; message?: string } };
  return [`  ${paint('yellow', error?.code ?? 'no error body')}  ${error?.message ?? ''}`];
};

/** Tokens are long: each is cut to its beginning, then the whole to the line. */
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
