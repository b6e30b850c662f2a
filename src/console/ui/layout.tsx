import type { Child } from 'hono/jsx';
import type { Actor, AppRole } from '../../access/index.ts';
import { FormToken } from './form.tsx';

export type NavigationEntry = { readonly title: string; readonly path: string };

/** The frame of a page. */
export type Frame = {
  readonly title: string;
  readonly environment: string;
  /** Path of the page. */
  readonly path: string;
  /** The person who is signed in. */
  readonly actor?: Actor | undefined;
  /** Token of forms. Empty without a session. */
  readonly csrf: string;
  readonly navigation: readonly NavigationEntry[];
};

const roleNames: Readonly<Record<AppRole, string>> = {
  Admin: 'administrator',
  PrivacyOfficer: 'privacy officer',
  Developer: 'developer',
};

const rolesText = ({ roles }: Actor): string =>
  roles.length === 0 ? 'member' : roles.map((role) => roleNames[role]).join(', ');

const isCurrent = (entry: string, path: string): boolean =>
  entry === '/' ? path === '/' || path.startsWith('/connectors') : path === entry || path.startsWith(`${entry}/`);

const Person = ({ actor, csrf }: { readonly actor: Actor; readonly csrf: string }) => (
  <div class="who">
    <span>
      {actor.name} ({rolesText(actor)})
    </span>
    <form method="post" action="/sign-out">
      <input type="hidden" name="_csrf" value={csrf} />
      <button class="quiet" type="submit">
        Sign out
      </button>
    </form>
  </div>
);

/** A whole page. */
export const Layout = ({ frame, children }: { readonly frame: Frame; readonly children?: Child }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{frame.title} · Graphveil</title>
      <link rel="stylesheet" href="/console.css" />
    </head>
    <body>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <header class="top">
        <div>
          <a class="brand" href="/">
            Graphveil <span>{frame.environment}</span>
          </a>
          {frame.actor !== undefined && (
            <nav aria-label="Main">
              <ul>
                {frame.navigation.map(({ title, path }) => (
                  <li>
                    <a href={path} aria-current={isCurrent(path, frame.path) ? 'page' : undefined}>
                      {title}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
          )}
          {frame.actor !== undefined && <Person actor={frame.actor} csrf={frame.csrf} />}
        </div>
      </header>
      <main class="page" id="main" tabindex={-1}>
        <h1>{frame.title}</h1>
        <FormToken.Provider value={frame.csrf}>{children}</FormToken.Provider>
      </main>
    </body>
  </html>
);
