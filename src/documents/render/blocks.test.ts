import {
  type Block,
  code,
  codeBlock,
  contents,
  type DocumentText,
  facts,
  figures,
  flow,
  heading,
  info,
  joined,
  link,
  list,
  marked,
  paragraph,
  picture,
  steps,
  strong,
  subheading,
  table,
  warning,
} from './blocks.ts';
import { toHtml } from './to-html.ts';
import { toMarkdown } from './to-markdown.ts';

const documentOf = (...blocks: readonly Block[]): DocumentText => ({
  title: 'Title',
  subtitle: 'under it',
  blocks,
  footer: 'small print',
});

/** The HTML between subtitle and footer. */
const classedHtmlOf = (...blocks: readonly Block[]): string =>
  /<p class="subtitle">under it<\/p>\n(.*)\n<footer>small print<\/footer>/s.exec(toHtml(documentOf(...blocks)))?.[1] ??
  'no match';

/** The same without classes, which decide only about looks. */
const htmlOf = (...blocks: readonly Block[]): string => classedHtmlOf(...blocks).replace(/ class="[^"]*"/g, '');

/** The Markdown between subtitle and footer. */
const markdownOf = (...blocks: readonly Block[]): string =>
  /^# Title\n\nunder it\n\n(.*)\n\n---\n\nsmall print\n$/s.exec(toMarkdown(documentOf(...blocks)))?.[1] ?? 'no match';

const lines = [
  { mark: 'kept', text: '{' },
  { mark: 'kept', text: '"a"', after: 'never shown' },
  { mark: 'changed', text: '"b"', after: '"c"' },
  { mark: 'changed', text: '"d"' },
  { mark: 'gone', text: '"e"', after: 'never shown' },
] as const;

describe('a block', () => {
  it.each<[string, Block, string, string]>([
    ['heading', heading('A & b'), '<h2>A &amp; b</h2>', '## A & b'],
    ['subheading', subheading('A #'), '<h3>A #</h3>', '### A \\#'],
    [
      'paragraph',
      paragraph('a ', strong(' b '), code('c.d'), link('e', 'https://e.example/?f&g')),
      '<p>a <strong> b </strong><code>c.<wbr>d</code><a href="https://e.example/?f&amp;g">e</a></p>',
      'a **b**`c.d`[e](<https://e.example/?f&g>)',
    ],
    ['list', list(['a'], ['b', strong('c')]), '<ul>\n<li>a</li>\n<li>b<strong>c</strong></li>\n</ul>', '- a\n- b**c**'],
    ['list of steps', steps(['a'], ['b']), '<ol>\n<li>a</li>\n<li>b</li>\n</ol>', '1. a\n2. b'],
    [
      'table of facts',
      facts(['<a>', ['b']], ['c', [code('d')]]),
      '<table><tbody>\n<tr><th scope="row">&lt;a&gt;</th><td>b</td></tr>\n<tr><th scope="row">c</th><td><code>d</code></td></tr>\n</tbody></table>',
      '|  |  |\n| --- | --- |\n| \\<a\\> | b |\n| c | `d` |',
    ],
    [
      'block of code',
      codeBlock('sh', 'a < b', '# ```'),
      '<pre tabindex="0"><code>a &lt; b\n# ```</code></pre>',
      '````sh\na < b\n# ```\n````',
    ],
    [
      'list of figures',
      figures(['1', 'a'], ['2', '<b>']),
      '<ul>\n<li><strong>1</strong> a</li>\n<li><strong>2</strong> &lt;b&gt;</li>\n</ul>',
      '- **1** a\n- **2** \\<b\\>',
    ],
    [
      'flow',
      flow({ title: 'a', text: 'b', note: 'c' }, { title: 'd', text: 'e' }),
      '<ol>\n<li><div><strong>a</strong><span>b</span></div><p><span aria-hidden="true">↓</span> c</p></li>\n<li><div><strong>d</strong><span>e</span></div></li>\n</ol>',
      '1. **a.** b *Onward: c.*\n2. **d.** e',
    ],
    [
      'comparison',
      marked('GET /a', lines),
      '<figure><figcaption><code>GET /<wbr>a</code></figcaption><pre tabindex="0"><code><span>{</span><span>&quot;a&quot;</span><del>&quot;b&quot;</del><ins>&quot;c&quot;</ins><span>&quot;d&quot;</span><del>&quot;e&quot;</del></code></pre></figure>',
      '`GET /a`\n\n```diff\n {\n "a"\n-"b"\n+"c"\n "d"\n-"e"\n```',
    ],
    [
      'note',
      info(paragraph('a'), list(['b'])),
      '<div role="note">\n<p>a</p>\n<ul>\n<li>b</li>\n</ul>\n</div>',
      '> **Note.** a\n>\n> - b',
    ],
    ['warning', warning(paragraph('a')), '<div role="note">\n<p>a</p>\n</div>', '> **Attention.** a'],
    [
      'picture',
      picture('<svg/>', paragraph('a'), paragraph('b')),
      '<div tabindex="0" role="group" aria-label="Picture"><svg/></div>',
      'a\n\nb',
    ],
  ])('that is a %s is the same in HTML and in Markdown', (_kind, block, html, markdown) => {
    expect(htmlOf(block)).toBe(html);
    expect(markdownOf(block)).toBe(markdown);
  });

  it('that is a table has its head and its rows', () => {
    const block = table(
      ['a', '"b"'],
      [
        [['c'], [code('d|e')]],
        [['f'], ['g']],
      ],
    );

    expect(htmlOf(block)).toContain('aria-label="Table: a, &quot;b&quot;"');
    expect(htmlOf(block).replace(/.*<table>/s, '')).toBe(
      '\n<thead><tr><th scope="col">a</th><th scope="col">&quot;b&quot;</th></tr></thead>\n<tbody>\n<tr><td>c</td><td><code>d|e</code></td></tr>\n<tr><td>f</td><td>g</td></tr>\n</tbody></table></div>',
    );
    expect(markdownOf(block)).toBe('| a | "b" |\n| --- | --- |\n| c | `d\\|e` |\n| f | g |');
  });
});

describe('a table of contents', () => {
  const blocks = [heading('Before'), contents, heading('One & two'), subheading('Below'), heading('Last')];

  it('leads to the chapters after it, and to no smaller part', () => {
    expect(htmlOf(...blocks)).toBe(
      [
        '<h2 id="before">Before</h2>',
        '<nav aria-label="Contents"><ol>',
        '<li><a href="#one--two">One &amp; two</a></li>',
        '<li><a href="#last">Last</a></li>',
        '</ol></nav>',
        '<h2 id="one--two">One &amp; two</h2>',
        '<h3>Below</h3>',
        '<h2 id="last">Last</h2>',
      ].join('\n'),
    );
    expect(markdownOf(...blocks)).toBe(
      '## Before\n\n- [One & two](#one--two)\n- [Last](#last)\n\n## One & two\n\n### Below\n\n## Last',
    );
  });
});

describe('text in HTML', () => {
  it.each([
    [`<&>"'`, '&lt;&amp;&gt;&quot;&#39;'],
    ['a|b `c` *d* [e] \\', 'a|b `c` *d* [e] \\'],
  ])('escapes %s', (text, html) => {
    expect(htmlOf(paragraph(text))).toBe(`<p>${html}</p>`);
  });

  it('lets long names break after their punctuation, and nowhere else', () => {
    expect(htmlOf(paragraph(code('a.b/c:d_e-f{g}.{h} i. ..')))).toBe(
      '<p><code>a.<wbr>b/<wbr>c:<wbr>d_<wbr>e-<wbr>f{g}.<wbr>{h} i. ..</code></p>',
    );
  });

  it('warns by more than words', () => {
    expect(classedHtmlOf(warning(paragraph('a')))).toContain('<div class="note warning" role="note">');
    expect(classedHtmlOf(info(paragraph('a')))).toContain('<div class="note" role="note">');
  });

  it('prints the address of a link once if it is its text', () => {
    expect(classedHtmlOf(paragraph(link('https://a.example', 'https://a.example')))).toContain(' class="bare">');
    expect(classedHtmlOf(paragraph(link('a', 'https://a.example')))).not.toContain('bare');
  });
});

describe('text in Markdown', () => {
  it.each([
    ['- a', '\\- a'],
    ['+ a', '\\+ a'],
    ['= a', '\\= a'],
    ['# a', '\\# a'],
    ['1. a', '1\\. a'],
    ['12) a', '12\\) a'],
    ['a - b # c 1. d', 'a - b # c 1. d'],
    ['1 a', '1 a'],
    ['a  \n b ', 'a b'],
    ['\\`*_[]<>|~', '\\\\\\`\\*\\_\\[\\]\\<\\>\\|\\~'],
    ['&amp; &#35; & a&', '\\&amp; \\&#35; & a&'],
  ])('escapes %j', (text, markdown) => {
    expect(markdownOf(paragraph(text))).toBe(markdown);
  });

  it.each([
    ['a', '`a`'],
    ['a`b', '`` a`b ``'],
    ['a``b`c', '``` a``b`c ```'],
  ])('writes the code %s between longer runs of backticks', (text, markdown) => {
    expect(markdownOf(paragraph(code(text)))).toBe(markdown);
  });

  it('closes no heading and no link early', () => {
    expect(markdownOf(heading(' a  b ## '))).toBe('## a b \\#\\#');
    expect(markdownOf(heading('# a #b'))).toBe('## # a #b');
    expect(markdownOf(paragraph(link('a', 'https://a.example/ <b>|\\&amp;')))).toBe(
      '[a](<https://a.example/%20%3Cb%3E%7C%5C\\&amp;>)',
    );
  });

  it('writes code with a backslash before a bar in a cell as text', () => {
    expect(markdownOf(table(['a'], [[[code('b\\|c')]]]))).toContain('| b\\\\\\|c |');
  });
});

describe('joined', () => {
  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
  ])('joins %j', (items, text) => {
    expect(joined(items.map((item) => [item])).join('')).toBe(text);
  });

  it('takes other separators', () => {
    const texts = ['a', 'b', 'c'].map((item) => [item]);

    expect(joined(texts, '; ', ' or ').join('')).toBe('a; b or c');
  });
});
