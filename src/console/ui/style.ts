import { style as documents } from '../../documents/render/index.ts';

/** The style sheet of every page: that of the documents, with navigation, cards and forms. */
export const style = `${documents}
:root { --ok: #0b6a3b; --bad: #a4161a; --wait: #7a4b00; --field: #767f8a; }
@media (prefers-color-scheme: dark) { :root { --ok: #6fd6a0; --bad: #ff9a94; --wait: #f2c04d; --field: #8a94a1; } }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: .5rem; top: .5rem; padding: .4rem .8rem; background: var(--paper); border: 1px solid var(--line); z-index: 1; }
.top { border-bottom: 1px solid var(--line); background: var(--tint); }
.top > div { max-width: 64rem; margin: 0 auto; padding: .7rem 1.25rem; display: flex; flex-wrap: wrap; gap: .4rem 1.5rem; align-items: baseline; }
.top .brand { font-weight: 600; color: var(--ink); text-decoration: none; }
.top .brand span { font-weight: 400; color: var(--soft); }
.top nav { flex: 1 1 auto; }
.top nav ul { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; list-style: none; margin: 0; padding: 0; }
.top nav li { margin: 0; }
.top nav a { text-decoration: none; padding: .15rem 0; display: inline-block; }
.top nav a:hover { text-decoration: underline; }
.top nav a[aria-current] { color: var(--ink); font-weight: 600; border-bottom: 2px solid var(--accent); }
.who { display: flex; flex-wrap: wrap; gap: .2rem .8rem; align-items: baseline; font-size: .9rem; color: var(--soft); }
.who form { margin: 0; }
main.page { max-width: 64rem; padding-top: 1.8rem; }
.lead { display: flex; gap: .8rem; align-items: center; }
main.page > h1 + p { color: var(--soft); margin: .4rem 0 1.2rem; }
.path { font-size: .9rem; margin: 0 0 .4rem; }
.cards { list-style: none; padding: 0; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); }
.cards > li { margin: 0; border: 1px solid var(--line); border-radius: 6px; padding: 1rem; display: flex; flex-direction: column; gap: .35rem; overflow-wrap: anywhere; }
.cards h2 { border: 0; margin: 0; padding: 0; font-size: 1.1rem; display: flex; gap: .6rem; align-items: center; }
.cards p { margin: 0; }
.cards h3 { margin: 0; font-size: 1.05rem; display: flex; gap: .6rem; align-items: center; }
.missing { margin: .3rem 0; padding-left: 1.2rem; }
.cards .soft, .soft { color: var(--soft); }
.logo { width: 2rem; height: 2rem; flex: none; }
.state { font-weight: 600; }
.state::before { content: "●\\a0 "; font-size: .8em; vertical-align: .08em; }
.state.ok { color: var(--ok); }
.state.bad { color: var(--bad); }
.state.wait { color: var(--wait); }
main.page { overflow-wrap: break-word; }
form.fields { max-width: 40rem; }
form.fields:has(table) { max-width: none; }
.field { margin: 1.1rem 0; }
.field > label, fieldset > legend { display: block; font-weight: 600; padding: 0; }
.hint { color: var(--soft); font-size: .92rem; margin: .1rem 0 .3rem; overflow-wrap: anywhere; }
.wrong { color: var(--bad); font-weight: 600; margin: .1rem 0 .3rem; }
.wrong::before { content: "! "; }
input[type="text"], input[type="email"], input[type="url"], input[type="number"], input[type="date"], input[type="password"], input:not([type]), select, textarea {
  font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--field); border-radius: 4px; padding: .4rem .55rem; width: 100%; }
textarea { min-height: 6rem; }
input[readonly], textarea[readonly] { background: var(--tint); font: .9em ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; }
input[aria-invalid="true"], textarea[aria-invalid="true"] { border: 2px solid var(--bad); }
input[type="checkbox"], input[type="radio"] { width: 1.05rem; height: 1.05rem; margin: 0 .45rem 0 0; vertical-align: -.12rem; accent-color: var(--accent); }
fieldset { border: 1px solid var(--line); border-radius: 6px; margin: 1.1rem 0; padding: .8rem 1rem; min-width: 0; }
fieldset > legend { padding: 0 .3rem; }
details > fieldset { border: 0; margin: 0; padding: 0 0 .6rem; }
.choice { display: block; margin: .35rem 0; overflow-wrap: anywhere; }
.choice .hint { display: block; margin-left: 1.5rem; }
button, .button { font: inherit; font-weight: 600; cursor: pointer; display: inline-block; padding: .45rem 1rem; border-radius: 4px; border: 1px solid var(--accent); background: var(--accent); color: var(--paper); text-decoration: none; }
button.quiet, .button.quiet { background: transparent; color: var(--accent); }
button.danger { background: var(--bad); border-color: var(--bad); }
.who button { padding: .1rem .5rem; font-weight: 400; }
button:focus-visible, input:focus-visible, select:focus-visible, textarea:focus-visible, .button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.actions { display: flex; flex-wrap: wrap; gap: .7rem; margin: 1.2rem 0; align-items: center; }
.actions form { margin: 0; }
.filters { display: flex; flex-wrap: wrap; gap: .2rem 1rem; list-style: none; padding: 0; }
.filters li { margin: 0; }
.filters a[aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; }
.summary[tabindex] { scroll-margin-top: 1rem; }
@media (max-width: 40rem) { main.page { padding: 1.2rem 1rem 3rem; } .top > div { padding: .6rem 1rem; } }
@media print { .top nav, .who, .actions, .skip { display: none; } .cards > li { break-inside: avoid; } }
`;
