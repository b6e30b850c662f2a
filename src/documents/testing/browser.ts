import { existsSync } from 'node:fs';

/** Where Chromium is; undefined if it isn’t installed. */
export const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

export const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Describes tests in Chromium, which comes from the system's packages. Where it's missing, the title of the skip says so. */
export const describeInBrowser = (title: string, tests: () => void): void => {
  if (browserPath === undefined) describe.skip(`${title} (not run: Chromium isn't installed)`, tests);
  else describe(title, tests);
};
