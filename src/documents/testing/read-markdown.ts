import { remark } from 'remark';
import remarkGfm from 'remark-gfm';

/** A node of a Markdown document as remark parses it. */
export type Node = {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly lang?: string | null;
  readonly depth?: number;
  readonly children?: readonly Node[];
  /** Absent for a link that GitHub creates from a bare URL. */
  readonly position?: unknown;
};

const parser = remark().use(remarkGfm);

export const parseMarkdown = (text: string): Node => parser.parse(text) as Node;

/** Nodes of one type, in their order. */
export const nodesOf = (node: Node, type: string): readonly Node[] => [
  ...(node.type === type ? [node] : []),
  ...(node.children ?? []).flatMap((child) => nodesOf(child, type)),
];

/** The text of a node, without markup. */
export const textOf = (node: Node): string => node.value ?? (node.children ?? []).map(textOf).join('');

/** The rows of tables, head included, as texts. */
export const rowsOf = (text: string): readonly (readonly string[])[] =>
  nodesOf(parseMarkdown(text), 'tableRow').map((row) => (row.children ?? []).map(textOf));

/** Running text without code, links and headings, in which numbers are checked. */
export const sentencesOf = (text: string): readonly string[] => {
  const plain = (node: Node): string => {
    if (node.type === 'inlineCode' || node.type === 'link') return '…';
    return node.value ?? (node.children ?? []).map(plain).join('');
  };
  const root = parseMarkdown(text);
  return ['heading', 'paragraph', 'tableCell'].flatMap((type) => nodesOf(root, type).map(plain));
};
