import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { requestAdvice } from '../../config/index.ts';
import { readCertificates, resolveSettings } from '../../connectors/index.ts';
import { formatDiagnostic } from '../../diagnostics/index.ts';
import { hiddenReader } from '../../population/index.ts';
import { rulesFolder } from '../rules-folder.ts';
import { askAws } from '../shared/ask-aws.ts';
import { askAzure } from '../shared/ask-azure.ts';
import { deployedConsole } from '../shared/deployed-console.ts';
import { exitCodes } from '../shared/exit.ts';
import { type Finding, findingsText, isOfNetwork, notChecked, ok, wrong } from '../shared/finding.ts';
import { knownValues } from '../shared/known-values.ts';
import { type ReadSettings, tryReadSettings } from '../shared/read-settings.ts';
import type { SettingsOptions } from '../shared/settings-option.ts';
import { printJson, printOut } from '../shared/terminal.ts';
import { checkAws } from './check-aws.ts';
import { consoleCheck } from './check-console.ts';
import { checkDeployed } from './check-deployed.ts';
import { checkEntra } from './check-entra.ts';
import { checkKeyring } from './check-keyring.ts';
import { checkBuilt, checkNode, checkRules, checkTerraform } from './check-offline.ts';
import { awsWorld, entraWorld, keyringWorld } from './world.ts';

type Options = SettingsOptions & { readonly offline?: true; readonly json?: true };

const noSettings = (path: string): Finding =>
  wrong('settings', `${path} is missing`, 'npx --no-install graphveil init, which writes it');

const checkSettings = (path: string): { readonly finding: Finding; readonly read?: ReadSettings } => {
  if (!existsSync(path)) return { finding: noSettings(path) };
  const { read, problems } = tryReadSettings(path);
  if (read === undefined)
    return { finding: wrong('settings', `mistakes:\n${problems.map(formatDiagnostic).join('\n')}`, `edit ${path}`) };
  const { problems: ofFiles } = readCertificates(read);
  if (ofFiles.length > 0)
    return {
      finding: wrong(
        'settings',
        `mistakes:\n${ofFiles.map(formatDiagnostic).join('\n')}`,
        'the network team has the file',
      ),
    };
  const doubts = [...read.warnings, ...requestAdvice(read.settings, read.positionOf)].map(formatDiagnostic);
  return { read, finding: ok('settings', [`${path} is valid`, ...doubts].join('\n')) };
};

const online = async (read: ReadSettings): Promise<readonly Finding[]> => {
  const { settings } = read;
  const connectors = resolveSettings(read);
  const seesHidden = (name: string): boolean =>
    connectors.some((connector) => connector.name === name && connector.expectedRoles.includes(hiddenReader));
  const world = awsWorld(settings);
  const [aws, entra, keyring, deployed] = await Promise.all([
    checkAws(settings, world),
    checkEntra(settings, entraWorld(settings), seesHidden, () => deployedConsole(world.lambda, settings)),
    checkKeyring(keyringWorld(settings), Date.now()),
    checkDeployed(read, world.lambda),
  ]);
  return [...aws, ...entra, keyring, deployed];
};

/** Checks that need no settings: who is signed in, and the values that `graphveil init` finds. */
const withoutSettings = async (): Promise<readonly Finding[]> => {
  const [aws, azure] = await Promise.all([askAws(undefined, async () => false), askAzure()]);
  return [...knownValues(aws, azure), ...aws.findings, ...azure.findings];
};

const offlineOnly = ({ settings: { callers, console } }: ReadSettings): readonly Finding[] =>
  [
    'AWS identity',
    'identity tokens',
    'Lambda runtime',
    'Lambda concurrency',
    'keyring',
    'deployed functions',
    'Azure CLI',
    'Entra role',
    ...(callers.some(({ groups }) => groups.length > 0) ? ['groups of callers'] : []),
    ...(console === undefined ? [] : [consoleCheck]),
  ].map((check) => notChecked(check, 'offline'));

export const run = async (options: Options): Promise<void> => {
  const { finding, read } = checkSettings(options.settings);
  const findings: Finding[] = [finding, checkNode(), checkTerraform()];
  if (read !== undefined) {
    findings.push(await checkRules(read), checkBuilt(read, join(rulesFolder, '..')));
    findings.push(...(options.offline ? offlineOnly(read) : await online(read)));
  } else if (!options.offline) findings.push(...(await withoutSettings()));
  if (options.json) printJson({ ok: findings.every(({ state }) => state !== 'wrong'), findings });
  else printOut(findingsText(findings));
  if (findings.some(isOfNetwork)) process.exitCode = exitCodes.world;
  else if (findings.some(({ state }) => state === 'wrong')) process.exitCode = exitCodes.no;
};
