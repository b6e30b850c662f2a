import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuiltSettings, builtSettingsFile } from '../../config/index.ts';
import { readyConnectors, resolveSettings } from '../../connectors/index.ts';
import { formatDiagnostic, hasErrors } from '../../diagnostics/index.ts';
import { loadCast, testConnectors } from '../../rule-tests/index.ts';
import { rulesFolder } from '../rules-folder.ts';
import { hashesOf } from '../shared/deployed-settings.ts';
import { type Finding, notChecked, ok, wrong } from '../shared/finding.ts';
import { isPackage } from '../shared/install-kind.ts';
import type { ReadSettings } from '../shared/read-settings.ts';

const programs: readonly (readonly [name: string, least: readonly [number, number]])[] = [
  ['terraform', [1, 11]],
  ['tofu', [1, 10]],
];

const versionOf = (name: string): readonly [number, number] | undefined => {
  const { stdout = '', status } = spawnSync(name, ['version'], { encoding: 'utf8' });
  const [, major, minor] = /v(\d+)\.(\d+)\./.exec(stdout) ?? [];
  return status === 0 && major !== undefined ? [Number(major), Number(minor)] : undefined;
};

const leastNode = [20, 12] as const;

/** Checks the version of Node.js. */
export const checkNode = (version: string = process.versions.node): Finding => {
  const check = 'Node.js';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = leastNode;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return ok(check, version);
  return wrong(check, `${version} is too old`, `install ${leastNode.join('.')} or newer: https://nodejs.org`);
};

/** Checks for Terraform or OpenTofu in a version that can lock state in S3 with a file. */
export const checkTerraform = (): Finding => {
  const check = 'terraform';
  for (const [name, [major, minor]] of programs) {
    const found = versionOf(name);
    if (found === undefined) continue;
    const [foundMajor, foundMinor] = found;
    if (foundMajor > major || (foundMajor === major && foundMinor >= minor))
      return ok(check, `${name} ${foundMajor}.${foundMinor}`);
    return wrong(check, `${name} ${foundMajor}.${foundMinor} is too old`, `install ${name} ${major}.${minor} or newer`);
  }
  return wrong(
    check,
    'neither terraform nor tofu is on the PATH',
    'install one: https://developer.hashicorp.com/terraform/install or https://opentofu.org/docs/intro/install',
  );
};

/** Checks that the rules of every connector compile, are proven and pass their tests, or are accepted with a reason. */
export const checkRules = async (read: ReadSettings): Promise<Finding> => {
  const check = 'rules';
  const { connectors, problems: ofRules } = readyConnectors(resolveSettings(read));
  const problems = [...ofRules, ...(await testConnectors(connectors, loadCast(rulesFolder).cast))];
  if (hasErrors(problems))
    return wrong(
      check,
      `mistakes:\n${problems.map(formatDiagnostic).join('\n')}`,
      'npx --no-install graphveil check FILE and npx --no-install graphveil prove FILE',
    );
  const accepted = connectors.filter(({ acceptUnproven }) => acceptUnproven !== undefined).map(({ name }) => name);
  return ok(
    check,
    `${connectors.length} connectors compile and are proven${accepted.length === 0 ? '' : `, except ${accepted.join(', ')}, accepted with a reason`}`,
  );
};

const builtSettings = (folder: string): BuiltSettings => {
  try {
    return JSON.parse(readFileSync(join(folder, builtSettingsFile), 'utf8')) as BuiltSettings;
  } catch {
    return {};
  }
};

const whatBuilds = 'npm run synth, plan, deploy and build make them';

/** Checks that the functions are built, and of these settings. */
export const checkBuilt = (read: ReadSettings, root: string): Finding => {
  const { settings } = read;
  const check = 'functions';
  if (isPackage(root)) return ok(check, 'part of the package');
  const folder = join(root, 'dist/functions');
  const missing = settings.connectors
    .map(({ name }) => name)
    .filter((name) => !existsSync(join(folder, `${name}.zip`)));
  if (missing.length > 0) return notChecked(check, `not built yet: ${missing.join(', ')}; ${whatBuilds}`);
  const built = builtSettings(folder);
  const older = [...hashesOf(read)].filter(([name, hash]) => built[name] !== hash).map(([name]) => name);
  return older.length === 0
    ? ok(check, 'built')
    : notChecked(check, `built of other settings or rules: ${older.join(', ')}; ${whatBuilds}`);
};
