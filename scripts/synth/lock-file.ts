import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Terraform's own name for the file of chosen providers and their checksums, in a stack's folder. */
const terraformsName = '.terraform.lock.hcl';

/** The copy next to the settings file, for version control: the folders of stacks are generated. */
export const lockFile = (stack: string): string => `${stack}.lock.hcl`;

/** Gives a stack the providers that were chosen for it, if there is a lock file. @param from folder of the settings file */
export const copyLock = (from: string, stack: string, stackFolder: string): void => {
  const chosen = join(from, lockFile(stack));
  if (existsSync(chosen)) copyFileSync(chosen, join(stackFolder, terraformsName));
};

/** Copies a lock file that Terraform wrote or completed next to the settings file. Returns true if that one changed. */
export const keepLock = (to: string, stack: string, stackFolder: string): boolean => {
  const [made, kept] = [join(stackFolder, terraformsName), join(to, lockFile(stack))];
  if (!existsSync(made)) return false;
  if (existsSync(kept) && readFileSync(kept, 'utf8') === readFileSync(made, 'utf8')) return false;
  copyFileSync(made, kept);
  return true;
};
