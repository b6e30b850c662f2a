import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes a program that appends its arguments to a file, and runs the shell's `case` branches of a test.
 * @param branches such as `*init*) exit 1 ;;`
 */
export const standIn = (folder: string, branches: string): { readonly program: string; readonly calls: string } => {
  const [program, calls] = [join(folder, 'terraform'), join(folder, 'calls')];
  writeFileSync(program, `#!/bin/sh\necho "$@" >> "${calls}"\ncase "$*" in\n  version) ;;\n${branches}\nesac\n`);
  chmodSync(program, 0o755);
  return { program, calls };
};
