import { randomBytes, randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { AccessKeysError, accessKeysFile } from '../../adapters/access-keys/index.ts';
import { pause } from '../../adapters/node/index.ts';
import { sqliteRecords } from '../../adapters/records/sqlite-records.ts';
import { KeysFault, RecordsFault } from '../../ports/index.ts';
import type { Access } from './access.ts';
import type { AccessOptions } from './access-options.ts';
import { awsErrorName, awsFailure } from './aws-failure.ts';
import { cliError } from './exit.ts';
import { defaultSettingsFile } from './settings-option.ts';

/** The files of a token service on this machine. */
export const accessFiles = (folder: string) => ({
  records: join(folder, 'access.sqlite'),
  keys: join(folder, 'access-keys.json'),
});

/** Opens the keys of a folder; ends the command if they can't be used. */
export const openAccessKeys = (folder: string) => {
  try {
    return accessKeysFile(accessFiles(folder).keys);
  } catch (error) {
    if (!(error instanceof AccessKeysError)) throw error;
    throw cliError('Access.Unavailable', {
      place: accessFiles(folder).keys,
      reason: error.message,
      remedy: 'check the file and its permissions',
    });
  }
};

const openLocal = async (folder: string): Promise<Access> => {
  const path = accessFiles(folder).records;
  const { macs } = openAccessKeys(folder);
  const records = await sqliteRecords({ path, clock: Date.now, wait: pause });
  return {
    ports: { records, macs, clock: Date.now, random: (count) => randomBytes(count), newId: randomUUID },
    place: path,
    by: `${userInfo().username} on this machine`,
    close: records.close,
  };
};

const openDeployed = async (settings: string): Promise<Access> =>
  (await import('./deployed-access.ts')).openDeployedAccess(settings);

/** A store's or a key service's fault as the command's end. */
const explained = (place: string, error: unknown): unknown => {
  if (!(error instanceof RecordsFault || error instanceof KeysFault)) return error;
  const failure = awsFailure(error.cause, 'DynamoDB or KMS');
  const reason = error.cause === undefined ? error.message : awsErrorName(error.cause);
  const remedy =
    'run it as aws.keysRole with the policy that the deployment made for it, or check the path of the store';
  return failure ?? cliError('Access.Unavailable', { place, reason, remedy });
};

/** Runs an act on the store that the options name, and closes it. Faults of the store end the command. */
export const onAccess = async <Result>(
  { aws, folder, settings = defaultSettingsFile }: AccessOptions,
  act: (access: Access) => Promise<Result>,
): Promise<Result> => {
  let place = folder;
  try {
    const access = await (aws === true ? openDeployed(settings) : openLocal(folder));
    ({ place } = access);
    try {
      return await act(access);
    } finally {
      access.close();
    }
  } catch (error) {
    throw explained(place, error);
  }
};
