/** A piece of running text. */
export type Inline =
  | string
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

export type Text = readonly Inline[];

/** A part of a document, independent of Markdown and HTML. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: Text }
  | { readonly kind: 'list'; readonly items: readonly Text[] }
  | { readonly kind: 'steps'; readonly items: readonly Text[] }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [name: string, value: Text])[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly Text[])[] }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  /** Key figures. */
  | { readonly kind: 'figures'; readonly figures: readonly (readonly [value: string, label: string])[] }
  /** Stations one after another; a note names the data that goes on to the next. */
  | { readonly kind: 'flow'; readonly stations: readonly Station[] }
  /** Links to the document's chapters. */
  | { readonly kind: 'contents' }
  /** An inline SVG, and the replacement in Markdown. */
  | { readonly kind: 'picture'; readonly svg: string; readonly instead: readonly Block[] }
  /** A document line by line: kept, changed and dropped. */
  | { readonly kind: 'marked'; readonly title: string; readonly lines: readonly Marked[] }
  /** Folded until the reader opens it; printed folded. */
  | { readonly kind: 'details'; readonly summary: string; readonly blocks: readonly Block[] }
  | { readonly kind: 'note'; readonly tone: 'info' | 'warning'; readonly blocks: readonly Block[] };

export type Station = { readonly title: string; readonly text: string; readonly note?: string };

/** A line, its outcome, and its replacement if it changes. */
export type Marked = { readonly mark: 'kept' | 'changed' | 'gone'; readonly text: string; readonly after?: string };

export type DocumentText = {
  readonly title: string;
  /** One line under the title. */
  readonly subtitle: string;
  readonly blocks: readonly Block[];
  /** Small print at the end. */
  readonly footer: string;
};

export const code = (text: string): Inline => ({ kind: 'code', text });
export const strong = (text: string): Inline => ({ kind: 'strong', text });
export const link = (text: string, url: string): Inline => ({ kind: 'link', text, url });

export const heading = (text: string): Block => ({ kind: 'heading', level: 2, text });
export const subheading = (text: string): Block => ({ kind: 'heading', level: 3, text });
export const paragraph = (...text: Text): Block => ({ kind: 'paragraph', text });
export const list = (...items: readonly Text[]): Block => ({ kind: 'list', items });
export const steps = (...items: readonly Text[]): Block => ({ kind: 'steps', items });
export const facts = (...rows: readonly (readonly [name: string, value: Text])[]): Block => ({ kind: 'facts', rows });
export const table = (head: readonly string[], rows: readonly (readonly Text[])[]): Block => ({
  kind: 'table',
  head,
  rows,
});
export const codeBlock = (language: string, ...lines: readonly string[]): Block => ({
  kind: 'code',
  language,
  text: lines.join('\n'),
});
export const figures = (...all: readonly (readonly [value: string, label: string])[]): Block => ({
  kind: 'figures',
  figures: all,
});
export const flow = (...stations: readonly Station[]): Block => ({ kind: 'flow', stations });
export const contents: Block = { kind: 'contents' };
export const picture = (svg: string, ...instead: readonly Block[]): Block => ({ kind: 'picture', svg, instead });
export const marked = (title: string, lines: readonly Marked[]): Block => ({ kind: 'marked', title, lines });
export const details = (summary: string, ...blocks: readonly Block[]): Block => ({ kind: 'details', summary, blocks });
export const info = (...blocks: readonly Block[]): Block => ({ kind: 'note', tone: 'info', blocks });
export const warning = (...blocks: readonly Block[]): Block => ({ kind: 'note', tone: 'warning', blocks });

/** Joins texts with a separator: `a, b and c`. */
export const joined = (items: readonly Text[], between = ', ', last = ' and '): Text =>
  items.flatMap((item, index) => (index === 0 ? item : [index === items.length - 1 ? last : between, ...item]));
