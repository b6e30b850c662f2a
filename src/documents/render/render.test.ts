import fc from 'fast-check';
import { nodesOf, parseMarkdown, rowsOf, textOf } from '../testing/read-markdown.ts';
import {
  code,
  codeBlock,
  contents,
  type DocumentText,
  details,
  facts,
  flow,
  heading,
  info,
  link,
  list,
  paragraph,
  picture,
  strong,
  table,
} from './blocks.ts';
import { toHtml } from './to-html.ts';
import { toMarkdown } from './to-markdown.ts';

const document = (...blocks: DocumentText['blocks']): DocumentText => ({
  title: 'A <title> & more',
  subtitle: 'under it',
  blocks,
  footer: 'at the end',
});

const hostile = '<script>alert("x")</script> | `code` *star* [link](http://x.example) \\';

describe('toMarkdown', () => {
  it('lets no text become markup', () => {
    const text = toMarkdown(document(paragraph(hostile), table(['a|b'], [[[hostile], [code('a|b `c`')]]])));

    expect(text).not.toMatch(/(?<!\\)<script>/);
    expect(text).not.toMatch(/(?<!\\)\[link\]/);
    expect(text).toContain('`` a\\|b `c` ``');
    expect(text).toContain('| a\\|b |');
  });

  it('quotes notes whole', () => {
    const text = toMarkdown(document(info(paragraph('first'), list(['one'], ['two']))));

    expect(text).toContain('> **Note.** first\n>\n> - one\n> - two');
  });
});

/** Text with much of what Markdown reads as markup. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '#',
        '##',
        '-',
        '+',
        '*',
        '_',
        '~',
        '~~',
        '`',
        '``',
        '[',
        ']',
        '(',
        ')',
        '<',
        '>',
        '|',
        '\\',
        '!',
        '=',
        '1.',
        '2)',
        '&amp;',
        '&#35;',
        '&',
        ' ',
        '  ',
        '"',
        "'",
        '---',
        '===',
        'a',
        'Word',
        'é',
        '…',
        '€',
      ),
      fc.string({ unit: 'grapheme-ascii', maxLength: 3 }),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((pieces) => pieces.join(''))
  .filter((value) => /[^\s\p{C}]/u.test(value));

const spaced = (value: string): string => value.replace(/\s+/g, ' ').trim();

const bodyOf = (...blocks: DocumentText['blocks']) =>
  parseMarkdown(toMarkdown(document(...blocks))).children?.slice(2) ?? [];

describe('Markdown that remark parses', () => {
  it('reads every paragraph as a paragraph with the same text', () => {
    fc.assert(
      fc.property(text, (value) => {
        const [block] = bodyOf(paragraph(value));

        expect([block?.type, spaced(textOf(block ?? { type: '' }))]).toEqual(['paragraph', spaced(value)]);
      }),
    );
  });

  it('reads every heading, item and cell with the same text', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const [title, items] = bodyOf(heading(one), list([one], [strong(other)]));
        const rows = rowsOf(toMarkdown(document(table([one, other], [[[other], [strong(one)]]]))));

        expect([title?.type, textOf(title ?? { type: '' })]).toEqual(['heading', spaced(one)]);
        expect(items?.children?.map((item) => spaced(textOf(item)))).toEqual([spaced(one), spaced(other)]);
        expect(rows.map((row) => row.map(spaced))).toEqual([
          [spaced(one), spaced(other)],
          [spaced(other), spaced(one)],
        ]);
      }),
    );
  });

  it('reads every span of code with the same text, in a paragraph and in a table', () => {
    fc.assert(
      fc.property(text, (value) => {
        const [inline] = bodyOf(paragraph('x ', code(value)));
        const [, [cell] = []] = rowsOf(toMarkdown(document(table(['x'], [[[code(value)]]]))));

        expect(
          nodesOf(inline ?? { type: '' }, 'inlineCode')
            .map(textOf)
            .map(spaced),
        ).toEqual([spaced(value)]);
        expect(spaced(cell ?? '')).toBe(spaced(value));
      }),
    );
  });

  it('reads every block of code with the same text', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (lines) => {
        const [block] = bodyOf(codeBlock('sh', ...lines));

        expect([block?.type, block?.lang, block?.value]).toEqual(['code', 'sh', lines.join('\n')]);
      }),
    );
  });

  it('reads every link with the same text and the same URL, in a paragraph and in a table', () => {
    const target = text.map((value) => `https://x.example/${value}`);
    fc.assert(
      fc.property(text, target, (name, url) => {
        const encoded = url.replace(/[<>\\\s|]/g, encodeURIComponent);
        const blocks = bodyOf(paragraph(link(name, url)), table(['x'], [[[link(name, url)]]]));
        const links = blocks
          .flatMap((block) => nodesOf(block, 'link'))
          .filter(({ position }) => position !== undefined);

        expect(links.map((node) => [spaced(textOf(node)), node.url])).toEqual([
          [spaced(name), encoded],
          [spaced(name), encoded],
        ]);
      }),
    );
  });

  it('keeps angle brackets of a URL inside of the link', () => {
    expect(toMarkdown(document(paragraph(link('x', 'https://x.example/<a>'))))).toContain(
      '[x](<https://x.example/%3Ca%3E>)',
    );
  });
});

describe('toHtml', () => {
  it('lets no text become markup', () => {
    const html = toHtml(document(paragraph(hostile, strong(hostile), link(hostile, 'https://x.example/"><script>'))));

    expect(html).not.toContain('<script>');
    expect(html).toContain('<title>A &lt;title&gt; &amp; more</title>');
    expect(html).toContain('href="https://x.example/&quot;&gt;&lt;script&gt;"');
  });

  it('loads nothing and runs nothing', () => {
    const html = toHtml(document(paragraph('text'), codeBlock('sh', 'ls'), facts(['a', ['b']])));

    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/<(?:script|link|img|iframe)|src=|@import|url\(/);
  });

  it('prints the address of a link once', () => {
    const url = 'https://x.example';

    expect(toHtml(document(paragraph(link(url, url))))).toContain(`<a href="${url}" class="bare">`);
  });

  it('numbers stations and lists chapters that follow', () => {
    const stations = flow({ title: 'One', text: 'begins', note: 'goes on' }, { title: 'Two', text: 'ends' });
    const text = document(heading('Before'), contents, heading('After & under'), stations);

    expect(toHtml(text)).toContain('<li><a href="#after--under">After &amp; under</a></li>');
    expect(toHtml(text)).not.toContain('#before');
    expect(toHtml(text)).toContain('<strong>One</strong><span>begins</span>');
    expect(toMarkdown(text)).toContain('1. **One.** begins *Onward: goes on.*\n2. **Two.** ends');
  });

  it('numbers the anchors of equal headings, as GitHub does', () => {
    const text = document(contents, heading('Twice'), heading('Twice'));

    expect([...toHtml(text).matchAll(/id="([^"]*)"/g)].map(([, id]) => id)).toEqual(['twice', 'twice-1']);
    expect(toMarkdown(text)).toContain('- [Twice](#twice)\n- [Twice](#twice-1)');
  });

  it('prints the address of a link to one page once', () => {
    const url = 'https://x.example/page';

    expect(toHtml(document(paragraph(link('the page', url)), paragraph(link('again', url))))).toContain(
      `<a href="${url}" class="bare">again</a>`,
    );
  });

  it('folds details, whose text does not become markup', () => {
    const text = document(details(hostile, paragraph('inside'), codeBlock('sh', 'ls')));

    expect(toHtml(text)).toContain('<details><summary>&lt;script&gt;');
    expect(toMarkdown(text)).toContain('<details>\n<summary>&lt;script&gt;');
    expect(toMarkdown(text)).toContain('</summary>\n\ninside\n\n```sh\nls\n```\n\n</details>');
  });

  it('draws a picture in HTML, and describes it in Markdown', () => {
    const text = document(picture('<svg></svg>', paragraph('two boxes')));

    expect(toHtml(text)).toContain('<svg></svg>');
    expect(toMarkdown(text)).toContain('two boxes');
  });
});
