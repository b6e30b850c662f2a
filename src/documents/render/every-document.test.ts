import { graphApplicationId } from '../../graph-types/index.ts';
import { everyDocument } from '../testing/every-document.ts';
import { nodesOf, parseMarkdown, textOf } from '../testing/read-markdown.ts';
import { shells, syntaxErrors } from '../testing/run-shell.ts';
import { chapters } from './anchors.ts';
import type { Block, DocumentText, Text } from './blocks.ts';
import { toHtml } from './to-html.ts';
import { toMarkdown } from './to-markdown.ts';

const textsOf = (block: Block): readonly Text[] => {
  switch (block.kind) {
    case 'paragraph':
      return [block.text];
    case 'list':
    case 'steps':
      return block.items;
    case 'facts':
      return block.rows.map(([, value]) => value);
    case 'table':
      return block.rows.flat();
    case 'picture':
      return block.instead.flatMap(textsOf);
    case 'details':
    case 'note':
      return block.blocks.flatMap(textsOf);
    default:
      return [];
  }
};

const codesOf = (block: Block): readonly (readonly [language: string, text: string])[] => {
  if (block.kind === 'code') return [[block.language, block.text]];
  return block.kind === 'note' || block.kind === 'details' ? block.blocks.flatMap(codesOf) : [];
};

const everyBlock = (blocks: readonly Block[]): readonly Block[] =>
  blocks.flatMap((block) => {
    if (block.kind === 'note' || block.kind === 'details') return [block, ...everyBlock(block.blocks)];
    return block.kind === 'picture' ? [block, ...everyBlock(block.instead)] : [block];
  });

const plain = (text: Text): string => text.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('');

/** Parts of a block that a reader would miss: texts, rows, items and cells without contents. */
const emptyParts = (block: Block): readonly unknown[] => {
  const empty = (...texts: readonly (string | Text)[]): readonly unknown[] =>
    texts.some((text) => (typeof text === 'string' ? text : plain(text)).trim() === '') ? [block] : [];
  switch (block.kind) {
    case 'contents':
      return [];
    case 'heading':
    case 'code':
    case 'paragraph':
      return empty(block.text);
    case 'list':
    case 'steps':
      return block.items.length === 0 ? [block] : empty(...block.items);
    case 'facts':
      return block.rows.length === 0 ? [block] : empty(...block.rows.flat());
    case 'table':
      return block.rows.length === 0 || block.rows.some((row) => row.length !== block.head.length)
        ? [block]
        : empty(...block.head, ...block.rows.flat());
    case 'figures':
      return block.figures.length === 0 ? [block] : empty(...block.figures.flat());
    case 'flow':
      return block.stations.length === 0
        ? [block]
        : empty(...block.stations.flatMap(({ title, text }) => [title, text]));
    case 'picture':
      return block.instead.length === 0 ? [block] : [...empty(block.svg), ...block.instead.flatMap(emptyParts)];
    case 'marked':
      return block.lines.length === 0 ? [block] : empty(block.title, ...block.lines.map(({ text }) => text));
    case 'note':
      return block.blocks.length === 0 ? [block] : block.blocks.flatMap(emptyParts);
    case 'details':
      return block.blocks.length === 0 ? [block] : [...empty(block.summary), ...block.blocks.flatMap(emptyParts)];
    default:
      return [block];
  }
};

type Link = readonly [text: string, url: string];

const linksOf = ({ blocks }: DocumentText): readonly Link[] =>
  blocks.flatMap((block): readonly Link[] =>
    block.kind === 'contents'
      ? chaptersOf(blocks)
      : textsOf(block).flatMap((text) =>
          text.flatMap((piece) =>
            typeof piece === 'object' && piece.kind === 'link' ? [[piece.text, piece.url] as const] : [],
          ),
        ),
  );

const chaptersOf = (blocks: readonly Block[]): readonly Link[] =>
  chapters(blocks).map(([text, anchor]) => [text, `#${anchor}`]);

describe.each(everyDocument)('%s', (_, write) => {
  let document: DocumentText;
  let root: ReturnType<typeof parseMarkdown>;
  beforeAll(() => {
    document = write();
    root = parseMarkdown(toMarkdown(document));
  });

  it('has blocks of known kinds, none of which is empty', () => {
    expect(document.blocks.flatMap(emptyParts)).toEqual([]);
  });

  it('ends the text of every paragraph with a period or a colon, unless a name or a code follows', () => {
    const ends = everyBlock(document.blocks).flatMap((block) =>
      block.kind === 'paragraph' ? block.text.filter((piece) => piece !== '').slice(-1) : [],
    );

    expect(ends.filter((end) => typeof end === 'string' && !/[.:]\s*$/.test(end))).toEqual([]);
  });

  it('separates the names in its texts', () => {
    const texts = everyBlock(document.blocks).flatMap(textsOf);
    const isCode = (piece: Text[number] | undefined) => typeof piece === 'object' && piece.kind === 'code';
    const written = texts.map((text) => text.filter((piece) => piece !== ''));

    expect(written.filter((text) => text.some((piece, at) => isCode(piece) && isCode(text[at + 1])))).toEqual([]);
    expect(texts.map(plain).filter((text) => /^[,;]|[,;]$|[,;] ?[,;.]/.test(text.trim()))).toEqual([]);
  });

  it('has no chapter without contents', () => {
    const bare = document.blocks.filter((block, at, { [at + 1]: next }) => {
      if (block.kind !== 'heading') return false;
      return next === undefined || (next.kind === 'heading' && next.level <= block.level);
    });

    expect(bare).toEqual([]);
  });

  it('has the links of its model in Markdown, and no others', () => {
    const links = nodesOf(root, 'link').map((node) => [textOf(node), node.url]);

    expect(links).toEqual(linksOf(document));
  });

  it('has the links of its model in HTML, and no others', () => {
    const unescaped = (text = ''): string =>
      text.replace(
        /&(amp|lt|gt|quot|#39);/g,
        (_match, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[String(name)] ?? "'",
      );
    const links = [...toHtml(document).matchAll(/<a href="([^"]*)"[^>]*>([^<]*)<\/a>/g)];

    expect(links.map(([, url, text]) => [unescaped(text), unescaped(url)])).toEqual(linksOf(document));
  });

  it('has the headings and the code of its model', () => {
    const { title, blocks } = document;
    const headings = blocks.flatMap((block) => (block.kind === 'heading' ? [[block.level, block.text]] : []));

    expect(nodesOf(root, 'heading').map((node) => [node.depth, textOf(node)])).toEqual([[1, title], ...headings]);
    expect(nodesOf(root, 'code').flatMap(({ lang, value }) => (lang === 'diff' ? [] : [[lang, value]]))).toEqual(
      blocks.flatMap(codesOf),
    );
  });
});

const blocksIn = (language: string): readonly string[] =>
  everyDocument.flatMap(([, write]) =>
    write()
      .blocks.flatMap(codesOf)
      .flatMap(([written, text]) => (written === language ? [text] : [])),
  );

describe('commands of documents', () => {
  it.each(shells)('are parsed by %s', (shell) => {
    const commands = blocksIn('sh');

    expect(commands.length).toBeGreaterThan(15);
    expect(commands.filter((text) => syntaxErrors(shell, text) !== '')).toEqual([]);
    expect(syntaxErrors(shell, "echo 'x")).not.toBe('');
  });

  it('hold nothing between quotes in which PowerShell would replace something, but its own variables', () => {
    const lines = blocksIn('powershell').flatMap((text) => text.split('\n').filter((line) => !line.startsWith('#')));
    const withQuotes = new Set(lines.filter((line) => line.includes('"')));

    expect(lines.filter((line) => line.includes("'")).length).toBeGreaterThan(10);
    expect([...withQuotes]).toEqual([
      `$graph = Get-MgServicePrincipal -Filter "appId eq '${graphApplicationId}'"`,
      `$group = (Get-Group 'GROUP-NAME').DistinguishedName.Replace("'", "''")`,
      `  -RecipientRestrictionFilter "MemberOfGroup -eq '$group'"`,
    ]);
  });
});
