import {
  code,
  codeBlock,
  contents,
  type DocumentText,
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

  it('draws in HTML, and says in Markdown, what a picture shows', () => {
    const text = document(picture('<svg></svg>', paragraph('two boxes')));

    expect(toHtml(text)).toContain('<svg></svg>');
    expect(toMarkdown(text)).toContain('two boxes');
  });
});
