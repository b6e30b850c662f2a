import { awsKeyringStore } from '../../adapters/aws/index.ts';
import { pause } from '../../adapters/node/index.ts';
import { keyringEncryptionContext, keyringKeyAlias, keyringParameterName } from '../../config/index.ts';
import { cloudWatchClient, kmsClient, lambdaClient, ssmClient, stsClient } from '../shared/aws-clients.ts';
import { deployedConnector, endpointOf } from '../shared/deployed-connectors.ts';
import { deployedConsole } from '../shared/deployed-console.ts';
import { deployedHash, hashesOf } from '../shared/deployed-settings.ts';
import { exitCodes } from '../shared/exit.ts';
import { ownAccountOrEnd } from '../shared/own-account.ts';
import { type ReadSettings, readSettings } from '../shared/read-settings.ts';
import type { SettingsOptions } from '../shared/settings-option.ts';
import { clearScreen, printJson, printJsonLine, printOut } from '../shared/terminal.ts';
import { collectStatus, type StatusWorld } from './collect-status.ts';
import { readAccessCheck, readAlarms, readCalls } from './read-metrics.ts';
import { defaultSeconds } from './seconds.ts';
import { isFine, isIncomplete, statusText } from './show.ts';

type Options = SettingsOptions & {
  readonly outputs: readonly string[];
  readonly watch?: number | true;
  readonly json?: true;
};

const worldOf = (read: ReadSettings, outputs: readonly string[]): StatusWorld => {
  const { settings, folder } = read;
  const { region } = settings.aws;
  const [sts, lambda, cloudWatch] = [stsClient(region), lambdaClient(region), cloudWatchClient(region)];
  return {
    keyring: awsKeyringStore({
      ssm: ssmClient(region),
      kms: kmsClient(region),
      parameter: keyringParameterName(settings.environment),
      encryptionContext: keyringEncryptionContext(settings.environment),
      key: settings.aws.kmsKeys.keyring ?? keyringKeyAlias(settings.environment),
    }),
    calls: () => readCalls(cloudWatch, settings, Date.now()),
    alarms: () => readAlarms(cloudWatch, settings),
    connector: async (name) => {
      const endpoint = await endpointOf({ settings, folder, outputs }, name, { lambda });
      return endpoint === undefined ? undefined : deployedConnector(settings, name, endpoint, sts);
    },
    deployedHash: (name) => deployedHash(lambda, settings.environment, name),
    console: () => deployedConsole(lambda, settings),
    accessCheck: () => readAccessCheck(cloudWatch, settings, Date.now()),
    hashes: hashesOf(read),
  };
};

const print = async (read: ReadSettings, world: StatusWorld, options: Options): Promise<void> => {
  const status = await collectStatus(read.settings, world, new Date());
  const { findings } = status;
  const fine = isFine(findings);
  const watched = options.watch !== undefined;
  if (options.json) (watched ? printJsonLine : printJson)({ ok: fine, ...status });
  else {
    if (watched) clearScreen();
    printOut(statusText(status));
  }
  if (isIncomplete(findings)) process.exitCode = exitCodes.world;
  else process.exitCode = fine ? exitCodes.fine : exitCodes.no;
};

/** Shows the status, once or until Ctrl+C. */
export const run = async (options: Options): Promise<void> => {
  const read = readSettings(options);
  const world = worldOf(read, options.outputs);
  await ownAccountOrEnd(read.settings);
  const { watch } = options;
  if (watch === undefined) return print(read, world, options);
  const over = new AbortController();
  process.once('SIGINT', () => over.abort());
  while (!over.signal.aborted) {
    await print(read, world, options);
    await pause((watch === true ? defaultSeconds : watch) * 1_000, over.signal);
  }
};
