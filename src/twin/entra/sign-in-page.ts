import { createHash } from 'node:crypto';
import type { Choices } from './sign-in-choices.ts';

const style = `
:root { color-scheme: light dark; --text: #1b1f24; --soft: #57606a; --line: #d0d7de; --back: #fff; --field: #f6f8fa; --accent: #0550ae; --bad: #a40e26; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --soft: #9aa4af; --line: #3d444d; --back: #0d1117; --field: #161b22; --accent: #79b8ff; --bad: #ff9b93; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 34rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 1rem 0 .25rem; }
h2 { font-size: .9rem; color: var(--soft); margin: 1.25rem 0 .35rem; }
.twin { border-left: .25rem solid var(--accent); padding-left: .75rem; color: var(--soft); }
.problem { border-left: .25rem solid var(--bad); padding-left: .75rem; color: var(--bad); overflow-wrap: anywhere; }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .4rem; }
button, input { font: inherit; color: inherit; border: 1px solid var(--line); border-radius: .4rem; background: var(--field); padding: .5rem .75rem; }
li button { width: 100%; text-align: left; cursor: pointer; }
button:hover { border-color: var(--accent); }
:focus-visible { outline: .2rem solid var(--accent); outline-offset: .1rem; }
.name { display: block; font-weight: 600; }
.detail { display: block; color: var(--soft); font-size: .875rem; overflow-wrap: anywhere; }
label { display: block; font-weight: 600; margin-top: 1.75rem; }
.row { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .35rem; }
.row input { flex: 1 1 12rem; min-width: 0; }
.cancel { margin-top: 1.25rem; }
`;

const styleHash = createHash('sha256').update(style).digest('base64');

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? '');

type Page = { readonly html: string; readonly csp: string };

const page = (title: string, body: string, formTargets: string): Page => ({
  html: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<p class="twin">This page is a twin of Microsoft Entra ID on this computer. Its people are invented, and it takes no password.</p>
${body}
</main>
</body>
</html>
`,
  csp: `default-src 'none'; style-src 'sha256-${styleHash}'; form-action ${formTargets}; frame-ancestors 'none'; base-uri 'none'`,
});

export type SignInPage = {
  readonly tenant: string;
  readonly application: string;
  /** Origin that the form leads to in the end; browsers apply `form-action` to redirects too. */
  readonly redirectOrigin: string;
  readonly action: string;
  /** Parameters of the request, which the page sends again. */
  readonly query: URLSearchParams;
  readonly choices: Choices;
  readonly problem: string | undefined;
};

/** The page on which one chooses a person to sign in as. It works without scripts. */
export const signInPage = ({
  tenant,
  application,
  redirectOrigin,
  action,
  query,
  choices,
  problem,
}: SignInPage): Page => {
  const hidden = [...query]
    .filter(([name]) => name !== 'person' && name !== 'cancel')
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('\n');
  const form = (content: string): string =>
    `<form method="post" action="${escapeHtml(action)}">\n${hidden}\n${content}\n</form>`;
  const sections = choices.map(({ heading, people }) => {
    const items = people.map(
      ({ id, name, detail }) =>
        `<li><button name="person" value="${escapeHtml(id)}"><span class="name">${escapeHtml(name)}</span> <span class="detail">${escapeHtml(detail)}</span></button></li>`,
    );
    return `<h2>${escapeHtml(heading)}</h2>\n<ul>\n${items.join('\n')}\n</ul>`;
  });
  const typed = escapeHtml(query.get('person') ?? '');
  const described = problem === undefined ? '' : ' aria-describedby="problem" aria-invalid="true"';
  const body = [
    `<h1>Sign in to ${escapeHtml(application)}</h1>`,
    `<p>Organization: ${escapeHtml(tenant)}. Choose who you are.</p>`,
    ...(problem === undefined ? [] : [`<p class="problem" id="problem" role="alert">${escapeHtml(problem)}</p>`]),
    form(sections.join('\n')),
    form(
      `<label for="person">Somebody else, by user principal name or object ID</label>
<div class="row"><input id="person" name="person" value="${typed}" autocomplete="off" required${described}><button>Sign in</button></div>`,
    ),
    form('<button class="cancel" name="cancel" value="1">Cancel</button>'),
  ];
  return page(`Sign in to ${application}: ${tenant}`, body.join('\n'), `'self' ${redirectOrigin}`);
};

/** A page with the reason of a refusal. It has no link back, since the address isn't the application's. */
export const refusalPage = (tenant: string, text: string): Page =>
  page(`Sign in: ${tenant}`, `<h1>Sign in</h1>\n<p class="problem">${escapeHtml(text)}</p>`, "'none'");
