/** Cookies of the console. They hold random ids and the state of a sign-in that isn't finished, never data of people. */
export type CookieName = 'session' | 'sign-in';

export type Cookies = {
  readonly read: (request: Request, name: CookieName) => string | undefined;
  /** Value of `Set-Cookie`. @param maxAge seconds; without it, until the browser closes */
  readonly set: (name: CookieName, value: string, maxAge?: number) => string;
  readonly clear: (name: CookieName) => string;
};

/**
 * `__Host-` binds a cookie to this host, to https and to the whole site, so that no other host can set it. A console
 * over http, which only listens on loopback, can't have it.
 */
export const cookiesOf = (origin: string): Cookies => {
  const secure = origin.startsWith('https:');
  const named = (name: CookieName): string => `${secure ? '__Host-' : ''}graphveil-${name}`;
  const attributes = `; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return {
    read: (request, name) => {
      const prefix = `${named(name)}=`;
      const found = (request.headers.get('cookie') ?? '').split('; ').filter((part) => part.startsWith(prefix));
      // Two cookies of one name aren't from this console.
      return found.length === 1 ? found[0]?.slice(prefix.length) : undefined;
    },
    set: (name, value, maxAge) =>
      `${named(name)}=${value}${attributes}${maxAge === undefined ? '' : `; Max-Age=${maxAge}`}`,
    clear: (name) => `${named(name)}=${attributes}; Max-Age=0`,
  };
};
