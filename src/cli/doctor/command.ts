import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { formatDiagnostic } from '../../diagnostics/index.ts';
import { rulesFolder } from '../rules-folder.ts';
import { exitCodes } from '../shared/exit.ts';
import {
  type ReadSettings,
  type SettingsOptions,
  tryReadSettings,
  withSettingsOption,
} from '../shared/read-settings.ts';
import { printJson, printOut } from '../shared/terminal.ts';
import { checkAws } from './check-aws.ts';
import { checkEntra } from './check-entra.ts';
import { checkKeyring } from './check-keyring.ts';
import { checkBuilt, checkRules, checkTerraform } from './check-offline.ts';
import { type Finding, findingsText, notChecked, ok, wrong } from './finding.ts';
import { awsWorld, entraWorld, keyringWorld } from './world.ts';

type Options = SettingsOptions & { readonly offline?: true; readonly json?: true };

const examples = `
Examples:
  graphveil doctor                 every prerequisite of the first apply, and who can fix each problem
  graphveil doctor --offline       only what this machine can tell by itself

Exit code 1 when something is wrong.`;

const noSettings = (path: string): Finding =>
  wrong('settings', `there is no ${path}`, `cp graphveil.example.yaml ${path}, and edit it`);

const checkSettings = (path: string): { readonly finding: Finding; readonly read?: ReadSettings } => {
  if (!existsSync(path)) return { finding: noSettings(path) };
  const { read, problems } = tryReadSettings(path);
  if (read === undefined)
    return { finding: wrong('settings', `mistakes:\n${problems.map(formatDiagnostic).join('\n')}`, `edit ${path}`) };
  const doubts = read.warnings.map(formatDiagnostic);
  return { read, finding: ok('settings', [`${path} is valid`, ...doubts].join('\n')) };
};

const online = async ({ settings }: ReadSettings): Promise<readonly Finding[]> => {
  const [aws, entra, keyring] = await Promise.all([
    checkAws(settings, awsWorld(settings)),
    checkEntra(settings, entraWorld(settings)),
    checkKeyring(keyringWorld(settings), Date.now()),
  ]);
  return [...aws, ...entra, keyring];
};

const offlineOnly: readonly Finding[] = [
  'AWS identity',
  'identity tokens',
  'Lambda runtime',
  'keyring',
  'Azure CLI',
  'Entra role',
].map((check) => notChecked(check, 'offline'));

const run = async (options: Options): Promise<void> => {
  const { finding, read } = checkSettings(options.settings);
  const findings: Finding[] = [finding, checkTerraform()];
  if (read !== undefined) {
    findings.push(await checkRules(read), checkBuilt(read, join(rulesFolder, '..')));
    findings.push(...(options.offline ? offlineOnly : await online(read)));
  }
  if (options.json) printJson({ ok: findings.every(({ state }) => state !== 'wrong'), findings });
  else printOut(findingsText(findings));
  if (findings.some(({ state }) => state === 'wrong')) process.exitCode = exitCodes.no;
};

/** Registers `graphveil doctor`, which checks the prerequisites of the first apply. */
export const register = (command: Command): void => {
  withSettingsOption(command)
    .option('--offline', 'only what needs no network')
    .option('--json', 'print JSON')
    .addHelpText('after', examples)
    .action(run);
};
