import { spawnSync } from 'node:child_process';

/** Debian's Python with both libraries; undefined where they aren't installed. */
const python = ['/usr/bin/python3', 'python3'].find(
  (program) => spawnSync(program, ['-c', 'import msal, requests']).status === 0,
);

/** Tests with Python, which comes from the system's packages. Where it's missing, the title of the skip says so. */
export const itWithPython = (title: string, test: (program: string) => Promise<void>): void => {
  if (python === undefined) it.skip(`${title} (not run: Python lacks msal or requests)`, () => undefined);
  else it(title, () => test(python));
};
