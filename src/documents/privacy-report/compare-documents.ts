import type { MarkedLine } from './model.ts';

type Line = Omit<MarkedLine, 'text'> & { readonly text: string };

const longestText = 78;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Shortens tokens, which are long and similar, to a beginning that distinguishes them. */
const shortened = (text: string): string =>
  text
    .replace(/\b([tph]~[A-Za-z0-9_-]{16})[A-Za-z0-9_-]+/g, '$1…')
    .replace(/^(https?:\/\/[^?]+\?\$(?:skip|delta)token=).*/, '$1…');

const written = (value: unknown): string => {
  const text = JSON.stringify(value) ?? '';
  if (typeof value !== 'string') return text;
  const short = JSON.stringify(shortened(value));
  return short.length > longestText ? `${short.slice(0, longestText - 2)}…"` : short;
};

const opening = (value: unknown): string => (Array.isArray(value) ? '[' : '{');
const closing = (value: unknown): string => (Array.isArray(value) ? ']' : '}');

const members = (value: unknown): readonly (readonly [name: string | undefined, member: unknown])[] => {
  if (Array.isArray(value)) return value.map((item) => [undefined, item] as const);
  return isObject(value) ? Object.entries(value) : [];
};

const isNested = (value: unknown): boolean => members(value).length > 0;

const isAlike = (before: unknown, after: unknown): boolean =>
  Array.isArray(before) ? Array.isArray(after) : isObject(before) && isObject(after);

const memberAfter = (after: unknown, name: string | undefined, at: number): unknown => {
  if (Array.isArray(after)) return name === undefined ? after[at] : undefined;
  return isObject(after) && name !== undefined && Object.hasOwn(after, name) ? after[name] : undefined;
};

const linesOf = (before: unknown, after: unknown, label: string, indent: string, gone: boolean): readonly Line[] => {
  const nested = isNested(before) && (gone || after === undefined || isAlike(before, after));
  const mark = gone || after === undefined ? 'gone' : 'kept';
  if (!nested) {
    const text = `${indent}${label}${written(before)}`;
    if (mark === 'gone') return [{ mark, text }];
    if (JSON.stringify(before) === JSON.stringify(after)) return [{ mark: 'kept', text }];
    return [{ mark: 'changed', text, after: `${indent}${label}${written(after)}` }];
  }
  return [
    { mark, text: `${indent}${label}${opening(before)}` },
    ...members(before).flatMap(([name, member], at) =>
      linesOf(
        member,
        mark === 'gone' ? undefined : memberAfter(after, name, at),
        name === undefined ? '' : `${JSON.stringify(name)}: `,
        `${indent}  `,
        mark === 'gone',
      ),
    ),
    { mark, text: `${indent}${closing(before)}` },
  ];
};

/** Compares documents line by line, with the treatment of each line; `after` is the rules' result for `before`. */
export const compareDocuments = (before: unknown, after: unknown): readonly MarkedLine[] =>
  linesOf(before, after, '', '', false);
