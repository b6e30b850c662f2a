// Writes the assets of a release into dist/release: the package, function archives of every source, SBOM and checksums.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { everySource } from './build/all-sources.ts';
import { buildFunctions } from './build/build-functions.ts';
import { root } from './root.ts';

const folder = join(root, 'dist/release');

const npm = (...args: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`npm ${args[0]} ended with ${status}: ${stderr}`);
  return stdout;
};

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
npm('pack', '--pack-destination', folder);
for (const { connector, archive } of await buildFunctions(root, everySource(root)))
  writeFileSync(join(folder, `function-${connector}.zip`), archive.bytes);
// Covers the whole lock file, because the bundled packages are development dependencies.
writeFileSync(join(folder, 'sbom.cdx.json'), npm('sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'));

const sums = readdirSync(folder)
  .sort()
  .map(
    (name) =>
      `${createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex')}  ${name}\n`,
  );
writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
process.stdout.write(sums.join(''));
