import { anchorsOf, chapters } from './anchors.ts';
import type { Block, DocumentText, Inline, Marked, Station, Text } from './blocks.ts';
import { htmlEscaped as escaped } from './quoting.ts';
import { style } from './style.ts';

/** Links that are printed without their URL: it is also the text, or a page of Microsoft that its title finds. */
const isBare = (text: string, url: string): boolean => text === url || url.startsWith('https://learn.microsoft.com/');

const anchor = (text: string, url: string): string =>
  `<a href="${escaped(url)}"${isBare(text, url) ? ' class="bare"' : ''}>${escaped(text)}</a>`;

/** Allows a long name to break after its punctuation without changing the text that readers copy. */
const breakable = (text: string): string => escaped(text).replace(/[./:_-](?=[\w{])/g, '$&<wbr>');

/** Length up to which code isn't broken in running text: GUIDs and names of permissions. */
const unbroken = 40;

const codeSpan = (text: string): string =>
  `<code${text.length > unbroken ? '' : ' class="short"'}>${breakable(text)}</code>`;

const inline = (piece: Inline): string => {
  if (typeof piece === 'string') return escaped(piece);
  switch (piece.kind) {
    case 'code':
      return codeSpan(piece.text);
    case 'strong':
      return `<strong>${escaped(piece.text)}</strong>`;
    case 'link':
      return anchor(piece.text, piece.url);
  }
};

const running = (text: Text): string => text.map(inline).join('');
const items = (all: readonly Text[]): string => all.map((item) => `<li>${running(item)}</li>`).join('\n');

const fact = ([name, value]: readonly [string, Text]): string =>
  `<tr><th scope="row">${escaped(name)}</th><td>${running(value)}</td></tr>`;

const grid = (head: readonly string[], rows: readonly (readonly Text[])[]): string =>
  `<div class="scroll" tabindex="0" role="group" aria-label="${escaped(`Table: ${head.join(', ')}`)}"><table>
<thead><tr>${head.map((name) => `<th scope="col">${escaped(name)}</th>`).join('')}</tr></thead>
<tbody>
${rows.map((cells) => `<tr>${cells.map((text) => `<td>${running(text)}</td>`).join('')}</tr>`).join('\n')}
</tbody></table></div>`;

const figureList = (figures: readonly (readonly [string, string])[]): string =>
  `<ul class="figures">\n${figures.map(([value, label]) => `<li><strong>${escaped(value)}</strong> ${escaped(label)}</li>`).join('\n')}\n</ul>`;

const station = ({ title, text, note }: Station): string =>
  `<li><div class="station"><strong>${escaped(title)}</strong><span>${escaped(text)}</span></div>${note === undefined ? '' : `<p class="onward"><span aria-hidden="true">↓</span> ${escaped(note)}</p>`}</li>`;

const markedLine = ({ mark, text, after }: Marked): string => {
  if (mark === 'gone') return `<del>${escaped(text)}</del>`;
  if (mark === 'kept' || after === undefined) return `<span>${escaped(text)}</span>`;
  return `<del>${escaped(text)}</del><ins>${escaped(after)}</ins>`;
};

const markedLines = (title: string, lines: readonly Marked[]): string =>
  `<figure class="marked"><figcaption><code>${breakable(title)}</code></figcaption><pre tabindex="0"><code>${lines.map(markedLine).join('')}</code></pre></figure>`;

const block = (part: Block): string => {
  switch (part.kind) {
    case 'heading':
      return `<h${part.level}>${escaped(part.text)}</h${part.level}>`;
    case 'contents':
      return '';
    case 'paragraph':
      return `<p>${running(part.text)}</p>`;
    case 'list':
      return `<ul>\n${items(part.items)}\n</ul>`;
    case 'steps':
      return `<ol>\n${items(part.items)}\n</ol>`;
    case 'facts':
      return `<table class="facts"><tbody>\n${part.rows.map(fact).join('\n')}\n</tbody></table>`;
    case 'table':
      return grid(part.head, part.rows);
    case 'code':
      return `<pre tabindex="0"><code>${escaped(part.text)}</code></pre>`;
    case 'figures':
      return figureList(part.figures);
    case 'flow':
      return `<ol class="flow">\n${part.stations.map(station).join('\n')}\n</ol>`;
    case 'picture':
      return `<div class="scroll picture" tabindex="0" role="group" aria-label="Picture">${part.svg}</div>`;
    case 'marked':
      return markedLines(part.title, part.lines);
    case 'details':
      return `<details><summary>${escaped(part.summary)}</summary>\n${part.blocks.map(block).join('\n')}\n</details>`;
    case 'note':
      return `<div class="note${part.tone === 'warning' ? ' warning' : ''}" role="note">\n${part.blocks.map(block).join('\n')}\n</div>`;
  }
};

/** Number of chapters up to which the contents are one line instead of a list. */
const fewChapters = 9;

const contentsList = (blocks: readonly Block[]): string =>
  `<nav class="contents${chapters(blocks).length > fewChapters ? '' : ' short'}" aria-label="Contents"><ol>\n${chapters(
    blocks,
  )
    .map(([text, to]) => `<li><a href="#${to}">${escaped(text)}</a></li>`)
    .join('\n')}\n</ol></nav>`;

/** Adds anchors only if there is a table of contents. */
const parts = (blocks: readonly Block[]): string => {
  const anchors = blocks.some(({ kind }) => kind === 'contents') ? anchorsOf(blocks) : new Map<Block, string>();
  return blocks
    .map((part) => {
      if (part.kind === 'contents') return contentsList(blocks);
      const anchor = anchors.get(part);
      return part.kind === 'heading' && anchor !== undefined
        ? `<h2 id="${anchor}">${escaped(part.text)}</h2>`
        : block(part);
    })
    .join('\n');
};

/** Leaves out, on paper, the URLs of links that were printed before. */
const printedOnce = (html: string): string => {
  const seen = new Set<string>();
  return html.replace(/<a href="(https:[^"]*)">/g, (tag, url: string) => {
    const again = seen.has(url);
    seen.add(url);
    return again ? `<a href="${url}" class="bare">` : tag;
  });
};

/** Renders a document as one HTML file that loads nothing, runs nothing, and prints well. */
export const toHtml = ({ title, subtitle, blocks, footer }: DocumentText): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<style>
${style}
</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
<p class="subtitle">${escaped(subtitle)}</p>
${printedOnce(parts(blocks))}
<footer>${escaped(footer)}</footer>
</main>
</body>
</html>
`;
