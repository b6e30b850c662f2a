import { everyDocument } from '../testing/every-document.ts';
import { nodesOf, parseMarkdown, textOf } from '../testing/read-markdown.ts';
import { shells, syntaxErrors } from '../testing/run-shell.ts';
import { anchorOf } from './anchors.ts';
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
    case 'note':
      return block.blocks.flatMap(textsOf);
    default:
      return [];
  }
};

const codesOf = (block: Block): readonly (readonly [language: string, text: string])[] => {
  if (block.kind === 'code') return [[block.language, block.text]];
  return block.kind === 'note' ? block.blocks.flatMap(codesOf) : [];
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
  blocks
    .slice(blocks.findIndex(({ kind }) => kind === 'contents'))
    .flatMap((block) =>
      block.kind === 'heading' && block.level === 2 ? [[block.text, `#${anchorOf(block.text)}`] as const] : [],
    );

describe.each(everyDocument)('%s', (_, document) => {
  const root = parseMarkdown(toMarkdown(document));

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

  it.each(shells)('has only commands that %s parses', (shell) => {
    for (const [language, text] of document.blocks.flatMap(codesOf))
      if (language === 'sh') expect(syntaxErrors(shell, text)).toBe('');
  });

  it('quotes every argument for PowerShell, in lines that hold nothing between quotes that it would replace', () => {
    for (const [language, text] of document.blocks.flatMap(codesOf))
      if (language === 'powershell')
        for (const line of text.split('\n').filter((each) => !each.startsWith('#') && each.includes('"')))
          expect(line).toMatch(
            /^(?:\$group = .*\.Replace\("'", "''"\)|New-ManagementScope .* "MemberOfGroup -eq '\$group'")$/,
          );
  });
});
