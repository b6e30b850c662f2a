/** The style of every HTML document: readable on screen, in dark mode and on paper, without external resources. */
export const style = `
:root {
  color-scheme: light dark;
  --ink: #1b1f24; --soft: #4b5563; --paper: #ffffff; --line: #d4d9e0; --tint: #f4f6f9;
  --accent: #0b5394; --info: #e8f1fb; --info-line: #0b5394; --warn: #fdf3e1; --warn-line: #8a5200;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6e9ee; --soft: #b3bcc8; --paper: #14181d; --line: #3a434e; --tint: #1c222a;
    --accent: #8ec5ff; --info: #16283b; --info-line: #8ec5ff; --warn: #33260f; --warn-line: #f0b95c;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, "Segoe UI", Roboto, sans-serif; }
main { max-width: 54rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0; }
h2 { font-size: 1.3rem; margin: 2.4rem 0 .6rem; padding-top: .9rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.6rem 0 .4rem; }
p, ul, ol, pre, table, dl { margin: .6rem 0; }
.subtitle { color: var(--soft); font-size: 1.05rem; margin: .4rem 0 1.6rem; }
li { margin: .3rem 0; }
a { color: var(--accent); overflow-wrap: anywhere; }
a:focus-visible, pre:focus-visible, .scroll:focus-visible, summary:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
code { font: .9em ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; background: var(--tint); border-radius: 3px; padding: .08em .3em; overflow-wrap: anywhere; }
pre { background: var(--tint); border: 1px solid var(--line); border-radius: 6px; padding: .8rem 1rem; overflow-x: auto; font-size: .92em; }
pre code { background: none; padding: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
td code, td a { overflow-wrap: break-word; }
td:has(code + code) code { overflow-wrap: anywhere; }
.facts td, .facts td code, .facts td a { overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .95em; }
th, td { text-align: left; vertical-align: top; padding: .5rem .7rem .5rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; }
.facts th { width: 10rem; }
.note { border-left: 4px solid var(--info-line); background: var(--info); padding: .3rem 1rem; margin: 1rem 0; border-radius: 0 6px 6px 0; }
.warning { border-color: var(--warn-line); background: var(--warn); }
.figures { list-style: none; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .8rem; }
.figures li { margin: 0; padding: .8rem 1rem; background: var(--tint); border: 1px solid var(--line); border-radius: 6px; color: var(--soft); }
.figures strong { display: block; font-size: 1.7rem; line-height: 1.2; color: var(--ink); font-variant-numeric: tabular-nums; }
.flow { list-style: none; padding: 0; }
.flow li { margin: 0; }
.station { border: 1px solid var(--line); border-left: 4px solid var(--accent); border-radius: 6px; padding: .7rem 1rem; }
.station strong { display: block; }
.onward { margin: .35rem 0 .35rem 1rem; color: var(--soft); }
.contents ol { columns: 2; column-gap: 2.5rem; margin: .6rem 0; padding-left: 1.4rem; }
.contents li { break-inside: avoid; margin: 0; padding: .15rem 0; }
.contents.short ol { columns: auto; display: flex; flex-wrap: wrap; gap: .1rem 1.4rem; list-style: none; padding: 0; }
details { border: 1px solid var(--line); border-radius: 6px; padding: 0 1rem; margin: .8rem 0; }
details[open] { padding-bottom: .4rem; }
summary { cursor: pointer; padding: .55rem 0; font-weight: 600; }
.picture svg { display: block; width: 100%; min-width: 44rem; height: auto; }
.marked { margin: .8rem 0; }
.marked figcaption { margin: 0 0 .3rem; }
.marked pre { margin: 0; font-size: .88rem; line-height: 1.5; }
.marked pre code > * { display: block; text-decoration: none; padding-left: 1.4rem; position: relative; }
.marked del { color: var(--soft); }
.marked ins { background: var(--info); font-weight: 600; }
.marked del::before, .marked ins::before { position: absolute; left: .2rem; text-decoration: none; display: inline-block; }
.marked del::before { content: "−"; }
.marked ins::before { content: "+"; color: var(--accent); }
footer { margin-top: 3rem; padding-top: .8rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .85rem; }
@media (min-width: 40rem) { :is(p, li) > .short { white-space: nowrap; } :is(p, li) > .short wbr { display: none; } }
@media (max-width: 40rem) { .facts th { width: 7rem; } }
@media print {
  :root { --ink: #000; --soft: #333; --paper: #fff; --line: #bbb; --tint: #f4f4f4; --accent: #000; --info: #fff; --info-line: #555; --warn: #fff; --warn-line: #000; }
  @page { margin: 18mm 16mm; }
  body { font-size: 10pt; line-height: 1.45; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 1.6rem; }
  h2 { margin-top: 1.4rem; }
  h2, h3, h3 + p { break-after: avoid; }
  tr, pre, .note, .station, .figures li { break-inside: avoid; }
  .picture svg { min-width: 0; }
  .picture { break-inside: avoid; }
  .marked pre { break-inside: auto; font-size: 8.5pt; }
  details:not([open]) > summary::after { content: " (folded: open it before you print)"; font-weight: 400; color: var(--soft); }
  main :not(td) > a[href^="https:"]:not(.bare)::after { content: " (" attr(href) ")"; font-size: .85em; color: #333; overflow-wrap: anywhere; }
}
`.trim();
